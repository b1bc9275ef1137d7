/** Which loop the rate is of, and that a guess of its passes decides nothing. */
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/profile/load.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate } from '../../src/sim/index.ts';

const guess = { name: 'N', value: 1, origin: { kind: 'default' } };
const infer = { kind: 'submit', engine: 'aicore', mode: 'sync', work: { milliseconds: 2 } };
const put = { kind: 'enqueue', queue: 'q' };
const take = { kind: 'dequeue', queue: 'q' };
const repeat = (times: number | string, ...body: object[]) => ({ kind: 'repeat', times, body });
const thread = (id: string, ...program: object[]) => ({ id, program });

const pipelineOf = (...threads: object[]) =>
  parsePipeline({ parameters: [guess], queues: [{ id: 'q', capacity: 2 }], threads });

/** Passes of the outermost loops, thread by thread. */
const passes = (pipeline: ReturnType<typeof pipelineOf>, set = {}) =>
  resolve(pipeline, set).threads.map(({ program }) =>
    program.flatMap((step) => (step.kind === 'repeat' ? [step.times] : [])),
  );

describe('a steady loop whose passes nobody told', () => {
  it('runs without end, and the warm-up before it does not', () => {
    expect(passes(pipelineOf(thread('t', repeat(10, infer), repeat('N', infer))))).toEqual([[10, Infinity]]);
  });

  it('runs as often as the user sets', () => {
    expect(passes(pipelineOf(thread('t', repeat('N', infer))), { N: 7 })).toEqual([[7]]);
  });

  it('is not the loop over the inputs of one frame, nor one inside another', () => {
    const copy = { kind: 'submit', engine: 'h2d', work: { bytes: 9 } };
    expect(passes(pipelineOf(thread('t', repeat('N', copy), infer)))).toEqual([[1]]);
    expect(passes(pipelineOf(thread('t', repeat(3, repeat('N', infer)))))).toEqual([[3]]);
  });

  it('takes the threads along that feed it', () => {
    const pipeline = pipelineOf(thread('in', repeat('N', put)), thread('t', repeat('N', take, infer)));
    expect(passes(pipeline)).toEqual([[Infinity], [Infinity]]);
  });

  it('stays as it is beside a thread that ends by itself', () => {
    const pipeline = pipelineOf(thread('in', repeat(5, put)), thread('t', repeat('N', take, infer)));
    expect(passes(pipeline)).toEqual([[5], [1]]);
  });

  it('decides no rate', () => {
    const warm = [repeat(10, infer), repeat('N', infer)];
    const { qps } = simulate(pipelineOf(thread('t', ...warm)), loadProfile());
    expect(qps).toBeGreaterThan(400);
    expect(qps).toBeLessThan(500);
  });
});
