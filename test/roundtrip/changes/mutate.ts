/** One change of a shape, of the kinds that people make: more threads, a deeper queue, another batch, a stage less. */
import { settled, type Shape, type Stage } from '../draw.ts';
import type { Random } from '../random.ts';

type Change = (shape: Shape, random: Random) => Shape;

const other = <T>(values: readonly T[], now: T, random: Random): T =>
  random.pick(values.filter((value) => value !== now));

const shorter: Partial<Record<Stage, Stage>> = { download: 'download', resize: 'resize', decode: 'decode' };

/** The last stage goes, or the one after the usual last comes. */
function otherStages({ stages }: Shape): Stage[] {
  const last = stages.at(-1);
  if (last !== undefined && stages.length > 2 && shorter[last]) return stages.slice(0, -1);
  return last === 'infer' ? [...stages, 'download'] : stages;
}

const CHANGES: Record<string, Change> = {
  replicas: (shape, random) => ({ ...shape, replicas: other([1, 2, 4, 8], shape.replicas, random) }),
  depth: (shape, random) => ({ ...shape, depth: other([1, 4, 16, 64], shape.depth, random) }),
  batch: (shape, random) => ({ ...shape, batch: other([4, 8, 16], shape.batch, random) }),
  synchronous: (shape) => ({ ...shape, synchronous: !shape.synchronous }),
  consumers: (shape, random) => ({ ...shape, consumers: other([1, 2, 4], shape.consumers, random) }),
  stages: (shape) => ({ ...shape, stages: otherStages(shape) }),
};

export const changeNames = Object.keys(CHANGES);

/** Undefined where this change makes no difference to the shape. */
export function mutated(shape: Shape, change: string, random: Random): Shape | undefined {
  const before = settled(shape);
  const after = settled(CHANGES[change]?.(shape, random) ?? shape);
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : after;
}
