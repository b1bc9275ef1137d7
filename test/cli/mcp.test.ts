/** The server for coding assistants, asked by the SDK's own client over stdio. */
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { ACL_PERF, aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

async function clientIn(cwd: string, ...options: string[]): Promise<Client> {
  const args = [ACL_PERF, 'mcp', '--stdio', ...options];
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd, stderr: 'ignore' }));
  onTestFinished(() => client.close());
  return client;
}

async function called(client: Client, name: string, given: object) {
  const { content, isError } = await client.callTool({ name, arguments: { ...given } });
  const texts = content.map((part) => (part.type === 'text' ? part.text : ''));
  return { text: texts.join('\n'), failed: isError === true };
}

describe('acl-perf mcp', () => {
  let cwd: string;
  beforeAll(() => {
    cwd = path.dirname(ACL_PERF);
  });

  it('offers its tools with their inputs, and the pages of the rules', async () => {
    const client = await clientIn(cwd, '--locale', 'zh-cn');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['check', 'predict', 'explain', 'sweep', 'diff']);
    for (const { inputSchema, description = '' } of tools) {
      expect(inputSchema.type).toBe('object');
      expect(description.length).toBeGreaterThan(50);
    }
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toContain('acl-perf://rules/deadlock');
    const { contents } = await client.readResource({ uri: 'acl-perf://rules/deadlock' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/markdown' });
    expect(JSON.stringify(contents)).toMatch(/[\u4e00-\u9fff]/);
  });

  it('answers with lines, units and what was followed', async () => {
    const folder = folderWith({ 'old/a.cpp': SYNC_LOOP, 'new/a.cpp': SYNC_LOOP.replace('bs2', 'bs8') });
    const client = await clientIn(folder);
    const answers = await Promise.all([
      called(client, 'check', { paths: ['old'], rule: 'sync-model-execute-in-loop' }),
      called(client, 'predict', { paths: ['old/a.cpp'], set: { LOOPS: 500 }, device: 'ascend310' }),
      called(client, 'explain', { file: 'old/a.cpp', line: 13 }),
      called(client, 'explain', { rule: 'deadlock' }),
      called(client, 'sweep', { paths: ['old'], vary: ['batch=2,4'] }),
      called(client, 'diff', { before: 'old', after: 'new' }),
    ]);
    expect(answers.map(({ failed }) => failed)).toEqual([false, false, false, false, false, false]);
    const [check, predict, line, rule, sweep, diff] = answers.map(({ text }) => text);
    expect(check).toMatch(/13:9 .*sync-model-execute-in-loop/);
    expect(predict).toMatch(/\d QPS \(range \d+ to \d+\)/);
    expect(line).toMatch(/AscendCL calls followed[^]*ms each/);
    expect(rule).toMatch(/^# deadlock/);
    expect(sweep).toMatch(/batch +QPS/);
    expect(diff).toMatch(/\+\d+ %, ±[\d.]+ QPS[^]*a\.cpp:9/);
  });

  it('stays in the folder that it was started in, links followed', async () => {
    const outside = folderWith({ 'a.cpp': SYNC_LOOP });
    const folder = folderWith({ 'in/a.cpp': SYNC_LOOP });
    symlinkSync(outside, path.join(folder, 'away'));
    const client = await clientIn(folder);
    for (const place of [outside, '..', `in/../../${path.basename(outside)}`, 'away', 'away/a.cpp']) {
      const asked = [
        called(client, 'check', { paths: [place] }),
        called(client, 'diff', { before: 'in', after: place }),
        called(client, 'explain', { file: place, line: 1 }),
      ];
      for (const { text, failed } of await Promise.all(asked)) {
        expect([failed, text], place).toEqual([true, expect.stringContaining('outside of the folder')]);
      }
    }
  });

  it('refuses what makes no sense, takes no option for a path, and goes on', async () => {
    const client = await clientIn(folderWith({ 'a.cpp': SYNC_LOOP }));
    const refused: [string, object, RegExp][] = [
      ['check', { paths: [] }, /paths/],
      ['check', { paths: ['--fix'] }, /--fix: no such file/],
      ['check', { paths: ['a.cpp'], rule: '--fix' }, /no rule "--fix"/],
      ['predict', { paths: ['b.cpp'] }, /b\.cpp: no such file/],
      ['predict', { paths: ['a.cpp'], device: 'ascend999' }, /unknown device/],
      ['explain', {}, /a rule, or a file and a line/],
      ['diff', { before: '--output=x' }, /neither a file or folder nor a revision|not a git repository/],
    ];
    for (const [name, given, why] of refused)
      expect(await called(client, name, given), name).toEqual({
        failed: true,
        text: expect.stringMatching(why),
      });
    expect((await called(client, 'check', { paths: ['a.cpp'] })).failed).toBe(false);
  });

  it('says what is missing where no transport is named', async () => {
    expect(await aclPerf(['mcp'])).toMatchObject({ status: 2, stdout: '' });
  });
});
