/** Gains that are true: paired doubts, never a loss as an advice, together no worse than the best alone. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/analyzer/finding.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { fullMessage } from '../../src/service/finding-text.ts';
import { gainText, isGain } from '../../src/service/gain-text.ts';
import { findGain, gainOf, priceTogether, withGain, type Rate } from '../../src/service/price.ts';
import { parametersInUse } from '../../src/service/parameters.ts';

const rate = (qps: number, more: Partial<Rate> = {}): Rate => ({
  qps,
  noise: 0.01 * qps,
  doubts: {},
  latencyMs: 3,
  memoryBytes: 0,
  boundBy: 'aicore',
  boundUtilization: 0.5,
  ...more,
});

const range = { file: 'main.cpp', line: 1, column: 1, endLine: 1, endColumn: 2 };
const empty = parsePipeline({ name: 'today', threads: [{ id: 't', program: [] }] });
/** A fix whose name is put behind the pipeline's. */
const fix = (name: string): Finding => ({
  rule: 'sync-model-execute-in-loop',
  messageId: 'syncExecute',
  data: {},
  severity: 'warning',
  range,
  related: [],
  fixes: [],
  counterfactual: (from) => ({ ...from, name: `${from.name}+${name}` }),
});

describe('the doubt of a gain', () => {
  it('is paired: what before and after both hang on cancels, however little is known of it', () => {
    const doubts = { aicore: 3 };
    const gain = gainOf(rate(100, { doubts }), rate(121, { doubts }));
    expect(gain.plusMinus).toBeLessThan(3);
    expect(gainText(gain, 'en')).toBe('predicted 100 → 121 QPS (+21 %, ±2.30 QPS)');
  });

  it('has what only one of them hangs on', () => {
    const gain = gainOf(rate(100, { doubts: { host: 0.7 } }), rate(150, { doubts: { vpc: 0.1 } }));
    expect(gain.plusMinus).toBeGreaterThan(0.7 * 150);
    // It is uncertain how large it is, not that there is one.
    expect(gainText(gain, 'en')).toBe('predicted 100 → 150 QPS (+50 %, ±106 QPS)');
  });

  it('is bounded by how the rates go together where a figure is open by an order of magnitude', () => {
    const gain = gainOf(rate(314, { doubts: { aicore: 25 } }), rate(332, { doubts: { aicore: 13 } }));
    expect(gain.plusMinus).toBeGreaterThan(100);
    expect(gain.plusMinus).toBeLessThan(332);
  });

  it('beyond the simulation’s own error makes no gain none', () => {
    expect(isGain(gainOf(rate(100), rate(101)))).toBe(false);
    expect(isGain(gainOf(rate(100), rate(103)))).toBe(true);
  });
});

describe('what a gain costs', () => {
  it('stands beside it, in latency and memory', () => {
    const after = rate(200, { latencyMs: 48, memoryBytes: 20 * 2 ** 20 });
    const gain = gainOf(rate(100), after);
    expect(gainText(gain, 'en')).toMatch(/, latency 3 ms → 48 ms, memory \+20 MiB\)$/);
    expect(gainText(gain, 'zh')).toMatch(/，时延 3 ms → 48 ms，内存 \+20 MiB）$/);
    expect(gainText(gainOf(rate(100), rate(200)), 'en')).not.toMatch(/latency|memory/);
  });
});

describe('fixes that lower the rate', () => {
  it('are no gain, and no advice to follow', () => {
    const text = gainText(gainOf(rate(100), rate(86)), 'en');
    expect(text).toBe(
      'no gain now: alone it would lower the rate, 100 → 86.0 QPS; other changes must come first',
    );
  });

  it('stay out of what is done together', async () => {
    const rates: Record<string, number> = {
      today: 100,
      'today+a': 150,
      'today+b': 120,
      'today+c': 110,
      'today+a+b+c': 130,
      'today+a+b': 140,
      'today+a+c': 160,
    };
    const estimate = ({ name }: Pipeline) =>
      Promise.resolve(Object.hasOwn(rates, name) ? rate(rates[name] ?? 0) : undefined);
    const priced = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => withGain(fix(name), await findGain(fix(name), empty, estimate))),
    );
    const together = await priceTogether(priced, empty, estimate);
    expect(together?.gain.qpsAfter).toBe(160);
    expect(together?.findings).toHaveLength(2);
    rates['today+a+b+c'] = 170;
    expect((await priceTogether(priced, empty, estimate))?.gain.qpsAfter).toBe(170);
    // Where none goes with the best, that one stays alone: nothing is done together.
    rates['today+a+b+c'] = rates['today+a+c'] = 130;
    expect(await priceTogether(priced, empty, estimate)).toBeUndefined();
  });
});

describe('parameters that are tried', () => {
  const roles = (threads: object[], origin: object) => {
    const parameters = [{ name: 'N', value: 4, range: [1, 64], origin }];
    const pipeline = parsePipeline({ parameters, queues: [{ id: 'q', capacity: 2 }], threads });
    return parametersInUse(pipeline, {}).map(({ role }) => role);
  };
  const infer = { kind: 'submit', engine: 'aicore', mode: 'async', work: { milliseconds: 1 } };
  const loop = (...body: object[]) => [{ kind: 'repeat', body }];

  it('are no numbers of cameras: more of them are more work', () => {
    const camera = loop({ kind: 'host', milliseconds: 33, busy: false }, { kind: 'enqueue', queue: 'q' });
    const worker = loop({ kind: 'dequeue', queue: 'q' }, infer, { kind: 'wait', for: 'device' });
    const threads = (of: 'camera' | 'worker') => [
      { id: 'camera', program: camera, ...(of === 'camera' && { replicas: 'N' }) },
      { id: 'worker', program: worker, ...(of === 'worker' && { replicas: 'N' }) },
    ];
    expect(roles(threads('camera'), { kind: 'define' })).toEqual([undefined]);
    expect(roles(threads('worker'), { kind: 'define' })).toEqual(['threads']);
  });

  it('are no guesses of how much there is to do', () => {
    const wait = { kind: 'wait', for: 'device' };
    const once = [{ id: 't', program: [{ kind: 'repeat', times: 'N', body: [infer] }, wait] }];
    expect(roles(once, { kind: 'default' })).toEqual([undefined]);
    expect(roles(once, { kind: 'user' })).toEqual(['depth']);
    const inside = loop({ kind: 'repeat', times: 'N', body: [infer] }, wait);
    expect(roles([{ id: 't', program: inside }], { kind: 'default' })).toEqual(['depth']);
  });

  it('are no parts of a frame, of which fewer compute less', () => {
    const wait = { kind: 'wait', for: 'device' };
    const sync = { ...infer, mode: 'sync' };
    const passes = (...body: object[]) => ({ kind: 'repeat', times: 'N', body });
    const of = (...body: object[]) => roles([{ id: 't', program: loop(...body) }], { kind: 'define' });
    const copies = { ...infer, engine: 'h2d' };
    expect(of(infer, passes(sync), wait)).toEqual([undefined]);
    expect(of(infer, passes(infer), wait)).toEqual([undefined]);
    expect(of(passes(sync))).toEqual([undefined]);
    expect(of(passes(infer, wait))).toEqual([undefined]);
    expect(of(passes(copies), infer, wait)).toEqual([undefined]);
    expect(of({ kind: 'dequeue', queue: 'q' }, passes(infer), wait)).toEqual([undefined]);
    expect(of(passes(copies), passes(infer), wait)).toEqual(['depth']);
    expect(of(passes({ kind: 'dequeue', queue: 'q' }, infer), wait)).toEqual(['depth']);
  });

  it('are no lengths of the job, which fewer frames only end sooner', () => {
    const wait = { kind: 'wait', for: 'device' };
    const job = (...body: object[]) => [{ id: 't', program: [{ kind: 'repeat', times: 'N', body }] }];
    for (const body of [[infer], [infer, wait], [{ kind: 'dequeue', queue: 'q' }, infer]])
      expect(roles(job(...body), { kind: 'constant' })).toEqual([undefined]);
    const waited = [{ id: 't', program: [{ kind: 'repeat', times: 'N', body: [infer, wait] }, wait] }];
    expect(roles(waited, { kind: 'constant' })).toEqual([undefined]);
    const joined = [
      { ...job(infer)[0], program: [...(job(infer)[0]?.program ?? []), { kind: 'wait', for: 'thread' }] },
    ];
    expect(roles(joined, { kind: 'constant' })).toEqual([undefined]);
  });
});

describe('what a gain makes of a finding', () => {
  const info = { ...fix('a'), severity: 'info' as const };
  const [large, small, none] = [
    gainOf(rate(100), rate(160)),
    gainOf(rate(100), rate(105)),
    gainOf(rate(100), rate(100)),
  ];

  it('stands before its message', () => {
    expect(fullMessage(withGain(info, large), 'en')).toMatch(/^\+60 % · \S.*Predicted 100 → 160 QPS/);
    expect(fullMessage(withGain(info, large), 'zh')).toMatch(/^\+60 % · /);
    expect(fullMessage(withGain(info, none), 'en')).not.toContain('·');
  });

  it('decides its severity: large and certain a warning, none a hint, an error an error', () => {
    expect(withGain(info, large).severity).toBe('warning');
    expect(withGain(info, small).severity).toBe('info');
    expect(withGain(info, none).severity).toBe('hint');
    expect(withGain({ ...info, severity: 'error' }, large).severity).toBe('error');
  });

  it('leaves a severity of the settings as it is', () => {
    expect(withGain({ ...info, severityIsSet: true }, large).severity).toBe('info');
  });
});
