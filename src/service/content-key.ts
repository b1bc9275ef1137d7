/** What of a Pipeline the simulator sees, as a key. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Prediction } from '../sim/prediction.ts';

/** What a pipeline's rate does not depend on: where it stands in the source, and words. */
const POSITIONS = new Set([
  'source',
  'createdAt',
  'calledFrom',
  'origin',
  'unknowns',
  'coverage',
  'description',
  'range',
]);

/** A Pipeline is not changed once it is made. */
const bodies = new WeakMap<Pipeline, string>();

function bodyOf(pipeline: Pipeline): string {
  const known = bodies.get(pipeline);
  if (known !== undefined) return known;
  // `range` of a parameter is only for the user; that of a position has a line in it. Neither changes a rate.
  const body = JSON.stringify(pipeline, (key, value: unknown) => (POSITIONS.has(key) ? undefined : value));
  bodies.set(pipeline, body);
  return body;
}

/**
 * The work of a simulation, the same on every machine: its events, and the characters of its Pipeline, one of which takes
 * about as long to set up as an event to simulate.
 */
export const simulatedWork = (pipeline: Pipeline, { run }: Prediction): number =>
  run.events + bodyOf(pipeline).length;

/** Equal for pipelines that differ in nothing that the simulator sees. */
export function contentKey(pipeline: Pipeline, settings: Readonly<Record<string, number>>): string {
  const inOrder = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return bodyOf(pipeline) + JSON.stringify(inOrder);
}
