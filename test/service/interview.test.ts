/** The questions of a program: each thing once, with every place, in the order of what it does to the rate. */
import { describe, expect, it } from 'vitest';
import type { Parameter, Pipeline, Unknown } from '../../src/pipeline/pipeline.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { questionsOf } from '../../src/service/interview.ts';
import { effectsOf, simulate, withDoubts } from '../../src/sim/index.ts';

const at = (line: number) => ({ file: 'main.cpp', line, column: 1, endLine: line, endColumn: 2 });
const guess = (name: string, value: number, kind: Parameter['origin']['kind'] = 'default'): object => ({
  ...{ name, value, unit: 'ms', range: [0, 1e6] },
  origin: { kind },
});
const asks = (parameter: string, line: number): Unknown => ({
  ...{ code: 'host-cost', detail: parameter, settle: '', parameter },
  range: at(line),
});
const host = (name: string) => ({ kind: 'host', what: name, milliseconds: name });
const infer = { kind: 'submit', engine: 'aicore', mode: 'sync', work: { milliseconds: 2 } };

/** A loop over work of these times, which are guesses; those of 0 are never reached. */
function looped(times: Record<string, number>, unknowns: Unknown[] = []): Pipeline {
  const names = Object.keys(times);
  return parsePipeline({
    threads: [{ id: 't', program: [{ kind: 'repeat', body: [...names.map(host), infer] }] }],
    parameters: Object.entries(times).map(([name, value]) => guess(name, value)),
    unknowns,
  });
}

function asked(pipeline: Pipeline, settings: Record<string, number> = {}) {
  const profile = loadProfile();
  const prediction = withDoubts(pipeline, profile, simulate(pipeline, profile, { settings }), { settings });
  const effects = effectsOf(pipeline, profile, { prediction, times: {} }, { settings });
  return questionsOf({
    ...{ pipeline, others: [], effects, qps: prediction.qps },
    set: new Set(Object.keys(settings)),
  });
}
const names = (questions: ReturnType<typeof asked>) => questions.map(({ unknown }) => unknown.parameter);

describe('the questions', () => {
  it('ask for one parameter once, with all its places', () => {
    const [question, ...others] = asked(
      looped({ read: 3 }, [asks('read', 4), asks('read', 9), asks('read', 9)]),
    );
    expect(question?.places).toEqual([at(4), at(9)]);
    expect(others).toEqual([]);
  });

  it('ask for a guess of which no unknown speaks', () => {
    expect(names(asked(looped({ width: 3, height: 2 }, [asks('width', 4)])))).toEqual(['width', 'height']);
  });

  it('stand in the order of what they do to the rate, however many there are', () => {
    const times = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, 0.2 + i]));
    const questions = asked(looped(times));
    expect(names(questions).slice(0, 3)).toEqual(['t19', 't18', 't17']);
    expect(questions.every(({ effect }) => effect !== undefined)).toBe(true);
    expect(questions[0]?.effect?.[0]?.qps).toBeLessThan(simulate(looped(times), loadProfile()).qps);
  });

  it('put what changes nothing behind what does, and what is settled last', () => {
    const pipeline = looped({ settled: 30, idle: 0.0001, read: 3 });
    const questions = asked(pipeline, { settled: 30 });
    expect(names(questions)).toEqual(['read', 'idle', 'settled']);
    expect(questions.map(({ isSettled }) => isSettled)).toEqual([false, false, true]);
    expect(questions[1]?.effect).toEqual([]);
  });

  it('have a number of the source that a setting stands in for among what is settled', () => {
    const pipeline = { ...looped({ read: 3 }) };
    const threads: Parameter = {
      ...{ name: 'THREADS', value: 2, unit: 'count', range: [1, 8], kind: 'constant' },
      origin: { kind: 'define', range: at(2) },
    };
    const more = { ...pipeline, parameters: [...pipeline.parameters, threads] };
    expect(names(asked(more))).toEqual(['read']);
    expect(names(asked(more, { THREADS: 3 }))).toEqual(['read', 'THREADS']);
  });

  it('in the same words without a parameter are one, in other words several', () => {
    const unknown = (detail: string, line: number): Unknown => ({
      ...{ code: 'stream-origin', detail, settle: '' },
      range: at(line),
    });
    const pipeline = looped({}, [unknown('stream', 3), unknown('stream', 7), unknown('other', 8)]);
    expect(asked(pipeline).map(({ places }) => places.length)).toEqual([2, 1]);
  });
});
