/** What a workspace's users measured: kept by `calibrate --save`, found by every command, and never lost. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';

const NAME = '.acl-perf-measured.json';
const LOG = '[INFO] NPU_compute_time (ms): min = 7, max = 7, mean = 7, median = 7, percentile(99%) = 7\n';

interface Kept {
  models: {
    device: string;
    name: string;
    batch: number;
    milliseconds: number;
    cann?: string;
    from: string;
  }[];
}
const kept = (file: string): Kept => JSON.parse(readFileSync(file, 'utf8')) as Kept;

const workspace = (more: Record<string, string> = {}): string =>
  folderWith({ 'main.cpp': SYNC_LOOP, 'ais.log': LOG, ...more });
const SAVE = ['calibrate', 'ais.log', '--model', 'resnet50', '--batch', '2', '--save'];

async function qpsIn(cwd: string, ...options: string[]): Promise<number> {
  const run = await aclPerf(['predict', 'main.cpp', '--format', 'json', ...options], { cwd });
  expect(run.status, run.stderr).toBe(0);
  return (JSON.parse(run.stdout) as { qps: number }).qps;
}

// A few runs of the command line each.
describe('what a workspace has measured', { timeout: 300_000 }, () => {
  it('is kept with its device, date and source, and predictions take it', async () => {
    const cwd = workspace();
    const before = await qpsIn(cwd);
    const run = await aclPerf([...SAVE, '--cann', '8.1'], { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stderr).toContain(`${NAME}: added to what was measured here: 1`);
    const [time] = kept(`${cwd}/${NAME}`).models;
    expect(time).toMatchObject({
      device: 'ascend310',
      name: 'resnet50',
      batch: 2,
      milliseconds: 7,
      cann: '8.1',
    });
    expect(time?.from).toBe('ais.log:1');
    expect(await qpsIn(cwd)).toBeLessThan(0.8 * before);
    expect(await qpsIn(cwd, '--no-config')).toBe(before);
  });

  it('is said to be the source of a time, as measured', async () => {
    const cwd = workspace();
    await aclPerf(SAVE, { cwd });
    const run = await aclPerf(['explain', 'main.cpp:13', '--format', 'json'], { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(run.stdout).toContain('"confidence": "measured"');
  });

  it('is replaced by what is measured anew in the same circumstances, and added to by others', async () => {
    const cwd = workspace();
    await aclPerf([...SAVE, '--cann', '8.1'], { cwd });
    writeFileSync(`${cwd}/ais.log`, LOG.replaceAll('= 7', '= 5'));
    await aclPerf([...SAVE, '--cann', '8.1'], { cwd });
    await aclPerf([...SAVE, '--cann', '7.0'], { cwd });
    const times = kept(`${cwd}/${NAME}`).models.map(({ cann, milliseconds }) => [cann, milliseconds]);
    expect(times).toEqual([
      ['7.0', 5],
      ['8.1', 5],
    ]);
  });

  it('lies where the configuration says', async () => {
    const cwd = workspace({ '.acl-perf.json': '{"measured": "ours.json", "cannVersion": "8.0"}' });
    writeFileSync(`${cwd}/ours.json`, '{"version": 1, "models": [], "profiles": []}');
    const run = await aclPerf(SAVE, { cwd });
    expect(run.status, run.stderr).toBe(0);
    expect(kept(`${cwd}/ours.json`).models).toMatchObject([{ cann: '8.0', milliseconds: 7 }]);
    expect(readdirSync(cwd)).not.toContain(NAME);
  });

  it.each([
    ['is no JSON', '{"version": 1, "models": [', /not JSON/],
    ['is of another version', '{"version": 2, "models": [], "profiles": []}', /version/],
    [
      'has a negative time',
      JSON.stringify({
        version: 1,
        profiles: [],
        models: [
          { device: 'ascend310', name: 'a', batch: 1, milliseconds: -1, date: '2026-01-01', from: 'x' },
        ],
      }),
      /models\.0\.milliseconds/,
    ],
    [
      'has a date that is none',
      JSON.stringify({
        version: 1,
        profiles: [],
        models: [{ device: 'ascend310', name: 'a', batch: 1, milliseconds: 1, date: 'today', from: 'x' }],
      }),
      /models\.0\.date/,
    ],
  ])('that %s is refused in one line, and never overwritten', async (_what, text, said) => {
    const cwd = workspace({ [NAME]: text });
    for (const args of [['predict', 'main.cpp'], SAVE]) {
      const run = await aclPerf(args, { cwd });
      expect(run.status).toBe(2);
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
      expect(run.stderr).toMatch(said);
    }
    expect(readFileSync(`${cwd}/${NAME}`, 'utf8')).toBe(text);
  });

  it('says where it cannot be written, and leaves no half file', async () => {
    const cwd = workspace();
    const run = await aclPerf([...SAVE, `${cwd}/none/kept.json`], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('none/kept.json: no such file or directory');
    expect(readdirSync(cwd).sort()).toEqual(['ais.log', 'main.cpp']);
  });
});
