/** `acl-perf calibrate` on what users have: logs of several runs, folders of a profiler, texts of other systems. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const caseText = (name: string): string => readFileSync(`test/cases/measurements/${name}`, 'utf8');
const PROGRAM = ['--program', 'examples/full-batch1/main.cpp'];

interface Calibrated {
  runs: { settings: Record<string, number>; qps: number; from: string }[];
  measured: { subject: string; value: number; count: number }[];
  adjusted: { constant: string; after: number }[];
  fitted: { constant: string; after: number }[];
  profile: DeviceProfile;
}

async function calibrated(args: string[], cwd?: string): Promise<Calibrated & { said: string }> {
  const run = await aclPerf(['calibrate', ...args], cwd === undefined ? {} : { cwd });
  expect(run.status, run.stderr).toBe(0);
  return { ...(JSON.parse(run.stdout) as Calibrated), said: run.stderr };
}

describe('logs of several runs', () => {
  const files = () =>
    folderWith({
      'a.log': caseText('02-run-threads1.log'),
      'b.log': caseText('02-run-threads4.log'),
      'run-threads1.log': caseText('02-run-threads1.log'),
      'run-threads4.log': caseText('02-run-threads4.log'),
    });

  it('without their settings are refused in one line that asks which is which', async () => {
    const cwd = files();
    const run = await aclPerf(['calibrate', 'a.log', 'b.log'], { cwd });
    expect(run.status).toBe(2);
    expect(run.stderr.trim()).toMatch(/^acl-perf: a\.log, b\.log .*say which is which.*--run/);
  });

  it('are told apart by name, and by --run', async () => {
    const cwd = files();
    const { measured } = await calibrated(['run-threads1.log', 'run-threads4.log'], cwd);
    expect(measured.map(({ value }) => value)).toEqual([190, 530]);
    const named = [`${cwd}/run-threads1.log`, `${cwd}/run-threads4.log`];
    const runs = [
      [1, 190],
      [4, 530],
    ].map(([n, qps]) => ({ settings: { THREAD_COUNT: n }, qps }));
    expect((await calibrated([...named, ...PROGRAM])).runs).toMatchObject(runs);
    const given = ['--run', `THREAD_COUNT=1:${cwd}/a.log`, '--run', `THREAD_COUNT=4:${cwd}/b.log`];
    expect((await calibrated([...given, ...PROGRAM])).runs).toMatchObject(runs);
  }, 60_000);

  it('of a parameter that the program lacks are refused', async () => {
    const run = await aclPerf(['calibrate', '--run', `N=1:${files()}/a.log`, ...PROGRAM]);
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('unknown parameter "N"');
  });

  it('a series of runs is read as the editor does', async () => {
    const cwd = folderWith({ 's.csv': caseText('13-series-cli-refuses.csv') });
    const { runs } = await calibrated([`${cwd}/s.csv`, ...PROGRAM]);
    expect(runs.map(({ qps }) => qps)).toEqual([166, 310, 335]);
  }, 60_000);
});

describe('a log of another program than the one given', () => {
  const log = 'test/cases/measurements/03-ai-core-contradicts-fit.log';

  it('has no constant written that would be as far from the profile as a fit goes, and names it', async () => {
    const { adjusted, fitted, profile, said } = await calibrated([log, ...PROGRAM]);
    expect([...adjusted, ...fitted]).toEqual([]);
    expect(profile).toEqual(loadProfile());
    expect(said).toMatch(/too loosely, and nothing was changed: (\S+) taking 1[01] times as long/);
    expect(said).toMatch(/\n.*: as far from the profile as a fit goes; the program may be another/);
    expect(said).toMatch(
      /models\.resnet50 .* would explain the rates, but aicore would then be .* not the 45 %/,
    );
  }, 60_000);
});

describe('the time that a run took', () => {
  const times = (n: number) => ({
    'p.json': JSON.stringify({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 'main',
          program: [
            {
              kind: 'repeat',
              times: n,
              frameLoop: true,
              body: [{ kind: 'submit', call: 'c', engine: 'h2d', mode: 'sync', work: { bytes: 1e6 } }],
            },
          ],
        },
      ],
    }).replace('"times":0', '"times":"forever"'),
    'run.log': 'Completed in 2.006 secs\nCompleted in 1.994 secs\n',
  });

  it('gives the rate of a program that ends', async () => {
    const { runs } = await calibrated(['run.log', '--program', 'p.json'], folderWith(times(800)));
    expect(runs).toMatchObject([{ qps: 400, from: 'run.log:1' }]);
  });

  it('says of one that does not end why it gives none', async () => {
    const { runs, said } = await calibrated(['run.log', '--program', 'p.json'], folderWith(times(0)));
    expect(runs).toEqual([]);
    expect(said).toContain('how many frames the program handles in that time is not known');
    expect(said).not.toContain('--program');
  });
});

describe('a folder of a profiler', () => {
  const out = 'PROF_1/mindstudio_profiler_output';
  const files = {
    [`${out}/op_summary_1.csv`]: caseText('05-gap-between-operators.csv'),
    [`${out}/api_statistic_1.csv`]: caseText('16-api-statistic.csv'),
    [`${out}/msprof_1.json`]: caseText('14-trace-cli-refuses.json'),
    [`${out}/README.txt`]: 'nothing here',
    [`${out}/prof_rule_0.json`]: '{"a":1}',
    'PROF_1/host/sqlite/x.db': 'SQLite format 3\0',
  };

  it('is read as a whole, each thing from the file that tells it best', async () => {
    const { measured, adjusted, said } = await calibrated(
      ['PROF_1', '--model', 'm', '--batch', '1'],
      folderWith(files),
    );
    const by = new Map(measured.map(({ subject, value, count }) => [subject, [value, count]]));
    expect(by.get('model 1')).toEqual([2.5, 2]);
    expect(by.get('aclmdlExecuteAsync')).toEqual([0.05, 10]);
    expect(adjusted.find(({ constant }) => constant.startsWith('models'))?.after).toBe(2.5);
    expect(said).toContain('2 files were not read');
  });

  it('is read by its timeline where there are no tables', async () => {
    const only = { 'PROF_1/msprof_1.json': caseText('14-trace-cli-refuses.json') };
    const { measured } = await calibrated(['PROF_1'], folderWith(only));
    expect(measured.map(({ subject }) => subject)).toContain('aclmdlExecuteAsync');
  });

  it('without a measurement is refused', async () => {
    const run = await aclPerf(['calibrate', '.'], { cwd: folderWith({ 'a.txt': 'x' }) });
    expect(run.status).toBe(2);
    expect(run.stderr).toContain('no measurement among its 1 files');
  });
});

describe('bytes as they come', () => {
  it.each(['utf16le', 'bom'])('%s', async (how) => {
    const text = Buffer.from(
      `${how === 'bom' ? '\ufeff' : ''}${caseText('22-npu-smi-watch.txt')}`,
      'utf16le',
    );
    const { measured } = await calibrated(['w.txt'], folderWith({ 'w.txt': text }));
    expect(measured[0]).toMatchObject({ subject: 'aicore', value: 97.5 });
  });

  it.each([
    ['a cell of 50 MB', `Op Name,Task Duration(us)\n${'x'.repeat(50_000_000)},1\n`],
    ['100,000 columns', `${'a,'.repeat(100_000)}\n1,2\n`],
    ['a database that is cut', 'SQLite format 3\0'],
  ])('%s is refused at once, in one line', async (_, text) => {
    const run = await aclPerf(['calibrate', 'a.csv'], { cwd: folderWith({ 'a.csv': text }) });
    expect(run.status).toBe(2);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('times in the program’s own log', () => {
  const LOG = 'infer cost 10 ms\ninfer cost 12 ms\nbye\n';
  const OF_MODEL = 'model resnet50_bs8=infer cost {ms} ms';

  it('are read by --log-time, and by the configuration', async () => {
    const config = { logTimes: [{ line: 'infer cost {ms} ms', of: 'model resnet50', batch: 8 }] };
    const cwd = folderWith({
      'app.log': LOG,
      'with/app.log': LOG,
      'with/.acl-perf.json': JSON.stringify(config),
    });
    const given = await calibrated(['app.log', '--log-time', OF_MODEL], cwd);
    const configured = await calibrated(['app.log'], `${cwd}/with`);
    for (const { adjusted, said } of [given, configured]) {
      expect(adjusted).toMatchObject([{ constant: 'models.resnet50.8.milliseconds', after: 11 }]);
      expect(said).toContain('1 of 3 lines fit no pattern');
    }
  });

  it.each([
    ['frame', 'expected OF=LINE'],
    ['frame=cost (\\d+)', 'needs one of {ms}'],
    ['net x=cost {ms}', 'expected frame, stage NAME or model NAME'],
    ['model x=rate {fps}', 'a rate is of a frame'],
  ])('a wrong --log-time %s is one clear line', async (option, said) => {
    const run = await aclPerf(['calibrate', 'x.log', '--log-time', option]);
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^acl-perf: --log-time [^\n]*\n$/);
    expect(run.stderr).toContain(said);
  });
});

it('a folder with a part for each of two devices tells them apart', async () => {
  const table = (us: number): string =>
    `Op Name,Task Type,Task Start Time(us),Task Duration(us)\na,AI_CORE,0,${us}\n`;
  const cwd = folderWith({
    'PROF_1/device_0/summary/op_summary_0_1.csv': table(10),
    'PROF_1/device_1/summary/op_summary_1_1.csv': table(30),
  });
  const { measured } = await calibrated(['PROF_1'], cwd);
  expect(measured).toMatchObject([
    { subject: 'AI_CORE', part: 'device 0', value: 0.01 },
    { subject: 'AI_CORE', part: 'device 1', value: 0.03 },
    { subject: 'AI_CORE', value: 0.02 },
  ]);
});
