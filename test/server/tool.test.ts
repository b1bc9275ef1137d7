/** Tools of an editor's language models: the answers of `acl-perf mcp`, by the editor's settings. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, OPEN_THREADS, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

interface Answer {
  text: string;
  failed: boolean;
}

const rateIn = (text: string): string | undefined => /([\d.]+) QPS \(range/.exec(text)?.[1];

async function toolsIn(folders: string[], settings: Record<string, unknown> = {}) {
  const client = await LspClient.startHere({ folders, settings, workspace: { configuration: true } });
  // The settings are in force once programs are told.
  await client.request('ascendcl/programs', {});
  const call = (name: string, input: unknown) => client.request<Answer>('ascendcl/tool', { name, input });
  return { client, call };
}

describe('a tool', () => {
  it('answers each question in words, with lines, units and what was followed', async () => {
    const folder = folderWith({ 'old/a.cpp': SYNC_LOOP, 'new/a.cpp': SYNC_LOOP.replace('bs2', 'bs8') });
    const { call } = await toolsIn([folder]);
    const answers = await Promise.all([
      call('check', { paths: ['old'] }),
      call('explain', { file: 'old/a.cpp', line: 13 }),
      call('explain', { rule: 'deadlock' }),
      call('sweep', { paths: ['old'], vary: ['batch=2,4'] }),
      call('diff', { before: 'old', after: 'new' }),
    ]);
    const [check, line, rule, sweep, diff] = answers.map(({ text }) => text);
    expect(answers.map(({ failed }) => failed)).toEqual([false, false, false, false, false]);
    expect(check).toMatch(/13:9 .*sync-model-execute-in-loop[^]*QPS/);
    expect(line).toMatch(/AscendCL calls followed[^]*ms each/);
    expect(rule).toMatch(/^# deadlock/);
    expect(sweep).toMatch(/batch/);
    expect(diff).toMatch(/→/);
  });

  it('goes by the editor’s settings, and by the folder’s configuration before them', async () => {
    const folder = folderWith({ 'a.cpp': OPEN_THREADS });
    const rateOf = async (...options: string[]) =>
      rateIn((await aclPerf(['predict', 'a.cpp', ...options], { cwd: folder })).stdout);
    const settings = { device: 'ascend310p3', parameters: { THREAD_COUNT: 9, argv_1: 3 } };
    const { call } = await toolsIn([folder], settings);
    const { text } = await call('predict', { paths: ['a.cpp'] });
    expect(rateIn(text)).toBe(await rateOf('--device', 'ascend310p3', '--set', 'argv_1=3'));
    writeFileSync(path.join(folder, '.acl-perf.json'), '{ "device": "ascend310" }');
    const configured = await call('predict', { paths: ['a.cpp'] });
    expect(rateIn(configured.text)).toBe(await rateOf('--set', 'argv_1=3'));
    const asked = await call('predict', { paths: ['a.cpp'], device: 'ascend310p3', set: { argv_1: 1 } });
    expect(rateIn(asked.text)).toBe(await rateOf('--device', 'ascend310p3', '--set', 'argv_1=1'));
    writeFileSync(path.join(folder, '.acl-perf.json'), '{ "device": ');
    expect(await call('predict', { paths: ['a.cpp'] })).toMatchObject({
      failed: true,
      text: expect.stringMatching(/\.acl-perf\.json:1:/) as string,
    });
  });

  it('says what it has not seen: texts that are not saved', async () => {
    const folder = folderWith({ 'src/a.cpp': SYNC_LOOP, 'other/b.cpp': SYNC_LOOP });
    const { client, call } = await toolsIn([folder]);
    const uri = pathToFileURL(path.join(folder, 'src/a.cpp')).href;
    const textDocument = { uri, languageId: 'cpp', version: 1, text: SYNC_LOOP };
    await client.connection.sendNotification('textDocument/didOpen', { textDocument });
    expect((await call('check', { paths: ['src'] })).text).not.toMatch(/saved/);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: `// more\n${SYNC_LOOP}` }],
    });
    expect((await call('check', { paths: ['src'] })).text).toMatch(/not saved yet.*: src\/a\.cpp$/i);
    expect((await call('check', { paths: ['other'] })).text).not.toMatch(/saved/);
  });

  it('finds a file in the folder that has it, and leaves no folder', async () => {
    const [one, two] = [folderWith({ 'a.cpp': SYNC_LOOP }), folderWith({ 'b.cpp': SYNC_LOOP })];
    const { call } = await toolsIn([one, two]);
    expect((await call('check', { paths: ['b.cpp'] })).text).toMatch(/b\.cpp\n +13:9/);
    for (const [name, input, said] of [
      ['check', { paths: ['../x.cpp'] }, /outside/],
      ['check', { paths: ['/etc'] }, /outside/],
      ['check', { paths: ['missing'] }, /no such file/],
      ['check', {}, /paths/],
      ['check', null, /./],
      ['explain', {}, /give a rule/],
      ['rm', {}, /no tool rm/],
    ] as const) {
      const answer = await call(name, input);
      expect(answer, name).toMatchObject({ failed: true });
      expect(answer.text).toMatch(said);
    }
  });

  it('needs a folder on a disk', async () => {
    const { call } = await toolsIn([]);
    expect(await call('check', { paths: ['a.cpp'] })).toMatchObject({ failed: true });
  });
});
