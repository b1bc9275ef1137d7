/** A recorded run in an editor: what was measured stands on its line, through edits and in Chinese. */
import { describe, expect, it } from 'vitest';
import type { CodeLens, InlayHint } from 'vscode-languageserver-protocol';
import * as v from 'valibot';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { requests } from '../../src/server/protocol.ts';
import { recordedRun, writeTrace } from '../measure/join/write-trace.ts';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const URI = 'file:///somewhere/measured/main.cpp';

/** A record of the loop on a device of half the speed. */
async function record(): Promise<string> {
  const cwd = folderWith({ 'main.cpp': SYNC_LOOP });
  const { stdout } = await aclPerf(['pipeline', `${cwd}/main.cpp`]);
  const profile = structuredClone(loadProfile());
  profile.speed = { aicore: 0.5 };
  const run = recordedRun(resolve(JSON.parse(stdout) as Pipeline), profile);
  return writeTrace(run, { seed: 5, drops: 0.01, extras: 0.01, noise: 0.02 }).text;
}

async function compared(locale: string) {
  const settings = { inlayHints: { lines: 'all' } };
  const client = await LspClient.startHere({ locale, settings });
  await client.open(URI, SYNC_LOOP);
  const [program] = v.parse(requests.programs.result, await client.request(requests.programs.method, {}));
  const files = [{ name: 'msprof_1.json', text: await record() }];
  const answer = await client.request(requests.compare.method, { program: program?.program, files });
  return { client, comparison: v.parse(requests.compare.result, answer) };
}

const lensesOf = async (client: LspClient): Promise<{ line: number; title: string }[]> => {
  const lenses = await client.request<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: URI } });
  return lenses.flatMap(({ range, command }) =>
    command ? [{ line: range.start.line, title: command.title }] : [],
  );
};

const lineOfCall = SYNC_LOOP.split('\n').findIndex((line) => line.includes('aclmdlExecute('));

describe('a recorded run', () => {
  it('is on its line: in the comparison, a lens and a hint, and moves with the text', async () => {
    const { client, comparison } = await compared('en');
    const [worst] = comparison?.lines ?? [];
    expect(worst).toMatchObject({ call: 'aclmdlExecute', source: { file: URI, line: lineOfCall + 1 } });
    expect(worst?.share).toBeGreaterThan(0.1);
    const expected = {
      line: lineOfCall,
      title: expect.stringMatching(/^measured [\d.]+ ms · predicted [\d.]+ ms · models\./) as string,
    };
    expect(await lensesOf(client)).toContainEqual(expected);
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri: URI },
      range,
    });
    const onLine = hints.filter(({ position }) => position.line === lineOfCall);
    expect(onLine.map(({ label }) => label)).toEqual([
      expect.stringMatching(/^measured [\d.]+ ms · predicted [\d.]+ ms$/),
    ]);
    await client.edit(URI, 2, [0, 0], [0, 0], '// one\n// two\n');
    expect(await lensesOf(client)).toContainEqual({ ...expected, line: lineOfCall + 2 });
    const text = SYNC_LOOP.split('\n')[lineOfCall] ?? '';
    await client.edit(URI, 3, [lineOfCall + 2, 0], [lineOfCall + 2, text.length], `${text} // changed`);
    expect((await lensesOf(client)).filter(({ title }) => title.startsWith('measured'))).toEqual([]);
  }, 60_000);

  it('is told in Chinese', async () => {
    const { client } = await compared('zh-cn');
    const titles = (await lensesOf(client)).map(({ title }) => title);
    expect(titles.some((title) => /^实测 [\d.]+ ms · 预测 [\d.]+ ms · .*设备耗时/.test(title))).toBe(true);
  }, 60_000);
});
