/** What the simulator has to say, in both languages. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { bottleneckText, explanation } from '../../src/service/explanation.ts';
import { fill } from '../../src/pipeline/words.ts';
import { boundsPhrase, rateText, ratesText, resourceLabel } from '../../src/service/labels.ts';
import { noteText } from '../../src/service/note-text.ts';
import { told, toldPlan } from '../../src/service/told.ts';
import { verdictText } from '../../src/service/plan-text.ts';
import type { Note } from '../../src/sim/note.ts';
import type { Plan } from '../../src/sim/bounds/plan.ts';
import { plan } from '../../src/sim/bounds/plan.ts';
import type { Prediction } from '../../src/sim/prediction.ts';

const source = { file: 'main.cpp', line: 50, column: 1, endLine: 50, endColumn: 9 };
const prediction = {
  qps: 200,
  bottleneck: { resource: 'jpegd', utilization: 0.99 },
  idle: { jpegd: { upstream: 0.01 }, aicore: { sync: 0.1, upstream: 0.33, none: 0.02 } },
  criticalPath: [
    { what: 'aclrtMemcpyAsync', resource: 'link', milliseconds: 1, share: 0.1 },
    { what: 'acldvppJpegDecodeAsync', resource: 'jpegd', milliseconds: 9, share: 0.9, source },
  ],
  memory: { peakBytes: 1, limitBytes: 2, fits: true, parts: {} },
} as Partial<Prediction> as Prediction;

describe('the explanation', () => {
  it('says what binds, what the others wait for and where time goes', () => {
    expect(explanation(prediction, 'en')).toEqual([
      'JPEGD is busy 99 % of the time',
      'AI Core waits 33 % for the steps before it, 10 % for a thread that waits in a synchronize',
      'of the 10.00 ms that the steps of a frame take together, waits for their engine included, 90 % are in acldvppJpegDecodeAsync on JPEGD (main.cpp:50)',
    ]);
    expect(explanation(prediction, 'zh')).toEqual([
      'JPEGD 99 % 的时间在忙',
      'AI Core 在等待：前面的步骤 33 %，线程同步 10 %',
      '一帧各步骤（含等待引擎）合计 10.00 ms，其中 90 % 在 JPEGD 上的 acldvppJpegDecodeAsync（main.cpp:50）',
    ]);
  });

  it('leaves out what there is not', () => {
    expect(explanation({ ...prediction, idle: {}, criticalPath: [] }, 'en')).toHaveLength(1);
  });

  it('says where nothing is full, where a thread of the host binds, and where nothing is asked', () => {
    const of = (resource: string, utilization: number) => bottleneckText({ resource, utilization }, 'en');
    expect(of('vpc', 0.4)).toMatch(/^no resource is full: VPC is busy 40 % of the time/);
    expect(of('host RT_SEND', 0.9)).toBe('host thread RT_SEND is busy 90 % of the time');
    expect(of('none', 0)).toBe('no work is submitted');
    expect(of('pauses of main', 0.98)).toBe(
      'thread main sets the pace: it sleeps for 98 % of the time, and no resource is full',
    );
    expect(bottleneckText({ resource: 'host RT_SEND', utilization: 0.9 }, 'zh')).toBe(
      '主机线程 RT_SEND 90 % 的时间在忙',
    );
  });
});

describe('resources', () => {
  it.each([
    ['aicore', 'AI Core', 'AI Core'],
    ['host cores', 'host cores', '主机核'],
    ['host RT_SEND', 'host thread RT_SEND', '主机线程 RT_SEND'],
    ['lock m', 'lock m', '锁 m'],
    ['stream s[0]', 'stream s[0]', '流 s[0]'],
    ['stream s[1] of worker 2', 'stream s[1] of worker 2', 'worker 2 的流 s[1]'],
    ['stream synchronous calls of main', 'synchronous calls of main', 'main 的同步调用'],
    ['stream of synchronous calls of main', 'synchronous calls of main', 'main 的同步调用'],
    ['stream default stream[0] of main', 'the default stream', '默认流'],
    ['stream default[0]', 'the default stream', '默认流'],
    ['process 1 main', 'process 1 main', '进程 1 的 main'],
    ['something else', 'something else', 'something else'],
  ])('%s is named in both languages', (resource, en, zh) => {
    expect(resourceLabel(resource, 'en')).toBe(en);
    expect(resourceLabel(resource, 'zh')).toBe(zh);
  });
});

describe('figures and words in Chinese', () => {
  it('stand apart, Chinese characters do not, and what is empty leaves no gap', () => {
    const of = (text: string, data: Record<string, string | number>) => fill(text, data, 'zh');
    expect(of('{name}在{count}的时间', { name: 'YOLO', count: 3 })).toBe('YOLO 在 3 的时间');
    expect(of('{resource} 在等待', { resource: '内存带宽' })).toBe('内存带宽在等待');
    expect(of('{resource} 在等待', { resource: 'AI Core' })).toBe('AI Core 在等待');
    expect(of('{a}{b}，完', { a: '模型（x）', b: '' })).toBe('模型（x），完');
    expect(of('{what} 的{kind}', { what: '模型（首次）', kind: '时延' })).toBe('模型（首次）的时延');
    expect(of('“{name}”不是 {missing}', { name: 'n' })).toBe('“n”不是 {missing}');
    expect(fill('{a}{b} c', { a: '中', b: 1 }, 'en')).toBe('中1 c');
  });
});

describe('a plan', () => {
  const jpegd = { resource: 'jpegd', load: 0.75 };
  const bandwidth = { terms: [], bytesPerSecond: 0, share: 0 };
  const fitting: Plan = {
    wanted: 150,
    possible: 200,
    fits: true,
    sources: undefined,
    devicesNeeded: undefined,
    loads: [jpegd],
    bandwidth,
  };
  const verdict = (more: Partial<Plan>, of: Partial<Prediction> = {}, locale: 'en' | 'zh' = 'en') =>
    verdictText({ ...fitting, ...more }, { ...prediction, ...of }, locale);

  it('says that nothing is done where no step finishes a frame', () => {
    expect(verdict({ wanted: undefined }, { qps: 0 })).toBe('does nothing: no step finishes a frame');
    expect(verdict({ wanted: undefined }, { qps: 0 }, 'zh')).toBe('没有任何步骤完成一帧');
    expect(verdict({ wanted: undefined }, { qps: 1 })).toMatch(/^runs as fast as it can/);
  });

  it('says whether what arrives is done, and what is the fullest', () => {
    expect(verdict({}, { qps: 150 })).toBe(
      'fits: 150 frames/s arrive and 150 frames/s are done; JPEGD is the fullest at 75 %',
    );
    expect(verdict({ loads: [] }, { qps: 150 })).toMatch(/; nothing is used$/);
    expect(verdict({}, { qps: 150 }, 'zh')).toBe(
      '可以满足：到达 150 帧/秒，完成 150 帧/秒；JPEGD 负载最高，为 75 %',
    );
  });

  it('says what would have to do more than it can, else what binds', () => {
    const late = { fits: false, wanted: 250 };
    expect(verdict({ ...late, loads: [{ resource: 'jpegd', load: 1.25 }] })).toBe(
      'does not fit: only 200 frames/s of 250 frames/s are done; JPEGD would have to do 125 %',
    );
    expect(verdict(late)).toMatch(/are done; JPEGD is busy 99 % of the time$/);
  });

  it('says what does not fit in memory, and what runs as fast as it can', () => {
    const failure: Note = {
      id: 'device-full',
      data: { index: 1, count: 2, buffer: 'picture', bytes: 5e9, limitMiB: 100 },
    };
    const full = { peakBytes: 2, limitBytes: 1, fits: false, parts: {} };
    expect(verdict({ fits: false }, { memory: { ...full, failure } })).toMatch(
      /^does not fit: buffer 1 of 2 of picture \(/,
    );
    expect(verdict({ fits: false }, { memory: full })).toBe('does not fit: memory is too small');
    expect(verdict({ wanted: undefined })).toBe(
      'runs as fast as it can, at 200 frames/s: JPEGD is busy 99 % of the time',
    );
  });

  it("spells the seed's bandwidth rule", () => {
    const file = new URL('../../examples/pipelines/cameras-yolov3.json', import.meta.url);
    const found = plan(parsePipeline(JSON.parse(readFileSync(file, 'utf8'))), loadProfile('ascend310'));
    const [term] = toldPlan(found, found.prediction, 'en').bandwidth.terms;
    expect(term?.inWords).toBe('VDEC: 480 frames/s x 2073600 pixels x 3/2 = 1.49 GB/s');
  });
});

describe('notes', () => {
  const full = { index: 2, count: 10, buffer: 'b', bytes: 4_194_304, limitMiB: 100 };
  const catalogue = { model: 'ResNet50', batch: 22, from: '20, 24', sources: 'a, b' };
  it.each<[Note, string]>([
    [
      { id: 'device-full', data: { ...full, thread: 2 } },
      'buffer 2 of 10 of b of thread 2 (4194304 bytes) does not fit: the device has 100 MiB',
    ],
    [
      { id: 'dvpp-range-full', data: full },
      'buffer 2 of 10 of b (4194304 bytes) does not fit: the DVPP range of a process is 100 MiB',
    ],
    [
      {
        id: 'catalogue-time',
        data: { ...catalogue, basis: 'interpolated', exact: 1, confidence: 'derived' },
      },
      'the time of ResNet50, batch 22 interpolated from 20, 24, is derived from a, b',
    ],
    [
      { id: 'catalogue-time', data: { ...catalogue, basis: 'measured', exact: 0, confidence: 'assumed' } },
      'the time of ResNet50 (nearest name in the catalogue), batch 22, is assumed from a, b',
    ],
    [
      {
        id: 'catalogue-time',
        data: {
          ...catalogue,
          basis: 'extrapolated',
          otherDevice: 'ascend310p3',
          exact: 1,
          confidence: 'assumed',
        },
      },
      'the time of ResNet50, batch 22 by that at batch 20, 24 on ascend310p3 and the usual quotient of the two, is assumed from a, b',
    ],
    [
      { id: 'pageable-undefined', data: { call: 'f', version: '8.0' } },
      'f copies memory that is not page-locked, which is undefined in CANN 8.0: taken to run as if it were locked',
    ],
    [
      { id: 'pageable-unknown', data: { call: 'f', version: '' } },
      'f copies memory that is not page-locked: taken to wait for the copy, as from CANN 8.5 on (set the CANN version)',
    ],
    [
      { id: 'stuck-stream', data: { stream: 's', what: 'event', id: 'e' } },
      'stream s waits all the time for the event e, which nothing records: what it holds up takes no part in the rate',
    ],
    [
      { id: 'stuck-stream', data: { stream: 's', what: 'callback', id: 'c' } },
      'stream s waits all the time for a callback that c never takes in: what it holds up takes no part in the rate',
    ],
    [{ id: 'no-frames', data: {} }, 'no step finishes a frame: the rate is that of nothing'],
  ])('%#: fills its data in', (note, text) => {
    expect(noteText(note, 'en')).toBe(text);
    expect(noteText(note, 'zh')).toMatch(/[\u4e00-\u9fff]/);
    expect(noteText(note, 'zh')).not.toMatch(/[{}]/);
  });

  it('stand in a prediction as sentences', () => {
    const memory = { peakBytes: 2, limitBytes: 1, fits: false, parts: {} };
    const failure: Note = { id: 'device-full', data: full };
    const said = told(
      { ...prediction, memory: { ...memory, failure }, warnings: [{ id: 'no-frames', data: {} }] },
      'zh',
    );
    expect(said.memory.failure).toContain('放不下');
    expect(said.warnings).toEqual(['没有任何步骤完成一帧：吞吐量没有意义']);
    expect(said.bottleneck.inWords).toContain('JPEGD');
  });
});

describe('a rate with its range', () => {
  it('has the digits that the range leaves', () => {
    expect(ratesText({ qps: 351.2, qpsRange: [323.4, 380.1] })).toEqual({
      qps: '351',
      low: '323',
      high: '380',
    });
    expect(ratesText({ qps: 412.3, qpsRange: [81.7, 6069] })).toEqual({
      qps: '410',
      low: '80',
      high: '6100',
    });
  });

  it('is not rounded up above its bound', () => {
    const near = { qps: 95.66, qpsRange: [52.3, 145.2], bounds: { upper: 95.68 } } as const;
    expect(ratesText(near).qps).toBe('95');
    expect(ratesText({ ...near, bounds: { upper: 96.2 } }).qps).toBe('96');
    expect(ratesText({ qps: 1296, qpsRange: [700, 1900], bounds: { upper: 1296.4 } }).qps).toBe('1290');
  });

  it('of a bound that the range goes past says at which times it holds', () => {
    const of = (high: number) =>
      ({ qps: 90, qpsRange: [85, high], bounds: { lower: 80, upper: 95 } }) as const;
    expect(boundsPhrase(of(94), 'en')).toBe('80.0 … 95.0');
    expect(boundsPhrase(of(96), 'en', ' QPS')).toBe('80.0 … 95.0 QPS, at the times that are assumed');
    expect(boundsPhrase(of(96), 'zh')).toBe('80.0 … 95.0（按假定的耗时）');
  });

  it('of one in an hour is no 0', () => {
    expect([0.000278, 0.001, 0, 1e-200].map((qps) => rateText(qps))).toEqual([
      '0.00028',
      '0.0010',
      '0.00',
      '0.000000000000',
    ]);
  });

  it('keeps its digits where another mode of the program is far on one side', () => {
    expect(ratesText({ qps: 121.3, qpsRange: [104.2, 5210] })).toEqual({
      qps: '121',
      low: '104',
      high: '5200',
    });
    expect(ratesText({ qps: 121.3, qpsRange: [121.3, 5210] })).toMatchObject({ low: '121', high: '5200' });
  });
});
