/** The changes that counterfactuals are made of, on small Pipelines. */
import { describe, expect, it } from 'vitest';
import { makeAsync, makeAsyncUntil } from '../../src/analyzer/rules/counterfactual/asynchronous.ts';
import { mergeCopies } from '../../src/analyzer/rules/counterfactual/copies.ts';
import { hoist, hoistAllocation, isTimed } from '../../src/analyzer/rules/counterfactual/hoist.ts';
import {
  changeSubmit,
  combine,
  removeStep,
  type Change,
} from '../../src/analyzer/rules/counterfactual/steps.ts';
import { streamAt } from '../../src/analyzer/rules/counterfactual/streams.ts';
import {
  moveWait,
  waitAfterLoop,
  waitLessOften,
  waitWithinLoop,
} from '../../src/analyzer/rules/counterfactual/waits.ts';
import { emptyPipeline } from '../../src/pipeline/empty.ts';
import type { Pipeline, RepeatStep, Step, SubmitStep } from '../../src/pipeline/pipeline.ts';
import type { SourceRange } from '../../src/pipeline/source.ts';
import { outline } from './support/report.ts';

const at = (line: number, column = 1, file = 'a.cpp'): SourceRange => ({
  file,
  line,
  column,
  endLine: line,
  endColumn: column + 4,
});
const submit = (line: number, more: Partial<SubmitStep> = {}): SubmitStep => ({
  kind: 'submit',
  call: `f${String(line)}`,
  engine: 'aicore',
  mode: 'sync',
  work: {},
  source: at(line),
  ...more,
});
const loop = (line: number, times: RepeatStep['times'], body: Step[], frameLoop = true): RepeatStep => ({
  kind: 'repeat',
  times,
  body,
  source: at(line),
  ...(frameLoop ? { frameLoop } : {}),
});
const branch = (line: number, then: Step[], otherwise: Step[]): Step => ({
  kind: 'branch',
  share: 0.5,
  then,
  otherwise,
  source: at(line),
});
const lock = (line: number, body: Step[]): Step => ({ kind: 'lock', mutex: 'm', body, source: at(line) });
const wait = (line: number): Step => ({ kind: 'wait', for: 'stream', target: { id: 's' }, source: at(line) });
const free = (line: number, pool: 'device' | 'pinned'): Step => ({
  kind: 'free',
  call: 'free',
  pool,
  bytes: 8,
  source: at(line),
});

function pipeline(...programs: Step[][]): Pipeline {
  const threads = programs.map((program, i) => ({
    id: `t${String(i)}`,
    kind: 'main' as const,
    entry: 'main',
    replicas: 1,
    program,
  }));
  return { ...emptyPipeline('test'), streams: [{ id: 's', scope: 'program' }], threads };
}

/** What is left after a change: the steps' kinds and places, with those inside in brackets. */
function shape(changed: Pipeline): string {
  return changed.threads.map(({ program }) => program.map(stepShape).join(' ')).join(' | ');
}

function stepShape(step: Step): string {
  const name = `${step.kind}${step.source ? String(step.source.line) : ''}`;
  const inside = (steps: Step[]): string => `[${steps.map(stepShape).join(' ')}]`;
  if (step.kind === 'repeat') return `${name}x${String(step.times)}${inside(step.body)}`;
  if (step.kind === 'lock') return `${name}${inside(step.body)}`;
  return step.kind === 'branch' ? `${name}${inside(step.then)}${inside(step.otherwise)}` : name;
}

const after = (change: Change, ...programs: Step[][]): string => shape(change(pipeline(...programs)));

describe('a step', () => {
  const program = [submit(1), lock(2, [submit(3), branch(4, [submit(5)], [submit(6), submit(3)])])];

  it('is taken out wherever it stands', () => {
    expect(after(removeStep(at(3)), program)).toBe('submit1 lock2[branch4[submit5][submit6]]');
    expect(after(removeStep(at(5)), program)).toBe('submit1 lock2[submit3 branch4[][submit6 submit3]]');
    expect(after(removeStep(at(2)), program, [submit(2)])).toBe('submit1 | ');
  });

  it('is known by file, line and column', () => {
    const all = after((p) => p, program);
    expect(after(removeStep(at(1, 2)), program)).toBe(all);
    expect(after(removeStep(at(1, 1, 'b.cpp')), program)).toBe(all);
    expect(after(removeStep(at(7)), program)).toBe(all);
    expect(after(removeStep(at(1)), [{ kind: 'wait', for: 'device' }])).toBe('wait');
  });

  it('is changed where it is a submission', () => {
    const asynchronous = changeSubmit(at(1), (step) => ({ ...step, mode: 'async' }));
    const changed = asynchronous(pipeline([submit(1), submit(2), wait(1)]));
    expect(outline(changed).filter((line) => line.includes('async'))).toHaveLength(1);
  });

  it('tells its stream', () => {
    const streamed = submit(1, { stream: { id: 's' } });
    expect(streamAt(pipeline([loop(9, 2, [streamed])]), at(1))).toEqual({ id: 's' });
    expect(streamAt(pipeline([wait(2)]), at(2))).toEqual({ id: 's' });
    expect(streamAt(pipeline([{ kind: 'wait', for: 'device', source: at(2) }]), at(2))).toBeUndefined();
    expect(streamAt(pipeline([submit(1)], [streamed]), at(3))).toBeUndefined();
  });

  it('takes time where the host spends some there', () => {
    const host: Step = { kind: 'host', what: 'f', milliseconds: 1, busy: true, source: at(1) };
    expect(isTimed(pipeline([loop(2, 3, [host])]), at(1))).toBe(true);
    expect(isTimed(pipeline([submit(1)], [host]), at(2))).toBe(false);
    expect(isTimed(pipeline([submit(1)]), at(1))).toBe(false);
  });
});

it('changes are made in order', () => {
  expect(after(combine(removeStep(at(1)), removeStep(at(2))), [submit(1), submit(2), submit(3)])).toBe(
    'submit3',
  );
});

it('a submission that becomes asynchronous takes no stream of another thread', () => {
  const streamed = submit(5, { mode: 'async', stream: { id: 's' } });
  const streamAfter = (...programs: Step[][]) => streamAt(makeAsync(at(1))(pipeline(...programs)), at(1))?.id;
  expect(streamAfter([loop(9, 10, [submit(1)])])).toBe('s');
  expect(streamAfter([loop(9, 10, [submit(1), streamed])])).toBe('s');
  expect(streamAfter([loop(9, 10, [submit(1)])], [loop(8, 10, [streamed])])).not.toBe('s');
  expect(streamAfter([loop(9, 10, [submit(1)])], [wait(3)])).not.toBe('s');
});

it('a wait that becomes rarer leaves a short loop its passes', () => {
  expect(after(waitLessOften(at(3)), [loop(9, 6, [submit(1), wait(3)])])).toBe(
    'repeat9x1[repeatx6[submit1] wait3]',
  );
});

describe('a wait where the work is first met', () => {
  const copies = [loop(9, 10, [submit(1), submit(2), wait(3)])];

  it('comes before it and behind the loop, for the submission that is made asynchronous', () => {
    expect(after(makeAsyncUntil(at(2), at(1)), copies)).toBe('repeat9x10[wait submit1 submit2 wait3] wait');
    expect(after(makeAsyncUntil(at(2), at(7)), copies)).toBe('repeat9x10[submit1 submit2 wait3] wait');
  });

  it('goes there from where it was; becomes rarer where nothing meets it', () => {
    expect(after(moveWait(at(3), at(1)), copies)).toBe('repeat9x10[wait submit1 submit2] wait');
    expect(after(moveWait(at(3), at(7)), copies)).toBe(after(waitLessOften(at(3)), copies));
    expect(after(moveWait(at(8), at(1)), copies)).toBe(after(waitLessOften(at(8)), copies));
  });
});

describe('a wait behind the loop', () => {
  const change = waitAfterLoop(at(1), { id: 's' });

  it('comes once, behind the innermost frame loop', () => {
    expect(after(change, [loop(9, 10, [submit(1)])])).toBe('repeat9x10[submit1] wait');
    expect(after(change, [loop(8, 5, [loop(9, 10, [submit(1)])])])).toBe(
      'repeat8x5[repeat9x10[submit1] wait]',
    );
    expect(after(change, [loop(8, 5, [loop(9, 10, [submit(1)], false)])])).toBe(
      'repeat8x5[repeat9x10[submit1]] wait',
    );
    expect(after(change, [loop(8, 5, [lock(7, [loop(9, 10, [submit(1)])])])])).toBe(
      'repeat8x5[lock7[repeat9x10[submit1] wait]]',
    );
  });

  it('comes after 64 frames of an endless one', () => {
    expect(after(change, [loop(9, 'forever', [submit(1)])])).toBe('repeat9xforever[repeatx64[submit1] wait]');
  });

  it('comes nowhere else', () => {
    expect(after(change, [loop(9, 10, [submit(2)]), submit(1)])).toBe('repeat9x10[submit2] submit1');
    expect(after(change, [loop(8, 5, [loop(9, 10, [submit(2)]), submit(1)])])).toBe(
      'repeat8x5[repeat9x10[submit2] submit1] wait',
    );
  });
});

describe('an asynchronous submission', () => {
  it('goes to the stream of its thread', () => {
    const other = submit(2, { mode: 'async', stream: { id: 'other' } });
    const changed = makeAsync(at(1))(
      pipeline([submit(3, { stream: { id: 's' } })], [loop(9, 2, [submit(1), other])]),
    );
    expect(streamAt(changed, at(1))).toEqual({ id: 'other' });
    expect(changed.streams.map(({ id }) => id)).toEqual(['s', 'other']);
    expect(shape(changed)).toBe('submit3 | repeat9x2[submit1 submit2] wait');
  });

  it('goes to the program’s stream, else to a new one of each thread', () => {
    const one = pipeline([loop(9, 2, [submit(1)])]);
    expect(streamAt(makeAsync(at(1))(one), at(1))).toEqual({ id: 's' });
    expect(makeAsync(at(1))(one).streams).toHaveLength(1);
    const changed = makeAsync(at(1))({ ...one, streams: [] });
    expect(changed.streams).toEqual([{ id: 'stream added by the fix', scope: 'thread' }]);
    expect(streamAt(changed, at(1))).toEqual({ id: 'stream added by the fix' });
  });

  it('finds a stream inside locks and branches', () => {
    const deep = lock(5, [branch(6, [submit(7)], [submit(8, { stream: { id: 'deep' } })])]);
    expect(streamAt(makeAsync(at(1))(pipeline([loop(9, 2, [submit(1), deep])])), at(1))).toEqual({
      id: 'deep',
    });
  });

  it('copies page-locked memory', () => {
    const copy = submit(1, { work: { bytes: 8, pageable: true } });
    const [changed] = makeAsync(at(1))(pipeline([copy])).threads[0]?.program ?? [];
    expect(changed).toMatchObject({ mode: 'async', work: { bytes: 8 } });
    expect(changed).not.toHaveProperty('work.pageable');
  });
});

describe('what a synchronous call reads of asynchronous work', () => {
  const h2d = submit(1, { engine: 'h2d' });
  const model = submit(2);
  const d2h = submit(3, { engine: 'd2h' });
  const frames = (...body: Step[]): Step[] => [loop(9, 'forever', body)];

  it('comes behind the wait, with what the host does with it', () => {
    const host: Step = { kind: 'host', what: 'post', milliseconds: 1, busy: true, source: at(4) };
    expect(after(makeAsync(at(2)), frames(h2d, model, d2h, host))).toBe(
      'repeat9xforever[repeatx64[submit1 submit2] wait repeatx64[submit3 host4]]',
    );
    expect(after(makeAsync(at(2)), frames(h2d, lock(5, [model, d2h])))).toBe(
      'repeat9xforever[repeatx64[submit1 lock5[submit2]] wait repeatx64[lock5[submit3]]]',
    );
    expect(after(makeAsync(at(2)), [loop(9, 640, [model, d2h])])).toBe(
      'repeat9x10[repeatx64[submit2] wait repeatx64[submit3]]',
    );
  });

  it('is a model after the copy that brings its input', () => {
    expect(after(makeAsync(at(1)), frames(h2d, model, d2h))).toBe(
      'repeat9xforever[repeatx64[submit1] wait repeatx64[submit2 submit3]]',
    );
  });

  it('is no copy that only brings input, and nothing behind a wait of the pass', () => {
    expect(after(makeAsync(at(2)), frames(model, h2d))).toBe(
      'repeat9xforever[repeatx64[submit2 submit1] wait]',
    );
    expect(after(makeAsync(at(2)), frames(model, wait(5), d2h))).toBe(
      'repeat9xforever[repeatx64[submit2 wait5 submit3] wait]',
    );
  });

  it('is behind it too where a wait of the program becomes rarer', () => {
    const asynchronous = submit(2, { mode: 'async', stream: { id: 's' } });
    expect(after(waitLessOften(at(5)), frames(asynchronous, wait(5), d2h))).toBe(
      'repeat9xforever[repeatx64[submit2] wait5 repeatx64[submit3]]',
    );
  });

  it('goes back where a second change puts it on the stream', () => {
    expect(after(combine(makeAsync(at(2)), makeAsync(at(3))), frames(h2d, model, d2h))).toBe(
      'repeat9xforever[repeatx64[submit1 submit2 submit3] wait]',
    );
  });
});

describe('moving a step out of the loop', () => {
  const change = hoist(at(1));

  it('puts it before the outermost frame loop', () => {
    expect(after(change, [submit(5), loop(8, 5, [loop(9, 10, [submit(1), submit(2)])])])).toBe(
      'submit5 submit1 repeat8x5[repeat9x10[submit2]]',
    );
    expect(after(change, [loop(8, 5, [branch(6, [submit(1)], [lock(7, [submit(1)])])])])).toBe(
      'submit1 submit1 repeat8x5[branch6[][lock7[]]]',
    );
  });

  it('stays inside what is around that loop', () => {
    expect(after(change, [loop(7, 5, [loop(9, 10, [submit(1)])], false)])).toBe(
      'repeat7x5[submit1 repeat9x10[]]',
    );
    expect(after(change, [lock(7, [loop(9, 10, [submit(1)])])])).toBe('lock7[submit1 repeat9x10[]]');
    expect(after(change, [branch(7, [loop(9, 2, [submit(1)])], [loop(10, 2, [submit(1)])])])).toBe(
      'branch7[submit1 repeat9x2[]][submit1 repeat10x2[]]',
    );
  });

  it('leaves what is in no frame loop', () => {
    expect(after(change, [submit(1), loop(9, 2, [submit(2)])])).toBe('submit1 repeat9x2[submit2]');
  });
});

describe('an allocation', () => {
  const allocate: Step = { kind: 'allocate', call: 'malloc', pool: 'device', bytes: 8, source: at(1) };

  it('takes one free of its pool along', () => {
    const body = [allocate, free(2, 'pinned'), free(3, 'device'), free(4, 'device')];
    expect(after(hoistAllocation(at(1)), [loop(9, 2, body)])).toBe('allocate1 repeat9x2[free2 free4]');
  });

  it('goes alone where nothing frees it', () => {
    expect(after(hoistAllocation(at(1)), [loop(9, 2, [allocate, free(2, 'pinned')])])).toBe(
      'allocate1 repeat9x2[free2]',
    );
  });
});

describe('copies of rows', () => {
  const copy = submit(1, { work: { bytes: 60 } });

  it('become one copy of all bytes', () => {
    const changed = mergeCopies(at(1))(pipeline([loop(9, 64, [submit(2), copy], false)]));
    expect(shape(changed)).toBe('repeat9x64[submit2] submit1');
    expect(changed.threads[0]?.program[1]).toMatchObject({ work: { bytes: 3840 } });
  });

  it('stay one copy a frame in a counted frame loop', () => {
    const inner = loop(9, 64, [copy], false);
    const changed = mergeCopies(at(1))(pipeline([loop(8, 500, [inner, submit(2)], true)]));
    expect(shape(changed)).toBe('repeat8x500[submit1 submit2]');
    expect(changed.threads[0]?.program[0]).toMatchObject({ body: [{ work: { bytes: 3840 } }, {}] });
  });

  it('stay where the loop never ends, holds none, or says no size', () => {
    expect(after(mergeCopies(at(1)), [loop(9, 'forever', [copy])])).toBe('repeat9xforever[submit1]');
    expect(after(mergeCopies(at(1)), [loop(9, 64, [submit(2)])])).toBe('repeat9x64[submit2]');
    expect(after(mergeCopies(at(1)), [loop(9, 64, [wait(1)])])).toBe('repeat9x64[wait1]');
    const sizeless = mergeCopies(at(1))(pipeline([loop(9, 64, [submit(1)], false)]));
    expect(sizeless.threads[0]?.program[0]).toMatchObject({ work: {} });
  });
});

describe('waiting less often', () => {
  it('gathers passes before the wait', () => {
    const change = waitLessOften(at(2), 10);
    expect(after(change, [loop(9, 25, [submit(1), wait(2)])])).toBe('repeat9x3[repeatx10[submit1] wait2]');
    expect(after(change, [loop(9, 5, [wait(2), wait(2)])])).toBe('repeat9x1[repeatx5[] wait2]');
    expect(after(change, [loop(9, 'forever', [lock(3, [wait(2)])])])).toBe(
      'repeat9xforever[repeatx10[lock3[]] wait2]',
    );
    expect(after(waitLessOften(at(2)), [loop(9, 'n', [wait(2)])])).toBe(
      'repeat9xmax(1, ceil(n / 64))[repeatx64[] wait2]',
    );
    expect(after(change, [loop(9, 25, [submit(1)])])).toBe('repeat9x25[submit1]');
  });

  it('waits now and then for the stream of the loop, else for the device', () => {
    const change = waitWithinLoop(at(1), at(9));
    const waits = (step: SubmitStep): Step | undefined => {
      const [outer] = change(pipeline([loop(9, 256, [step])])).threads[0]?.program ?? [];
      return outer?.kind === 'repeat' ? outer.body[1] : undefined;
    };
    expect(after(change, [loop(9, 256, [submit(1)])])).toBe('repeat9x4[repeatx64[submit1] wait]');
    expect(waits(submit(1))).toEqual({ kind: 'wait', for: 'device' });
    expect(waits(submit(1, { stream: { id: 's' } }))).toEqual({
      kind: 'wait',
      for: 'stream',
      target: { id: 's' },
    });
    expect(after(change, [loop(8, 256, [submit(1)]), loop(9, 256, [submit(2)]), lock(9, [submit(1)])])).toBe(
      'repeat8x256[submit1] repeat9x256[submit2] lock9[submit1]',
    );
  });
});
