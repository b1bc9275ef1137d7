/** Steps and programs in short, on the device of round numbers. Times in ms. */
import { parsePipeline } from '../../../src/pipeline/schema.ts';
import { resolve } from '../../../src/pipeline/resolve.ts';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import type { Prediction } from '../../../src/sim/prediction.ts';
import { Model } from '../../../src/sim/model.ts';
import { simulate, type SimulateOptions } from '../../../src/sim/simulate.ts';
import { plainDevice } from './devices.ts';

export type Step = Record<string, unknown>;

export const submit = (engine: string, extra: Step = {}): Step => ({
  kind: 'submit',
  engine,
  stream: 's',
  ...extra,
});
/** A task of the AI Core. */
export const infer = (milliseconds: number, extra: Step = {}): Step =>
  submit('aicore', { work: { milliseconds }, ...extra });
export const wait: Step = { kind: 'wait', target: 's' };
export const waitFor = (what: string, target?: string): Step => ({
  kind: 'wait',
  for: what,
  ...(target === undefined ? {} : { target }),
});
export const host = (milliseconds: number, extra: Step = {}): Step => ({
  kind: 'host',
  milliseconds,
  ...extra,
});
export const sleep = (milliseconds: number): Step => host(milliseconds, { busy: false });
export const put = (queue = 'q', extra: Step = {}): Step => ({ kind: 'enqueue', queue, ...extra });
export const take = (queue = 'q', extra: Step = {}): Step => ({ kind: 'dequeue', queue, ...extra });
export const repeat = (times: number, ...body: Step[]): Step => ({ kind: 'repeat', times, body });
export const forever = (...body: Step[]): Step => ({ kind: 'repeat', body });
export const lock = (...body: Step[]): Step => ({ kind: 'lock', mutex: 'm', body });
export const callback = (thread: string, extra: Step = {}): Step => ({
  kind: 'callback',
  thread,
  stream: 's',
  ...extra,
});

export const thread = (id: string, ...program: Step[]) => ({ id, program });

interface Thread {
  id: string;
  program: Step[];
  [more: string]: unknown;
}

/** Streams s and u of each thread, `all` of the program; event e; a queue q of 2, an unbounded one p. */
const DECLARED = {
  streams: [{ id: 's' }, { id: 'u' }, { id: 'all', scope: 'program' }],
  events: [{ id: 'e', scope: 'program' }],
  queues: [{ id: 'q', capacity: 2 }, { id: 'p' }],
};

export const pipelineOf = (threads: Thread[], extra: object = {}) =>
  parsePipeline({ ...DECLARED, threads, ...extra });

export function run(
  threads: Thread[],
  extra: object = {},
  profile: DeviceProfile = plainDevice,
  options: SimulateOptions = {},
): Prediction {
  return simulate(pipelineOf(threads, extra), profile, { timeline: true, ...options });
}

/** Simulated ms from the start to the end of threads that end. */
export const duration = (...args: Parameters<typeof run>): number => run(...args).run.simulatedMs;

/** When the boxes of a lane start: of a thread its host steps, of an engine its tasks. */
export function starts(prediction: Prediction, lane: string): number[] {
  return (prediction.timeline ?? []).filter((box) => box.lane === lane).map(({ startMs }) => startMs);
}

/** A model before its first event, to look at its parts. */
export const modelOf = (threads: Thread[], extra: object = {}, profile: DeviceProfile = plainDevice): Model =>
  new Model(resolve(pipelineOf(threads, extra)), profile, 1, undefined);
