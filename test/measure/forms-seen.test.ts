/** Forms of known reports that were misread or refused: other line ends, other tools, slices in two events. */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../src/measure/calibrate.ts';
import { measurementText } from '../../src/measure/errors.ts';
import { importMeasurements, readMeasurementFile } from '../../src/measure/import.ts';
import { OwnLog } from '../../src/measure/own/own-log.ts';
import { MeasurementReader } from '../../src/measure/import.ts';
import { summarize } from '../../src/measure/summary.ts';
import type { Measurement } from '../../src/measure/measurement.ts';
import { loadProfile } from '../../src/profile/load.ts';

const figures = (file: string, text: string): string[] =>
  importMeasurements(file, text).measurements.map(figure);

function figure({ subject, part, values, sinceStart }: Measurement): string {
  const [first = NaN] = Object.values(values);
  const value = values['meanMs'] ?? first;
  const shown = [subject, part, Number(value.toPrecision(6)), sinceStart && 'since start'];
  return shown.filter((each) => each !== undefined).join(' ');
}

const TABLE =
  'Device_id,Op Name,OP Type,Task Type,Task Duration(us)\n0,a,Conv,AI_CORE,10\n0,b,Conv,AI_CORE,30\n';

describe('lines that end by CR alone', () => {
  it('are lines of a table, in whatever pieces they come', () => {
    const text = TABLE.replaceAll('\n', '\r');
    const whole = figures('op_summary.csv', TABLE);
    expect(whole.length).toBeGreaterThan(0);
    expect(figures('op_summary.csv', text)).toEqual(whole);
    const reader = new MeasurementReader('op_summary.csv');
    for (const sign of text) reader.push(sign);
    const read = reader.end();
    expect(read.kind === 'quantities' && read.imported.measurements.map(figure)).toEqual(whole);
  });

  it('tell a table by its heading too, and CR LF stays one end', () => {
    const whole = figures('op_summary.csv', TABLE);
    expect(figures('op_summary.txt', TABLE.replaceAll('\n', '\r'))).toEqual(whole);
    expect(figures('op_summary.csv', TABLE.replaceAll('\n', '\r\n'))).toEqual(whole);
  });
});

describe('slices of a trace in two events', () => {
  const call = (ph: string, ts: number, tid: number, more: object = {}) => ({ ph, ts, pid: 1, tid, ...more });
  const named = (name: string) => ({ name, args: { level: 'acl' } });
  const read = (events: object[]) => importMeasurements('msprof_1.json', JSON.stringify(events));

  it('are whole ones, nested and by thread', () => {
    const events = [
      call('B', 0, 1, named('aclmdlExecute')),
      call('B', 5, 2, named('aclrtMemcpy')),
      call('B', 100, 1, named('aclrtLaunchKernel')),
      call('E', 300, 1),
      call('E', 2005, 2),
      call('E', 1000, 1),
      call('E', 1001, 1),
    ];
    const means = read(events).measurements.map(({ subject, values }) => [subject, values['meanMs']]);
    expect(Object.fromEntries(means)).toEqual({ aclmdlExecute: 1, aclrtMemcpy: 2, aclrtLaunchKernel: 0.2 });
  });

  it('that do not end are counted', () => {
    const { problems } = read([
      call('B', 0, 1, named('aclmdlExecute')),
      call('E', 10, 1),
      call('B', 20, 1, named('aclmdlExecute')),
    ]);
    expect(problems[0]?.what).toMatchObject({ id: 'no-duration', data: { count: 1 } });
  });
});

describe('vmstat and pidstat', () => {
  it('vmstat tells how busy the host is; the first row is of all the time before', () => {
    const text = `procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----
 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st
 1  0      0 812345  12345 234567    0    0     5    10  100  200  5  2 93  0  0
 4  0      0 812345  12345 234567    0    0     0     0  900 2000 60 15 25  0  0
 r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st
 4  0      0 812345  12345 234567    0    0     0     0  900 2000 60 10 30  0  0
`;
    expect(figures('vmstat.txt', text)).toEqual(['host 0.07 since start', 'host 0.75', 'host 0.7']);
  });

  it('pidstat tells of each process, with -t of its threads, and its means are no samples', () => {
    const text = `Linux 5.10 (host) 	12/02/26 	_aarch64_	(8 CPU)

10:00:01 AM   UID      TGID       TID    %usr %system  %guest   %wait    %CPU   CPU  Command
10:00:02 AM  1000      4711         -  150.00   30.00    0.00    0.00  180.00     3  app main
10:00:02 AM  1000         -      4712   90.00    5.00    0.00    0.00   95.00     3  |__decode

Average:      UID      TGID       TID    %usr %system  %guest   %wait    %CPU   CPU  Command
Average:     1000      4711         -  150.00   30.00    0.00    0.00  180.00     -  app main
`;
    expect(figures('pidstat.txt', text)).toEqual(['process app main 4711 1.8', 'thread decode 0.95']);
    const plain = `10:00:01      UID       PID    %usr %system  %guest   %wait    %CPU   CPU  Command
10:00:02     1000      4711   50.00    3.00    0.00    0.00   53.00     3  app
`;
    expect(figures('pidstat.txt', plain)).toEqual(['process app 4711 0.53']);
  });
});

it('npu-smi writes a Chinese colon where its language is', () => {
  const text = 'NPU ID：0\nChip Count：1\nAicore Usage Rate(%)：45\nHBM Usage Rate(%) ：12\n';
  expect(figures('npu.txt', text)).toEqual(['aicore NPU 0 0.45', 'memory NPU 0 0.12']);
});

it('a counter that was stopped within its last period leaves that out', () => {
  const rateOf = (...rates: number[]) => {
    const text = rates.map((rate) => `watch_frame_out loop_count = 9 QPS = ${rate}\n`).join('');
    const [summary] = summarize(importMeasurements('run.log', text).measurements);
    return [summary?.mean, summary?.samples];
  };
  expect(rateOf(0, 150, 190, 190, 190, 60)).toEqual([190, 3]);
  expect(rateOf(190, 188, 191, 187)).toEqual([189, 4]);
});

it('a time of many things is shared by them where the pattern counts them', () => {
  const times = [{ line: 'decode: {count} items in {s} s', of: 'stage decode' }];
  const own = new OwnLog(times);
  const read = readMeasurementFile('app.log', 'decode: 1000 items in 3.2 s\ndecode: 0 items in 1 s\n', {
    own,
  });
  expect(read.kind === 'quantities' && read.imported.measurements.map(figure)).toEqual(['decode 3.2']);
  expect(read.kind === 'quantities' && read.imported.problems[0]?.what).toMatchObject({
    id: 'pattern-unreadable',
  });
});

it('a figure that no device has is none of the profile', () => {
  const text = 'h2d bandwidth: 99999999999999999999 GB/s\n';
  const { measurements } = importMeasurements('dmi.txt', text);
  const base = loadProfile();
  const { profile, notUsed } = calibrate({ base, measurements, runs: [], settings: {} });
  expect(profile).toEqual(base);
  expect(notUsed.map((each) => measurementText(each, 'en'))).toEqual([
    expect.stringContaining('no device has such a figure'),
  ]);
});
