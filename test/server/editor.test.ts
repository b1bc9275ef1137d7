import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, CodeLens, Hover, InlayHint } from 'vscode-languageserver-protocol';
import { DiagnosticSeverity } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { SYNC_LOOP, folderWith } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const RULE = 'sync-model-execute-in-loop';
const URI = 'file:///somewhere/main.cpp';
const lines = SYNC_LOOP.split('\n');
const callLine = lines.findIndex((line) => line.includes('aclmdlExecute('));
const callColumn = lines[callLine]!.indexOf('aclmdlExecute');
const at = (line: number, character: number) => ({
  textDocument: { uri: URI },
  position: { line, character },
});

/** What stands before a loop stands at one place: each of the two fixes takes a round of its own. */
const TWO_BUFFERS = `#include "acl/acl.h"
int main() {
  for (int i = 0; i < 1000; i++) {
    void *a = nullptr;
    void *b = nullptr;
    aclrtMalloc(&a, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&b, 64, ACL_MEM_MALLOC_HUGE_FIRST);
    aclmdlExecute(0, nullptr, nullptr);
    aclrtFree(a);
    aclrtFree(b);
  }
}
`;
const TWO_BUFFERS_FIXED = `#include "acl/acl.h"
int main() {
  void *a = nullptr;
  aclrtMalloc(&a, 64, ACL_MEM_MALLOC_HUGE_FIRST);
  void *b = nullptr;
  aclrtMalloc(&b, 64, ACL_MEM_MALLOC_HUGE_FIRST);
  for (int i = 0; i < 1000; i++) {
    aclmdlExecute(0, nullptr, nullptr);
  }
  aclrtFree(a);
  aclrtFree(b);
}
`;

async function opened(text = SYNC_LOOP, options = {}): Promise<LspClient> {
  const client = await LspClient.startHere(options);
  await client.open(URI, text);
  return client;
}

const priced = (client: LspClient): boolean =>
  client.diagnostics(URI).some(({ message }) => String(message).includes('QPS'));

describe('diagnostics', () => {
  it('stand on the call, with the gain, related places and a page of the rule', async () => {
    const client = await opened();
    await client.until(() => priced(client));
    expect(client.rules(URI)).toEqual([RULE]);
    const [diagnostic] = client.diagnostics(URI);
    expect(diagnostic).toMatchObject({
      severity: 2,
      source: 'ascendcl',
      range: {
        start: { line: callLine, character: callColumn },
        end: { line: callLine, character: callColumn + 'aclmdlExecute'.length },
      },
    });
    expect(diagnostic!.message).toMatch(/Predicted \d+ → \d+ QPS/);
    expect(diagnostic!.codeDescription?.href).toMatch(new RegExp(`docs/rules/${RULE}\\.md$`));
    expect(diagnostic!.relatedInformation?.length).toBeGreaterThan(0);
  });

  it('say of a program that never gets anywhere who waits for what, until it does', async () => {
    const text = `#include "acl/acl.h"
int main() {
    uint32_t model; aclmdlDataset *in, *out; aclrtStream stream; aclrtEvent event;
    aclrtCreateStream(&stream); aclrtCreateEvent(&event);
    while (true) {
        aclrtStreamWaitEvent(stream, event);
        aclmdlExecuteAsync(model, in, out, stream);
        aclrtSynchronizeStream(stream);
    }
}
`;
    const client = await opened(text);
    await client.until(() => client.rules(URI).includes('deadlock'));
    const stall = client.diagnostics(URI).find(({ code }) => code === 'deadlock');
    expect(stall?.message).toMatch(/deadlock: .*waits for event event, which nothing records/);
    const line = stall!.range.start.line;
    await client.edit(URI, 2, [line, 0], [line, 0], '//');
    await client.until(() => !client.rules(URI).includes('deadlock'));
  });

  it('move, vanish and come back with edits', async () => {
    const client = await opened();
    await client.until(() => client.rules(URI).includes(RULE));
    await client.edit(URI, 2, [0, 0], [0, 0], '// one more line\n');
    await client.until(() => client.diagnostics(URI)[0]?.range.start.line === callLine + 1);
    await client.edit(URI, 3, [callLine + 1, callColumn], [callLine + 1, callColumn], '//');
    await client.until(() => client.rules(URI).length === 0);
    await client.edit(URI, 4, [callLine + 1, callColumn], [callLine + 1, callColumn + 2], '');
    await client.until(() => client.rules(URI).includes(RULE));
    expect(client.diagnostics(URI)[0]?.range.start).toEqual({ line: callLine + 1, character: callColumn });
  });

  it('are those of the workspace’s files too, and follow the disk’s changes', async () => {
    const folder = folderWith({ 'src/a.cpp': SYNC_LOOP, 'node_modules/b.cpp': SYNC_LOOP });
    const uri = pathToFileURL(path.join(folder, 'src/a.cpp')).href;
    const client = await LspClient.startHere({ folder });
    await client.until(() => client.rules(uri).includes(RULE));
    expect([...client.uris.keys()]).toEqual([uri]);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri, type: 3 }],
    });
    await client.until(() => client.uris.get(uri)?.diagnostics.length === 0);
  });

  it('obey the settings and .acl-perf.json, and come in Chinese', async () => {
    const folder = folderWith({ '.acl-perf.json': JSON.stringify({ rules: { [RULE]: 'error' } }) });
    const uri = `${pathToFileURL(folder).href}/main.cpp`;
    const client = await LspClient.startHere({ folder, locale: 'zh-cn', settings: {} });
    await client.open(uri, SYNC_LOOP);
    await client.until(() => client.diagnostics(uri).some(({ message }) => String(message).includes('预测')));
    expect(client.diagnostics(uri)[0]?.severity).toBe(1);
    const off = await LspClient.startHere({ settings: { rules: { [RULE]: 'off' }, device: 42 } });
    await off.open(URI, SYNC_LOOP);
    await off.until(() => off.notices.some(({ method }) => method === 'ascendcl/changed'));
    expect(off.rules(URI)).toEqual([]);
  });

  it('survive text that is no C++, and the server goes on', async () => {
    const client = await LspClient.start();
    await client.open(URI, '}}}} #define ((((\n int main() { for (;;) { '.repeat(50));
    await client.open('file:///somewhere/other.cpp', SYNC_LOOP);
    await client.until(() => client.rules('file:///somewhere/other.cpp').includes(RULE));
    await client.request('shutdown', null);
    await client.connection.sendNotification('exit');
    expect(await client.exited).toBe(0);
  });
});

describe('what an editor asks for', () => {
  it('a quick fix that applies, after which the finding is gone', async () => {
    const client = await opened();
    await client.until(() => client.rules(URI).includes(RULE));
    const range = client.diagnostics(URI)[0]!.range;
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range,
      context: { diagnostics: [] },
    });
    const suppress = actions.find(({ title }) => title.startsWith('Suppress'));
    const fix = actions.find(({ title }) => !title.startsWith('Suppress'));
    for (const action of [fix, suppress]) {
      const document = TextDocument.create(URI, 'cpp', 1, SYNC_LOOP);
      const text = TextDocument.applyEdits(document, action!.edit!.changes![URI]!);
      const again = await opened(text);
      await again.until(() => again.notices.some(({ method }) => method === 'ascendcl/changed'));
      expect(again.rules(URI)).not.toContain(RULE);
    }
    expect(fix?.kind).toBe('quickfix');
  });

  it.each(['quickfix', 'source.fixAll'])(
    'a %s of a whole file, which goes on until nothing is left',
    async (kind) => {
      const client = await opened(TWO_BUFFERS, {
        textDocument: { codeAction: { resolveSupport: { properties: ['edit'] } } },
      });
      const left = (one: LspClient): string[] => one.rules(URI).filter((rule) => rule === 'alloc-in-loop');
      await client.until(() => left(client).length === 2);
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri: URI },
        range: { start: { line: 5, character: 0 }, end: { line: 6, character: 0 } },
        context: { diagnostics: [], only: [kind] },
      });
      const all = actions.find(({ title }) => /all of .alloc-in-loop|all safe/.test(title));
      expect(all?.edit).toBeUndefined();
      const { edit } = await client.request<CodeAction>('codeAction/resolve', all);
      const text = TextDocument.applyEdits(
        TextDocument.create(URI, 'cpp', 1, TWO_BUFFERS),
        edit!.changes![URI]!,
      );
      expect(text).toBe(TWO_BUFFERS_FIXED);
      // The session is as it was: what the editor shows has not changed.
      await client.edit(URI, 2, [0, 0], [0, 0], '// one more line\n');
      await client.until(() => client.diagnostics(URI).some(({ range }) => range.start.line === 6));
      expect(left(client).length).toBe(2);
    },
  );

  it('a quick fix for the text as it is, right after an edit', async () => {
    const client = await opened();
    await client.until(() => client.rules(URI).includes(RULE));
    await client.edit(URI, 2, [0, 0], [0, 0], '// one more line\n');
    const place = { line: callLine + 1, character: callColumn };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: { start: place, end: place },
      context: { diagnostics: [] },
    });
    const edits = actions.find(({ title }) => title.includes('aclmdlExecuteAsync'))?.edit?.changes?.[URI];
    expect(edits?.find(({ newText }) => newText === 'aclmdlExecuteAsync')?.range.start).toEqual(place);
  });

  it('a hover that tells what the call is and what it costs here', async () => {
    const client = await opened();
    await client.until(() => client.rules(URI).includes(RULE));
    const hover = await client.request<Hover>('textDocument/hover', at(callLine, callColumn + 3));
    const { value } = hover.contents as { value: string };
    expect(value).toContain('`aclmdlExecute`');
    expect(value).toMatch(/AI Core · synchronous/);
    expect(value).toMatch(/\*\*[\d.]+ ms\*\* each on AI Core \(Ascend 310\)/);
    expect(await client.request('textDocument/hover', at(2, 3))).toBeNull();
  });

  it('a hover with the restrictions of the device and version, and links to the documentation', async () => {
    const call = 'aclrtCreateStream(&stream);';
    const text = `#include "acl/acl.h"\nint main() { aclrtStream stream; ${call} return 0; }\n`;
    const place = at(1, text.split('\n')[1]!.indexOf(call) + 3);
    const settings = { device: 'ascend310b', cannVersion: '8.1' };
    const client = await opened(text, { settings });
    await client.until(() => client.notices.some(({ method }) => method === 'ascendcl/changed'));
    const { value } = (await client.request<Hover>('textDocument/hover', place)).contents as {
      value: string;
    };
    expect(value).toContain('Restrictions on Ascend 310B');
    expect(value).toMatch(/- 512 streams per device/);
    expect(value).not.toMatch(/1024|2048|1984/);
    expect(value).toMatch(
      /\[Documentation\]\(https:\/\/github\.com\/hicann\/runtime\/\S+#aclrtcreatestream\)/,
    );
  });

  it('a lens on main with rate, bottleneck and range, made when it comes into view', async () => {
    const client = await opened();
    await client.until(() => client.rules(URI).includes(RULE));
    const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
    const main = lenses.find(({ range }) => lines[range.start.line]?.startsWith('int main'));
    expect(main?.command).toBeUndefined();
    const resolved = await client.request<CodeLens>('codeLens/resolve', main);
    expect(resolved.command?.title).toMatch(/^\d+ QPS \(\d+ to \d+\) · AI Core \d+ %/);
    // This client does not know the extension's commands.
    expect(resolved.command?.command).toBe('');
  });

  it('many findings that say the same as one line of the list, with the places of the others', async () => {
    const text = SYNC_LOOP.replace(/^(.*aclmdlExecute\(.*)$/m, '$1\n$1\n$1');
    const client = await opened(text);
    await client.until(
      () => priced(client) && client.rules(URI).filter((rule) => rule === RULE).length === 3,
    );
    const same = client.diagnostics(URI).filter(({ code }) => code === RULE);
    const listed = same.filter(({ severity }) => severity !== DiagnosticSeverity.Hint);
    expect(listed).toHaveLength(1);
    expect(String(listed[0]?.message)).toMatch(
      /The same at 2 more places of this file \(lines \d+, \d+\)\.$/,
    );
    const related = listed[0]?.relatedInformation?.map(({ message }) => message) ?? [];
    expect(related.filter((message) => message === 'the same here')).toHaveLength(2);
    // A fix belongs to its own place all the same.
    const [hint] = same.filter((one) => one !== listed[0]);
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument: { uri: URI },
      range: hint?.range,
      context: { diagnostics: [hint] },
    });
    expect(actions.some(({ diagnostics }) => JSON.stringify(diagnostics) === JSON.stringify([hint]))).toBe(
      true,
    );
  });

  it('inlay hints on hot lines, on all or on none, as is wanted', async () => {
    const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
    const hinted = async (wanted?: string): Promise<InlayHint[]> => {
      const client = await opened(
        SYNC_LOOP,
        wanted === undefined ? {} : { settings: { inlayHints: { lines: wanted } } },
      );
      await client.until(() => client.rules(URI).includes(RULE));
      return client.request<InlayHint[]>('textDocument/inlayHint', { textDocument: { uri: URI }, range });
    };
    const [hot, ...others] = await hinted();
    expect(hot?.position.line).toBe(callLine);
    expect(hot?.label).toMatch(/ms · \d+ %/);
    expect(others).toEqual([]);
    expect((await hinted('all')).map(({ position }) => position.line)).toContain(callLine);
    expect(await hinted('off')).toEqual([]);
  });
});
