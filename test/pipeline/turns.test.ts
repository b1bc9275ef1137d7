/** Loops whose passes take things in turn. */
import { describe, expect, test } from 'vitest';
import { emptyPipeline } from '../../src/pipeline/empty.ts';
import { frameCounters } from '../../src/pipeline/frames.ts';
import type { Pipeline, RepeatStep } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedRepeat } from '../../src/pipeline/resolved.ts';

const loop = (more: Partial<RepeatStep>): RepeatStep => ({
  kind: 'repeat',
  times: 'forever',
  turns: 2,
  body: [
    {
      kind: 'submit',
      call: 'aclmdlExecuteAsync',
      engine: 'aicore',
      mode: 'async',
      stream: { id: 's', turns: [{ id: 's' }, { id: 's', index: 1 }] },
      work: { model: 'a', models: ['a', 'b'] },
    },
    { kind: 'wait', for: 'stream', target: { id: 's', turns: [{ id: 's', index: 1 }, { id: 's' }] } },
  ],
  ...more,
});

const pipelineOf = (step: RepeatStep): Pipeline => ({
  ...emptyPipeline('turns'),
  streams: [{ id: 's', scope: 'program', count: 2 }],
  models: ['a', 'b'].map((id) => ({ id, batch: 1, scope: 'program' as const })),
  threads: [{ id: 'main', entry: 'main', replicas: 1, kind: 'main', program: [step] }],
});

function resolved(step: RepeatStep): ResolvedRepeat {
  const [first] = resolve(pipelineOf(step)).threads[0]?.program ?? [];
  if (first?.kind !== 'repeat') throw new Error('no loop');
  return first;
}

describe('a loop with turns', () => {
  test('makes its passes one after the other, each with its own', () => {
    const named = resolved(loop({})).body.map((turn) => JSON.stringify(turn));
    expect(named).toHaveLength(2);
    expect(named[0]).toMatch(/"index":0.*"model":"a".*"index":1/);
    expect(named[1]).toMatch(/"index":1.*"model":"b".*"index":0/);
    expect(named.join()).not.toMatch(/turns|models/);
  });

  test.each([
    ['forever', Infinity, 2],
    [1000, 500, 2],
    [5, 2, 2],
    [1, 1, 1],
    [0, 0, 0],
  ] as const)('of %s passes has %s rounds of %s', (times, rounds, passes) => {
    const { times: found, body } = resolved(loop({ times }));
    expect([found, body.length]).toEqual([rounds, passes]);
  });

  test('counts the frames of each turn', () => {
    expect(frameCounters(resolve(pipelineOf(loop({})))).size).toBe(2);
  });

  test('may hold another with turns of its own', () => {
    const outer = loop({ body: [loop({ times: 2 })] });
    expect(JSON.stringify(resolved(outer).body[1])).toMatch(/"model":"a".*"model":"b"/);
  });

  test('names only what is declared', () => {
    const { body } = loop({});
    const [, wait] = body;
    if (wait?.kind !== 'wait') throw new Error('no wait');
    const target = { id: 's', turns: [{ id: 's' }, { id: 'other' }] };
    expect(() => resolve(pipelineOf(loop({ body: [{ ...wait, target }] })))).toThrow(/other/);
  });
});
