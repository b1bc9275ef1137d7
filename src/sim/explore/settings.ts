/** The settings that a sweep varies: parameters of the pipeline, and the two numbers that every pipeline has. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { settableNames } from '../../pipeline/settable.ts';

/** One thing that varies: a parameter's name, or another of `settableNames`. */
export interface Axis {
  name: string;
  values: number[];
}

export type Configuration = Record<string, number>;

/** Largest grid that is worth spelling out; beyond it only a search makes sense. */
const MOST_CONFIGURATIONS = 1_000_000;

/** @throws PipelineError where an axis names nothing of the pipeline, is there twice, or has no value. */
export function checkAxes(pipeline: Pipeline, axes: readonly Axis[]): void {
  const known = new Set(settableNames(pipeline));
  const seen = new Set<string>();
  for (const { name, values } of axes) {
    if (!known.has(name)) throw new PipelineError('cannot-vary', { name, names: [...known] });
    if (seen.has(name)) throw new PipelineError('varies-twice', { name });
    if (values.length === 0) throw new PipelineError('no-values', { name });
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new PipelineError('cannot-be', { name, value: bad });
    seen.add(name);
  }
}

/** Configurations of the grid: the product of the numbers of values. */
export function gridSize(axes: readonly Axis[]): number {
  return axes.reduce((product, axis) => product * axis.values.length, 1);
}

/** All configurations of the grid, the last axis varying first. @throws PipelineError beyond a million. */
export function grid(axes: readonly Axis[]): Configuration[] {
  const size = gridSize(axes);
  if (size > MOST_CONFIGURATIONS)
    throw new PipelineError('grid-too-large', { size, most: MOST_CONFIGURATIONS });
  return axes.reduce<Configuration[]>(
    (all, { name, values }) =>
      all.flatMap((configuration) => values.map((value) => ({ ...configuration, [name]: value }))),
    [{}],
  );
}
