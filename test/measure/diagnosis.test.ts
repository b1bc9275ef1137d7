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
  const evidence = {
    summaries: summarize(measurements),
    record: events.record(),
    lines: [],
    recordedRate: null,
  };
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

  it('are named from the table of operators itself', () => {
    const rows = [
      'conv,Conv2D,AI_CORE,0,20',
      'top,TopKV2,AI_CPU,50,900',
      'nms,NonMaxSuppression,AI_CPU,990,80',
    ];
    const table = ['Op Name,OP Type,Task Type,Task Start Time(us),Task Duration(us)', ...rows].join('\n');
    expect(said(ofFiles(['op_summary.csv', table]))).toMatch(
      /take 98 % .* most of it TopKV2, NonMaxSuppression: .* up to 50 times as fast/,
    );
  });
});

describe('kinds of operators', () => {
  const table = (...rows: string[]): string =>
    [
      'Op Name,OP State,Task Type,Task Start Time(us),Task Duration(us),Block Dim,mac_ratio,vec_ratio,icache_miss_rate',
      ...rows,
    ].join('\n');
  const of = (...rows: string[]) => ofFiles(['op_summary.csv', table(...rows)]);

  it('that are of dynamic shape, keep no unit busy or take one core are said with their share of the time', () => {
    const symptoms = of(
      'a,dynamic,AI_CORE,0,100,8,0.9,0.1,0.99',
      'b,static,AI_CORE,200,100,1,0.4,0.5,0.99',
      'c,static,AI_CORE,400,200,8,0.9,0.1,0.01',
    );
    expect(symptoms.map(({ what, share }) => [what.id, share])).toEqual([
      ['dynamic-shapes', 0.25],
      ['one-core', 0.25],
      ['no-full-unit', 0.125],
    ]);
    expect(said(symptoms)).toMatch(/leave 13 % of its time .* up to 1\.14 times as fast/);
  });

  it('are not said where a unit is full, where no operator takes several cores, or of the AI CPU', () => {
    expect(of('a,static,AI_CORE,0,100,1,0.9,0.1,0', 'b,static,AI_CORE,200,100,1,0.9,N/A,0')).toEqual([]);
    expect(ids(of('a,dynamic,AI_CPU,0,100,1,0,0,0'))).toEqual(['aicpu']);
  });

  it('that multiply matrices with rows of odd length are said; blocked formats and other operators are not', () => {
    const products = (operator: string, shapes: string) => {
      const rows = [
        `a,${operator},AI_CORE,0,50,"""${shapes}"""`,
        `b,MatMulV2,AI_CORE,90,50,"""64,512;512,256"""`,
      ];
      const head = 'Op Name,OP Type,Task Type,Task Start Time(us),Task Duration(us),Input Shapes';
      return ofFiles(['op_summary.csv', [head, ...rows].join('\n')]);
    };
    expect(products('MatMulV2', '64,500;500,256').map(({ what, share }) => [what.id, share])).toEqual([
      ['uneven-products', 0.5],
    ]);
    expect(ids(products('BatchMatMul', '8,64,512;8,512,1000'))).toEqual(['uneven-products']);
    for (const shapes of ['64,512;512,1024;1000', '32,4,16,16;63,32,16,16', '64,500', 'N/A', '64,x;512,3.5'])
      expect(products('MatMulV2', shapes)).toEqual([]);
    expect(products('Conv2D', '64,500;500,256')).toEqual([]);
  });

  it('gaps between those of a model are said with what is lost in them', () => {
    const rows = [0, 1000, 2000, 3000].flatMap((at) => [
      `1,a,AI_CORE,${at},300`,
      `1,b,AI_CORE,${at + 500},100`,
    ]);
    const text = ['Model ID,Op Name,Task Type,Task Start Time(us),Task Duration(us)', ...rows].join('\n');
    expect(said(ofFiles(['op_summary.csv', text]))).toMatch(
      /during 33 % of an execution of model 1 none .* up to 1\.5 times/,
    );
  });
});

describe('the clock of the AI Core', () => {
  const clock = (ts: number, MHz: number, pid = 2) => ({
    name: 'AI Core Freq',
    ph: 'C',
    pid,
    ts,
    args: { MHz },
  });
  const task = (ts: number, pid = 2) => ({
    ...{ name: 'op', pid, tid: 1, ts, dur: 400 },
    args: { 'Task Type': 'AI_CORE' },
  });
  const read = (...events: object[]): string => {
    const all = new RunEvents();
    readMeasurementFile('t.json', JSON.stringify(events), { events: all });
    return said(diagnose({ summaries: [], record: all.record(), lines: [], recordedRate: null }, []));
  };

  it('is said where it drops while operators run, and not where only an idle device has a low one', () => {
    expect(read(clock(0, 1000), task(0), task(500), clock(900, 500), task(1000), task(1500))).toContain(
      'worked at 750 MHz on average and at 1000 at most',
    );
    expect(read(clock(0, 500), clock(90, 1000), task(100), task(600), clock(1100, 500))).toBe('');
  });

  it('is that of each device', () => {
    const cold = [clock(0, 1000, 2), task(100, 2), clock(900, 1000, 2)];
    const hot = [clock(0, 1000, 3), clock(50, 600, 3), task(100, 3)];
    expect(read(...cold, ...hot)).toMatch(/^the AI Core worked at 600 MHz on average[^\n]*$/);
  });

  it('is read from a counter of a process of its own', () => {
    expect(read(clock(0, 1000, 7), clock(50, 800, 7), task(100, 2))).toContain('at 800 MHz');
  });
});

describe('what measuring costs', () => {
  it('is said where the program calls the profiler itself, and where the log has a higher rate than the record', () => {
    const calls = every(1000, 40, 'aclmdlExecute', 500);
    const own = every(1000, 40, 'aclprofGetStepTimestamp', 100).map(
      ([name, ts, us]): [string, number, number] => [name, ts + 600, us],
    );
    expect(said(recordOf([...calls, ...own], []))).toMatch(
      /calls the profiler 40 times, 4 ms in all, 10 % of/,
    );
    expect(said(recordOf(calls, []))).not.toContain('profiler');
    const logged = { kind: 'throughput' as const, subject: 'program', values: { framesPerSecond: 110 } };
    const at = (recordedRate: number | null): string => {
      const summaries = summarize([{ ...logged, source: { file: 'run.log', line: 1 } }]);
      return said(diagnose({ summaries, record: NO_RECORD, lines: [], recordedRate }, []));
    };
    expect(at(88)).toMatch(/88 frames\/s, the log 110: .* costs 20 %/);
    expect(at(108) + at(null)).toBe('');
  });
});

describe('operators that are compiled while the program runs', () => {
  it('are said, and not those of the start', () => {
    const compiled = (count: number) =>
      ofFiles(['api_statistic.csv', apis(['aclopCompileAndExecute', count, 12_000])]);
    expect(said(compiled(100))).toContain('100 operators were compiled while the program ran, 12 ms each');
    expect(compiled(3)).toEqual([]);
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
      { summaries: [], record: NO_RECORD, lines: [], recordedRate: null },
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
