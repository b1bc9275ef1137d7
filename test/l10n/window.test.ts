/** What a Chinese window shows of a program: every answer of the server, of real programs, word by word. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol';
import { folderWith, ROOT } from '../support/acl-perf.ts';
import { englishIn, hasChinese } from '../support/english.ts';
import { LspClient } from '../support/lsp-client.ts';

/** Ids, places and code: the page gives names to the first, and the last is the user's own. */
const NOT_SHOWN =
  /^(id|uri|file|files|href|lane|lanes|stream|kind|kinds|rule|evidence|newText|program|path|text|resource|boxes)$/;

/** All texts of an answer, each with the key it stands under. */
function textsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return NOT_SHOWN.test(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return NOT_SHOWN.test(key) ? [] : value.flatMap((item) => textsIn(item, key));
  return Object.entries(value).flatMap(([inner, item]) => textsIn(item, inner));
}

const english = (value: unknown): string[] =>
  textsIn(value).filter((text) => englishIn(text.replaceAll(/\*\*`[^`]*`\*\*/g, '·')).length > 0);

const source = (example: string): string => readFileSync(`${ROOT}/examples/${example}/main.cpp`, 'utf8');

interface Window {
  client: LspClient;
  uri: string;
  program: string;
  logs: string[];
}

async function opened(
  text: string,
  files: Record<string, string> = {},
  settings: object = {},
): Promise<Window> {
  const folder = folderWith({ ...files, 'main.cpp': text });
  const uri = `${pathToFileURL(folder).href}/main.cpp`;
  const client = await LspClient.startHere({ folder, locale: 'zh-cn', settings: { ...settings } });
  const logs: string[] = [];
  client.connection.onNotification(
    'window/logMessage',
    ({ message }: { message: string }) => void logs.push(message),
  );
  await client.open(uri, text);
  const [status] = await client.request<{ program: string }[]>('ascendcl/programs', {});
  return { client, uri, program: status?.program ?? '', logs };
}

/** The answer, or what is said in place of it. */
function ask<R = unknown>({ client }: Window, method: string, params: unknown): Promise<R | string> {
  return client.request<R>(method, params).catch((error: unknown) => (error as Error).message);
}

/** The name of each AscendCL call, wherever it stands. */
function callsIn(text: string): { line: number; character: number }[] {
  return text
    .split('\n')
    .flatMap((content, line) =>
      [...content.matchAll(/\b(?:acl|hi_)\w+(?=\()/g)].map(({ index }) => ({ line, character: index + 1 })),
    );
}

/** Counts times and branches that only run time knows, and a queue without a limit. */
const OPEN = `#include "acl/acl.h"
#include <queue>
#include <thread>
int main(int argc, char **argv)
{
    aclrtStream stream;
    aclrtCreateStream(&stream);
    for (int i = 0; i < argc; i++) {
        if (argv[i][0] == 'x') cv::imread(argv[i]);
        aclrtMemcpyAsync(a, atoi(argv[1]), b, atoi(argv[2]), kindOf(argv), stream);
        acldvppVpcResizeAsync(channel, in, out, config, stream);
        aclmdlExecuteAsync(modelOf(argv), input, output, stream);
        aclopExecuteV2("MyOperator", 1, d, b, 1, d, b, nullptr, stream);
        aclrtSynchronizeStream(stream);
    }
}
`;

const PROGRAMS: [string, string][] = [
  ['full-batch1', source('full-batch1')],
  ['sync-infer', source('sync-infer')],
  ['open', OPEN],
];

describe('a Chinese window', () => {
  it.each(PROGRAMS)('speaks Chinese of %s', async (_, text) => {
    const window = await opened(text);
    const { client, uri, program } = window;
    const textDocument = { uri };
    const lenses = await ask<CodeLens[]>(window, 'textDocument/codeLens', { textDocument });
    const all = [
      await ask(window, 'ascendcl/predict', { program }),
      await ask(window, 'ascendcl/whatIf', { program, settings: {} }),
      await ask(window, 'ascendcl/pipelineTree', {}),
      await ask(window, 'ascendcl/devices', {}),
      await ask(window, 'ascendcl/writeToSource', {
        program,
        settings: { NOPE: 1, batch: 7, JPEG_BYTES: 9 },
      }),
      await ask(window, 'ascendcl/sweep', {
        program,
        settings: {},
        vary: [{ name: 'NOPE', values: [1] }],
        token: '',
      }),
      ...(await Promise.all(
        (typeof lenses === 'string' ? [] : lenses).map((lens) => ask(window, 'codeLens/resolve', lens)),
      )),
      ...(await Promise.all(
        callsIn(text).map((position) => ask(window, 'textDocument/hover', { textDocument, position })),
      )),
      ...(await Promise.all(
        client
          .diagnostics(uri)
          .map(({ range }) =>
            ask(window, 'textDocument/codeAction', { textDocument, range, context: { diagnostics: [] } }),
          ),
      )),
      client.diagnostics(uri),
    ];
    expect(textsIn(all).filter(hasChinese).length).toBeGreaterThan(20);
    expect(all.flatMap(english)).toEqual([]);
    expect(window.logs.length).toBeGreaterThan(0);
    expect(window.logs.filter((line) => !hasChinese(line))).toEqual([]);
  });

  it('exports in Chinese', async () => {
    const window = await opened(source('sync-infer'));
    const { program } = window;
    const answer = await ask<{ text: string }>(window, 'ascendcl/export', {
      program,
      settings: {},
      format: 'markdown',
    });
    const { text } = answer as { text: string };
    expect(text).toContain('吞吐量');
    expect(englishIn(text)).toEqual([]);
  });

  it('says in Chinese what is wrong with measurements', async () => {
    const window = await opened(source('sync-infer'));
    const files = [
      { name: 'a.csv', text: 'a,b\n1,2' },
      { name: 'b.csv', text: 'a,"b' },
      { name: 'c.csv', text: 'qps,colour\n1,2' },
      { name: 'd.csv', text: 'Op Name,Task Type,Task Duration(us)\nb,AI_CORE,-3\nc,AI_CORE,5\n' },
      {
        name: 'e.log',
        text: 'loop_count = 1 QPS = 3\nCompleted in 3 sec\nmem_util = 3 ai_core_util = 4 mem_size = 4',
      },
      { name: 'f.json', text: '{"rows":[{"qps":-1}]}' },
    ];
    const answer = await ask<{ notes: string[]; rows: { name: string; subject: string }[] }>(
      window,
      'ascendcl/compare',
      { program: window.program, files },
    );
    const { notes, rows } = answer as { notes: string[]; rows: { name: string; subject: string }[] };
    expect(notes.length).toBeGreaterThanOrEqual(4);
    expect(notes.filter((note) => !hasChinese(note))).toEqual([]);
    const words = rows.filter(({ subject }) => !/^(ai|ctrl)|^AI_CORE$/.test(subject));
    expect(words.length).toBeGreaterThan(2);
    expect(words.filter(({ name }) => !hasChinese(name))).toEqual([]);
  });

  it.each([
    ['a configuration cut off', { '.acl-perf.json': '{' }],
    ['a rule that is none', { '.acl-perf.json': '{"rules":{"no-such-rule":"off"}}' }],
    ['a profile that is not there', { '.acl-perf.json': '{"profile":"none.json"}' }],
    ['a profile that is none', { '.acl-perf.json': '{"profile":"p.json"}', 'p.json': '{"id":"x"}' }],
  ])('logs in Chinese what is wrong with %s', async (_, files) => {
    const { client, logs } = await opened(source('sync-infer'), files as Record<string, string>);
    await client.until(() => logs.length > 1);
    expect(logs.filter((line) => !hasChinese(line))).toEqual([]);
    expect(logs.join()).toMatch(/json/);
  });
});
