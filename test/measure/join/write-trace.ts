/** Writes what a simulated run did as a profiler would have recorded it: with noise, losses, and calls of no step. */
import type { ResolvedPipeline } from '../../../src/pipeline/resolved.ts';
import { namesOfCall, type ResolvedCall } from '../../../src/pipeline/step-calls.ts';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { CallRecorder, type SimulatedRun } from '../../../src/sim/record/call-recorder.ts';
import { Random } from '../../../src/sim/engine/random.ts';
import { simulateResolved } from '../../../src/sim/simulate.ts';

export interface Faults {
  seed: number;
  /** Share of calls that the record lacks. */
  drops: number;
  /** Share of calls after which it has one that the source has not. */
  extras: number;
  /** Share of calls that stand before the one of their thread that they came after: clocks of cores differ a little. */
  swaps?: number;
  /** Share by which times vary. */
  noise: number;
}

export interface WrittenTrace {
  text: string;
  /** The step of each call that was written, by thread and start as written. */
  truth: Map<string, ResolvedCall | undefined>;
}

const EXTRAS = ['aclrtGetRunMode', 'aclmdlGetDatasetBuffer', 'aclrtMemcpy', 'aclGetDataBufferAddr'];
/** When the machine was started, us: as large as real ones are. */
const ORIGIN_US = 1_700_000_000_000_000;

/** Steady passes that make a record; a program that ends has none of its own, and is recorded from its start. */
const LEAST_CALLS = 500;

export function recordedRun(
  pipeline: ResolvedPipeline,
  profile: DeviceProfile = loadProfile(),
  budgetEvents = 30_000,
): SimulatedRun {
  const recorder = new CallRecorder();
  simulateResolved(pipeline, profile, { budgetEvents }, recorder);
  const { steady, before } = recorder.recorded();
  return before && steady.calls.length < LEAST_CALLS ? before : steady;
}

export function writeTrace({ calls, tasks }: SimulatedRun, faults: Faults): WrittenTrace {
  const random = new Random(faults.seed);
  const truth: WrittenTrace['truth'] = new Map();
  const events: object[] = [];
  const threads = [...new Set(calls.map(({ thread }) => thread))];
  const clock = new Map<string, number>();
  const put = (
    thread: string,
    name: string,
    startMs: number,
    ms: number,
    step?: ResolvedCall,
    connection?: number,
  ) => {
    // No two calls of a thread overlap, and none takes no time.
    const startUs = Math.max(startMs * 1000, clock.get(thread) ?? 0);
    const durationUs = Math.max(0.5, ms * 1000);
    clock.set(thread, startUs + durationUs + 0.5);
    const tid = 100 + threads.indexOf(thread);
    const ts = (ORIGIN_US + startUs).toFixed(3);
    truth.set(`7 ${tid} ${ts}`, step);
    const args = {
      'Thread Id': tid,
      level: 'acl',
      ...(connection !== undefined && { connection_id: connection }),
    };
    events.push({ name: `AscendCL@${name}`, pid: 7, tid, ts, dur: durationUs.toFixed(3), args });
  };
  reordered(calls, random, faults.swaps ?? 0).forEach(
    ({ call: { thread, step, startMs, endMs }, atMs, i }) => {
      const name = nameOf(step);
      const ms = (Number.isNaN(endMs) ? 0 : endMs - startMs) * random.spread(1, faults.noise);
      if (random.uniform() >= faults.drops) put(thread, name, atMs, ms, step, i);
      if (random.uniform() < faults.extras) {
        const extra = EXTRAS[Math.floor(random.uniform() * EXTRAS.length)] ?? '';
        put(thread, extra, atMs + ms, 0.001);
      }
    },
  );
  for (const { call, resource, stream, startMs, endMs } of tasks) {
    const ts = (ORIGIN_US + startMs * 1000).toFixed(3);
    const dur = ((endMs - startMs) * 1000 * random.spread(1, faults.noise)).toFixed(3);
    const args = { 'Task Type': resource, connection_id: call };
    events.push({ name: resource, pid: 9, tid: stream, ts, dur, args });
  }
  return { text: JSON.stringify(shuffled(events, random)), truth };
}

const nameOf = (step: ResolvedCall): string => namesOfCall(step)[0] ?? 'aclrtSynchronizeStream';

interface Written {
  call: SimulatedRun['calls'][number];
  /** Its place among the calls, by which tasks name it. */
  i: number;
  /** Where it begins in the record. */
  atMs: number;
}

/** By where they begin in the record. Two calls alike stay as they are: nobody could tell. */
function reordered(calls: SimulatedRun['calls'], random: Random, share: number): Written[] {
  const all = calls.map((call, i): Written => ({ call, i, atMs: call.startMs }));
  const before = new Map<string, Written>();
  for (const one of all) {
    const last = before.get(one.call.thread);
    const isSwapped = random.uniform() < share && last && nameOf(last.call.step) !== nameOf(one.call.step);
    if (isSwapped) [last.atMs, one.atMs] = [one.atMs, last.atMs];
    // None is moved twice.
    if (isSwapped) before.delete(one.call.thread);
    else before.set(one.call.thread, one);
  }
  return all.sort((a, b) => a.atMs - b.atMs);
}

/** A profiler writes thread by thread, or as it comes: the order means nothing. */
function shuffled<T>(items: T[], random: Random): T[] {
  const keyed = items.map((item) => ({ item, key: random.uniform() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
