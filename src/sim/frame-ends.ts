/** Where frames end: behind the work that their thread does at them once they are counted. */
import type { FrameCounters } from '../pipeline/frames.ts';
import type { ResolvedReference, ResolvedStep, ResolvedSubmit } from '../pipeline/resolved.ts';
import { bodiesOf, walk } from '../pipeline/walk.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import { hostWaits } from './bounds/host-waits.ts';

export interface FrameEnds {
  /** Steps that count frames which end later. */
  open: ReadonlySet<ResolvedStep>;
  /** Steps that frames end with: a submission that nobody waits for when the device is done, all else for its thread. */
  last: ReadonlySet<ResolvedStep>;
}

type Test = (step: ResolvedStep) => boolean;

/** A list of steps, and the place in it of the one that is or holds the one looked at. */
interface Place {
  steps: readonly ResolvedStep[];
  at: number;
}

/**
 * Where the host waits for what counts a frame, by the stream or an event, the frame ends with the last work behind that
 * wait; where it does not, or only in a later pass, with the last work of the same stream. What begins or counts another frame is no part of it, nor is a sleep at the end.
 */
export function frameEnds(
  cycle: readonly ResolvedStep[],
  counters: FrameCounters,
  begins: Test,
  profile: DeviceProfile,
): FrameEnds {
  const open = new Set<ResolvedStep>();
  const last = new Set<ResolvedStep>();
  const isOther: Test = (step) => counters.has(step) || begins(step);
  for (const [counting, path] of pathsTo(cycle, counters)) {
    const end = behindWait(counting, path, isOther, profile) ?? lastOfStream(counting, path[0], isOther);
    if (end === undefined || end === counting) continue;
    open.add(counting);
    last.add(end);
    for (const wait of waitsNowAndThen(counting, path[0])) last.add(wait);
  }
  return { open, last };
}

/** Each counting step with the lists that hold it, the innermost first; of one that counts parts, those that hold all: there their loop may wait for each. */
function* pathsTo(
  steps: readonly ResolvedStep[],
  counters: FrameCounters,
  around: readonly Place[] = [],
  isInParts = false,
): Generator<[ResolvedStep, readonly Place[]]> {
  for (const [at, step] of steps.entries()) {
    const path = isInParts ? around : [{ steps, at }, ...around];
    if (counters.has(step)) yield [step, path];
    const isPart = isInParts || (step.kind === 'repeat' && step.part === true);
    for (const body of bodiesOf(step)) yield* pathsTo(body, counters, path, isPart);
  }
}

function behindWait(
  counting: ResolvedStep,
  path: readonly Place[],
  isOther: Test,
  profile: DeviceProfile,
): ResolvedStep | undefined {
  if (counting.kind !== 'submit') return lastWork(path[0], isOther);
  if (hostWaits(counting, profile)) return lastWork(path[0], isOther);
  for (const [level, { steps, at }] of path.entries()) {
    const learns = (step: ResolvedStep, i: number): boolean =>
      (i > at || (i === at && level === 0)) &&
      always(step, (one) => awaits(one, counting) || awaitsRecord(one, counting, steps.slice(at + 1, i)));
    const wait = steps.findIndex(learns);
    if (wait >= 0) return lastWork({ steps, at: wait }, isOther);
    // A later pass learns that it is there, and no wait further out.
    if (steps.some((step) => holds(step, (one) => awaitsRecord(one, counting, steps)))) return undefined;
    const next = steps.slice(0, at).findIndex((step) => always(step, (one) => awaits(one, counting)));
    if (next >= 0 && level < path.length - 1) return lastWork({ steps, at: next }, isOther);
  }
  return undefined;
}

/** A wait for an event that one of these steps records on the stream of what counts. */
function awaitsRecord(
  wait: ResolvedStep,
  { stream }: ResolvedSubmit,
  steps: readonly ResolvedStep[],
): boolean {
  if (wait.kind !== 'wait' || wait.for !== 'event') return false;
  const records: Test = (step) =>
    step.kind === 'record' && isSame(step.event, wait.target) && isSame(step.stream, stream);
  return steps.some((step) => holds(step, records));
}

const isSame = (a: ResolvedReference | undefined, b: ResolvedReference | undefined): boolean =>
  a?.id === b?.id && a?.index === b?.index;

/** `if (i % 16 == 0) synchronize(…)`, wherever in the pass: those counted so far are there. */
function waitsNowAndThen(counting: ResolvedStep, place: Place | undefined): ResolvedStep[] {
  if (counting.kind !== 'submit' || !place) return [];
  return place.steps.flatMap((step) => {
    if (step.kind !== 'branch' || !step.periodic) return [];
    return [step.then, step.otherwise].flatMap((side) => side.filter((one) => awaits(one, counting)));
  });
}

function awaits(step: ResolvedStep, { stream }: ResolvedSubmit): boolean {
  if (step.kind !== 'wait') return false;
  return step.for === 'device' || (isOfStream(step.for) && step.target?.id === stream?.id);
}

const isOfStream = (what: string): boolean => what === 'stream' || what === 'task';

/** True of a step, or of one in its loop or lock: a choice may leave it out. */
function always(step: ResolvedStep, test: Test): boolean {
  if (step.kind === 'lock' || (step.kind === 'repeat' && step.times > 0))
    return step.body.some((inner) => always(inner, test));
  return test(step);
}

/** The last work from a place on, up to what is another frame's; the step itself where none follows. */
function lastWork(place: Place | undefined, isOther: Test): ResolvedStep | undefined {
  let last = place?.steps[place.at];
  for (const step of following(place, isOther)) if (holds(step, isWork)) last = step;
  return last;
}

function lastOfStream(
  counting: ResolvedStep,
  place: Place | undefined,
  isOther: Test,
): ResolvedStep | undefined {
  if (counting.kind !== 'submit') return undefined;
  const { stream } = counting;
  return following(place, isOther).findLast((step) => step.kind === 'submit' && isSame(step.stream, stream));
}

function following(place: Place | undefined, isOther: Test): readonly ResolvedStep[] {
  const after = place?.steps.slice(place.at + 1) ?? [];
  const other = after.findIndex((step) => holds(step, isOther));
  return other < 0 ? after : after.slice(0, other);
}

function holds(step: ResolvedStep, test: Test): boolean {
  for (const one of walk([step])) if (test(one)) return true;
  return false;
}

/** Work at a frame, and waits for it. */
const isWork: Test = (step) =>
  step.kind === 'submit' ||
  (step.kind === 'wait' && (isOfStream(step.for) || ['device', 'event'].includes(step.for))) ||
  (step.kind === 'host' && step.busy) ||
  (step.kind === 'enqueue' && !step.permit);
