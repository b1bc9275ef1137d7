/** What a recorded run suffers from: each said where it is so, and not where it is not. */
import { describe, expect, it } from 'vitest';
import { readFiles } from '../../src/measure/files.ts';
import { diagnose } from '../../src/measure/diagnosis/diagnose.ts';
import { diagnosisText } from '../../src/measure/diagnosis/texts.ts';
import type { Symptom } from '../../src/measure/diagnosis/symptom.ts';
import { readMeasurementFile } from '../../src/measure/import.ts';
import { NO_RECORD, RunEvents } from '../../src/measure/join/run-events.ts';
import { summarize } from '../../src/measure/summary.ts';

const ofFiles = (...files: [string, string][]): Symptom[] =>
  readFiles(files.map(([name, text]) => ({ name, text }))).diagnosis;

const ids = (symptoms: readonly Symptom[]): string[] => symptoms.map(({ what }) => what.id);
const said = (symptoms: readonly Symptom[]): string =>
  symptoms.map(({ what }) => diagnosisText(what, 'en')).join('\n');

const operators = (...rows: [type: string, us: number][]): string =>
  [
    'Op Name,Task Type,Task Start Time(us),Task Duration(us)',
    ...rows.map(([type, us], i) => `op${i},${type},${1000 * i},${us}`),
  ].join('\n');

const apis = (...rows: [name: string, count: number, us: number][]): string =>
  [
    'Level,API Name,Time(us),Count,Avg(us),Min(us),Max(us),Variance',
    ...rows.map(([name, count, us]) => `acl,${name},${count * us},${count},${us},${us},${us},0`),
  ].join('\n');

/** Calls of one thread and tasks of one device, each `[name or type, start, duration]` in us. */
function recordOf(calls: [string, number, number][], tasks: [string, number, number][]): Symptom[] {
  const events = new RunEvents();
  const slices = [
    ...calls.map(([name, ts, dur]) => ({ name, pid: 1, tid: 1, ts, dur, args: { level: 'acl' } })),
    ...tasks.map(([type, ts, dur]) => ({ name: type, pid: 2, tid: 1, ts, dur, args: { 'Task Type': type } })),
  ];
  const read = readMeasurementFile('t.json', JSON.stringify(slices), { events });
  const measurements = read.kind === 'quantities' ? read.imported.measurements : [];
  const evidence = { summaries: summarize(measurements), record: events.record(), lines: [] };
  return diagnose(evidence, measurements);
}

const every = (us: number, count: number, name: string, dur: number): [string, number, number][] =>
  Array.from({ length: count }, (_, i) => [name, us * i, dur]);

describe('operators on the AI CPU', () => {
  it('are said with their share, and with their names where a table has them', () => {
    const table = operators(['AI_CORE', 20], ['AI_CPU', 980]);
    expect(said(ofFiles(['op_summary.csv', table]))).toMatch(
      /AI CPU take 98 % of the operators’ time \(0\.98 ms\)/,
    );
    const nodes = 'Timestamp(us),Node,Total_time(us)\n1,Where,900\n2,Unique,80\n';
    const both = ofFiles(['op_summary.csv', table], ['aicpu.csv', nodes]);
    expect(said(both)).toMatch(/take 98 % .* most of it Where, Unique/);
    expect(ids(ofFiles(['op_summary.csv', operators(['AI_CORE', 990], ['AI_CPU', 10])]))).toEqual([]);
  });
});

describe('operators that are over before the next is sent', () => {
  it('are said where they are many', () => {
    const rows = (us: number, count: number) =>
      `OP Type,Core Type,Count,Total Time(us)\nAdd,AI_CORE,${count},${us * count}\n`;
    expect(said(ofFiles(['op_statistic.csv', rows(8, 5000)]))).toContain(
      '5000 operators take 8 us on average',
    );
    expect(ids(ofFiles(['op_statistic.csv', rows(8, 500)]))).toEqual([]);
    expect(ids(ofFiles(['op_statistic.csv', rows(80, 5000)]))).toEqual([]);
  });
});

describe('calls of the host', () => {
  it('a wait for each asynchronous execution is one, one for eight is none', () => {
    const each = apis(['aclmdlExecuteAsync', 100, 30], ['aclrtSynchronizeStream', 100, 2000]);
    expect(ids(ofFiles(['api_statistic.csv', each]))).toEqual(['waits-for-each']);
    const eighth = apis(['aclmdlExecuteAsync', 800, 30], ['aclrtSynchronizeStream', 100, 2000]);
    expect(ids(ofFiles(['api_statistic.csv', eighth]))).toEqual([]);
  });

  it('allocating for each execution is said, at the start is not', () => {
    const each = apis(['aclmdlExecute', 100, 3000], ['aclrtMalloc', 200, 400]);
    expect(said(ofFiles(['api_statistic.csv', each]))).toContain('2 times an execution, 0.4 ms each');
    const once = apis(['aclmdlExecute', 100, 3000], ['aclrtMalloc', 12, 400]);
    expect(ids(ofFiles(['api_statistic.csv', once]))).toEqual([]);
  });

  it('a slow first one is told apart from the others', () => {
    const calls = every(10_000, 20, 'aclmdlExecute', 3000).map(
      ([name, ts, dur], i): [string, number, number] => [
        name,
        ts + (i > 0 ? 90_000 : 0),
        i > 0 ? dur : 90_000,
      ],
    );
    expect(said(recordOf(calls, []))).toContain(
      'the first aclmdlExecute took 90 ms, the others 3 on average',
    );
    expect(ids(recordOf(every(10_000, 20, 'aclmdlExecute', 3000), []))).toEqual([]);
  });
});

describe('a device', () => {
  it('that has nothing to do is said with what it would gain', () => {
    const symptoms = recordOf([], every(1000, 101, 'AI_CORE', 500));
    expect(said(symptoms)).toMatch(/nothing to do for 50 % of the time; .* up to 1\.99 times the rate/);
    expect(ids(recordOf([], every(1000, 101, 'AI_CORE', 950)))).toEqual([]);
  });

  it('or a host that is full is said, the host first', () => {
    const log = 'mem_util = 34 ai_core_util = 97 ai_cpu_util = 5 ctrl_cpu_util = 2 mem_band_width = 20';
    const top = '%Cpu(s): 90.0 us,  7.0 sy,  0.0 ni,  3.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st';
    const symptoms = ofFiles(['npu.log', log], ['top.log', `top - 10:00:00 up 1 day\n${top}\n`]);
    expect(ids(symptoms)).toEqual(['full-host', 'full-device']);
    const idle = log.replace('97', '47');
    expect(ids(ofFiles(['npu.log', idle]))).toEqual([]);
  });
});

describe('batches that were measured', () => {
  const at = (batch: number, meanMs: number) => ({
    kind: 'latency' as const,
    subject: 'model net',
    values: { meanMs, batch },
    source: { file: 'a.log', line: 1 },
  });
  const verdict = (...times: [number, number][]) =>
    diagnose(
      { summaries: [], record: NO_RECORD, lines: [] },
      times.map(([batch, ms]) => at(batch, ms)),
    );

  it('name the smallest that is as good as the best', () => {
    const [gains] = verdict([1, 2], [8, 8], [16, 15.5]);
    expect(gains?.what).toMatchObject({ id: 'batch-gains', data: { batch: 8, ms: 1, firstMs: 2 } });
    const [enough] = verdict([4, 8], [8, 15.8]);
    expect(enough?.what).toMatchObject({ id: 'batch-enough', data: { batch: 4 } });
    expect(verdict([4, 8])).toEqual([]);
  });
});
