/** A Pipeline written by hand, with the lines of its own file as the source of what has no other. */
import type { Pipeline, Step } from '../pipeline/pipeline.ts';
import type { JsonPath, JsonPlaces } from './json-places.ts';

const DECLARED = ['streams', 'events', 'queues', 'models', 'buffers', 'threads'] as const;
const BODIES = ['body', 'then', 'otherwise'] as const;

type Placed = { source?: Pipeline['source'] };

/** So that errors, and the way of a frame, can name a line. What says where it comes from keeps that. */
export function withPlaces(pipeline: Pipeline, places: JsonPlaces): Pipeline {
  const place = <T extends object>(value: T & Placed, path: JsonPath): T => {
    const range = value.source ?? places.rangeOf(path);
    return range ? { ...value, source: range } : value;
  };
  const placeSteps = (steps: readonly Step[], path: JsonPath): Step[] =>
    steps.map((step, i) => place(withBodies(step, [...path, i]), [...path, i]));
  const withBodies = (step: Step, path: JsonPath): Step => {
    const placed: Record<string, Step[]> = {};
    for (const key of BODIES) {
      const steps = (step as unknown as Partial<Record<string, Step[]>>)[key];
      if (steps) placed[key] = placeSteps(steps, [...path, key]);
    }
    return { ...step, ...placed } as Step;
  };
  const declared = Object.fromEntries(
    DECLARED.map((key) => [key, pipeline[key].map((value, i) => place(value, [key, i]))]),
  ) as Pick<Pipeline, (typeof DECLARED)[number]>;
  const threads = declared.threads.map((thread, i) => ({
    ...thread,
    program: placeSteps(thread.program, ['threads', i, 'program']),
  }));
  return { ...pipeline, ...declared, threads };
}
