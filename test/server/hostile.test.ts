/** Inputs made to harm, in an editor: the rest of the workspace is told as before. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ROOT, SYNC_LOOP, folderWith, hangingEnvironment } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const RULE = 'sync-model-execute-in-loop';
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/u;

const hostile = (name: string): string =>
  readFileSync(path.join(ROOT, 'test', 'data', 'hostile', name), 'utf8');

const uriIn = (folder: string, name: string): string => pathToFileURL(path.join(folder, name)).href;

const strings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
};

describe('a workspace over LSP', () => {
  it('keeps the answers beside build files, calls and names that are made to throw', async () => {
    const folder = folderWith({
      'CMakeLists.txt': 'file(GLOB S "?*.cpp")\nadd_executable(a ${S})\n',
      'a.cpp': SYNC_LOOP,
      'b.cpp': 'int valueOf(); int main() { aclrtCreateContext(&(*slot), 0); constructor(); valueOf(); }\n',
      'esc.cpp': hostile('esc2.cpp'),
    });
    const client = await LspClient.start({ folder });
    await client.until(() => client.rules(uriIn(folder, 'a.cpp')).includes(RULE));
    const said = [...strings([...client.uris.values()]), ...strings(client.notices)];
    expect(said.filter((text) => UNSEEN.test(text))).toEqual([]);
  });

  it.each([{ profile: 'file://attacker.example/x.json' }, { baseline: '//attacker.example/x.json' }])(
    'opens nothing elsewhere: %j',
    async (config) => {
      const folder = folderWith({ '.acl-perf.json': JSON.stringify(config), 'a.cpp': SYNC_LOOP });
      const client = await LspClient.start({ folder });
      await client.until(() => client.rules(uriIn(folder, 'a.cpp')).includes(RULE));
      const said = strings([[...client.uris.values()], client.notices]).join('\n');
      expect(said).toMatch(/another machine/);
    },
  );
});

describe('a server whose analysis does not come back', () => {
  it('ends with a line in the log, and what it showed last stands', async () => {
    const folder = folderWith({ 'a.cpp': SYNC_LOOP });
    const uri = uriIn(folder, 'a.cpp');
    const client = await LspClient.start({ folder }, hangingEnvironment());
    await client.open(uri, SYNC_LOOP);
    await client.until(() => client.rules(uri).includes(RULE));
    await client.edit(uri, 2, [0, 0], [0, 0], '// HANGS HERE\n');
    expect(await client.exited).not.toBe(0);
    expect(client.stderr).toMatch(/made no progress in 1 s of processor time/);
    expect(client.rules(uri)).toContain(RULE);
  });

  it('says so in Chinese, and is as good as new when it is started again', async () => {
    const folder = folderWith({ 'a.cpp': `${SYNC_LOOP}// HANGS HERE\n` });
    const client = await LspClient.start({ folder, locale: 'zh-cn' }, hangingEnvironment());
    await client.exited;
    expect(client.stderr).toContain('没有进展');
    writeFileSync(path.join(folder, 'a.cpp'), SYNC_LOOP);
    const next = await LspClient.start({ folder }, hangingEnvironment());
    await next.until(() => next.rules(uriIn(folder, 'a.cpp')).includes(RULE));
  });
});
