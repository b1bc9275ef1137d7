/** "Use the measured value": the workspace's file with it, which predictions take, and which is never lost. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Comparison, ProgramReport, ProgramStatus } from '../../src/server/protocol.ts';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const NAME = '.acl-perf-measured.json';
const LOG = 'infer cost 9.5 ms\ninfer cost 10.5 ms\n';
const CONFIG = { logTimes: [{ line: 'infer cost {ms} ms', of: 'model resnet50' }] };

async function compared(more: Record<string, string> = {}) {
  const folder = folderWith({ 'a.cpp': SYNC_LOOP, '.acl-perf.json': JSON.stringify(CONFIG), ...more });
  const client = await LspClient.startHere({ folder });
  let programs: ProgramStatus[] = [];
  while (programs.length < 1) {
    await setTimeout(20);
    programs = await client.request<ProgramStatus[]>('ascendcl/programs', {});
  }
  const program = programs[0]?.program ?? '';
  const files = [{ name: 'app.log', text: LOG }];
  const comparison = await client.request<Comparison>('ascendcl/compare', { program, files });
  const use = (constants: string[]) =>
    client.request<{ uri: string; text: string; isNew: boolean } | null>('ascendcl/useMeasured', {
      program,
      constants,
    });
  const qps = async () =>
    (await client.request<ProgramReport>('ascendcl/predict', { program })).prediction.qps;
  return { folder, client, comparison, use, qps };
}

const CONSTANT = 'models.resnet50.2.milliseconds';

describe('a measured value', () => {
  it('is offered beside the prediction, and goes into the workspace’s file', async () => {
    const { folder, client, comparison, use, qps } = await compared();
    expect(comparison.values).toMatchObject([
      { constant: CONSTANT, unit: 'ms', measured: 10, from: 'app.log:1' },
    ]);
    expect(comparison.rows).toMatchObject([
      { kind: 'latency', measured: 10, predicted: comparison.values[0]?.predicted },
    ]);
    const before = await qps();
    const file = await use([CONSTANT]);
    expect(file?.uri).toBe(pathToFileURL(path.join(folder, NAME)).href);
    writeFileSync(path.join(folder, NAME), file?.text ?? '');
    const changes = [{ uri: file?.uri, type: 1 }];
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await expect.poll(qps, { timeout: 20_000 }).toBeLessThan(0.8 * before);
    const shell = await aclPerf(['predict', 'a.cpp', '--format', 'json'], { cwd: folder });
    expect((JSON.parse(shell.stdout) as { qps: number }).qps).toBe(await qps());
  }, 60_000);

  it('that nobody has measured is none, and a file that cannot be read is not written over', async () => {
    const { folder, use } = await compared({ [NAME]: '{ "version": 1, "models": [' });
    expect(await use(['models.other.1.milliseconds'])).toBeNull();
    await expect(use([CONSTANT])).rejects.toThrow(NAME);
    expect(readFileSync(path.join(folder, NAME), 'utf8')).toBe('{ "version": 1, "models": [');
  }, 60_000);

  it('says whether it was added to what is there, or to nothing, as where a file is too large to be read', async () => {
    const none = '{ "version": 1, "models": [], "profiles": [] }';
    const read = await compared({ [NAME]: none });
    expect(await read.use([CONSTANT])).toMatchObject({ isNew: false });
    const large = await compared({ [NAME]: none + ' '.repeat(3 << 20) });
    expect(await large.use([CONSTANT])).toMatchObject({ isNew: true });
  }, 60_000);
});
