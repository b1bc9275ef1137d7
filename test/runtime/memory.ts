/** Memory that a program holds for good: as read, and as it ran. */
import type { BufferDeclaration, MemoryPool, Pipeline, Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { valuesOf, type ValueOf } from './quantities.ts';
import type { RecordedCall } from './record.ts';

const POOLS: MemoryPool[] = ['device', 'dvpp', 'pinned'];

/** Of pools whose memory comes and goes with each frame nothing is said here: those are steps. */
export function memoryDifferences(pipeline: Pipeline, calls: readonly RecordedCall[]): string[] {
  const steps = pipeline.threads.flatMap(({ program }) => [...walk<Step>(program)]);
  const inSteps = new Set(steps.flatMap((step) => (step.kind === 'allocate' ? [step.pool] : [])));
  const valueOf = valuesOf(pipeline);
  return POOLS.filter((pool) => !inSteps.has(pool)).flatMap((pool) => {
    const read = readBytes(pipeline, pool, valueOf);
    const ran = mostBytes(calls.filter((call) => call.pool === pool));
    return read === undefined || read === ran ? [] : [`${read} bytes of ${pool} memory are read, ${ran} ran`];
  });
}

/** Undefined where run time decides any of it. */
function readBytes(pipeline: Pipeline, pool: MemoryPool, valueOf: ValueOf): number | undefined {
  const owners = pipeline.threads
    .filter(({ program }) => [...walk<Step>(program)].some(({ kind }) => kind === 'submit'))
    .map(({ replicas }) => valueOf(replicas));
  const bytesOf = ({ bytes, count = 1, scope }: BufferDeclaration): number | undefined =>
    product([valueOf(bytes), valueOf(count), scope === 'program' ? 1 : sum(owners)]);
  return sum(pipeline.buffers.filter((buffer) => buffer.pool === pool).map(bytesOf));
}

function sum(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
}

function product(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((all, one) => (all === undefined || one === undefined ? undefined : all * one), 1);
}

/** The most bytes that were held at once. */
function mostBytes(calls: readonly RecordedCall[]): number {
  const held = new Map<number | undefined, number>();
  let now = 0;
  let most = 0;
  for (const { buffer, bytes = 0 } of calls) {
    const before = held.get(buffer);
    if (before === undefined) held.set(buffer, bytes);
    else held.delete(buffer);
    now += before === undefined ? bytes : -before;
    most = Math.max(most, now);
  }
  return most;
}
