/** Waits of the host: fewer of them, at another place, or by a stream instead. */
import type { Reference, RepeatStep, Step, WaitStep } from '../../../pipeline/pipeline.ts';
import { divideUp, max, type Quantity } from '../../../pipeline/quantity.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import {
  collect,
  hasNoStep,
  holds,
  inThreads,
  isInnermostFrameLoop,
  mapSteps,
  removeStep,
  standsAt,
  type Change,
  withBodies,
  without,
} from './steps.ts';
import { splitAtResults } from './results.ts';
import { findStream, streamAt, streamOf } from './streams.ts';

/** Frames that a rewritten endless loop submits before it waits: enough to keep every engine busy, little in memory. */
const FRAMES_IN_FLIGHT = 64;

/** Instead of the host, the stream that is given work next waits for the event. */
export function letStreamsWait(at: SourceRange): Change {
  const change = (steps: readonly Step[]): Step[] =>
    steps.map((step, place) => {
      const inside = withBodies(step, change);
      if (inside.kind !== 'wait' || inside.for !== 'event' || !standsAt(inside, at)) return inside;
      const next = steps.slice(place + 1).find(({ kind }) => kind === 'submit');
      const stream = next && streamOf(next);
      if (!stream || !inside.target) return inside;
      const { source, target: event } = inside;
      return { kind: 'streamWait', event, stream, ...(source ? { source } : {}) };
    });
  return (pipeline) => inThreads(pipeline, change);
}

/** Instead of the whole device, the host waits for the stream of the submission at `given`; less often where it has none. */
export function narrowWait(at: SourceRange, given: SourceRange): Change {
  return (pipeline) => {
    const target = streamAt(pipeline, given);
    if (!target) return waitLessOften(at)(pipeline);
    return mapSteps(pipeline, (step) =>
      step.kind === 'wait' && standsAt(step, at) ? [{ ...step, for: 'stream', target }] : [step],
    );
  };
}

/** The wait at `at` goes to right before the step at `needed`, and behind the frame loop. */
export function moveWait(at: SourceRange, needed: SourceRange): Change {
  return (pipeline) => {
    const target = streamAt(pipeline, at);
    if (!target || hasNoStep(pipeline, needed)) return waitLessOften(at)(pipeline);
    const wait: WaitStep = { kind: 'wait', for: 'stream', target };
    const moved = mapSteps(removeStep(at)(pipeline), (step) =>
      standsAt(step, needed) ? [wait, step] : [step],
    );
    return waitAfterLoop(needed, target)(moved);
  };
}

/** Adds one wait for `stream` behind the innermost frame loop around `at`. */
export function waitAfterLoop(at: SourceRange, stream: Reference): Change {
  const wait: WaitStep = { kind: 'wait', for: 'stream', target: stream };
  return (pipeline) =>
    mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      const isWhole = step.times !== 'forever' && !splitAtResults(step.body).later.length;
      if (isWhole) return [step, wait];
      const group = groupOf(step) ?? newGroup(step, FRAMES_IN_FLIGHT);
      return [inGroups({ ...group, waits: withWait(group.waits, wait) })];
    });
}

/** Lets the host wait once for every `frames` passes of the frame loop where it waits at `at` in each. */
export function waitLessOften(at: SourceRange, frames = FRAMES_IN_FLIGHT): Change {
  return (pipeline) =>
    mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      const group = groupOf(step) ?? newGroup(step, frames);
      const moved = group.body.flatMap((inner) => collect(inner, at)).slice(0, 1);
      return [inGroups({ ...group, body: without(group.body, at), waits: [...group.waits, ...moved] })];
    });
}

/** Lets the host wait for the stream of the submission at `at` after every 64th pass of the loop at `loopAt`. */
export function waitWithinLoop(at: SourceRange, loopAt: SourceRange): Change {
  return (pipeline) =>
    mapSteps(pipeline, (step) => {
      if (step.kind !== 'repeat' || !standsAt(step, loopAt) || !holds(step, at)) return [step];
      const stream = findStream(step.body);
      const wait: WaitStep = stream
        ? { kind: 'wait', for: 'stream', target: stream }
        : { kind: 'wait', for: 'device' };
      return [{ ...step, times: groups(step.times, FRAMES_IN_FLIGHT), body: [inFlight(step), wait] }];
    });
}

/** A frame loop in groups of passes, which the host waits for together. */
interface Group {
  loop: RepeatStep;
  passes: RepeatStep['times'];
  body: Step[];
  waits: Step[];
}

const newGroup = (loop: RepeatStep, frames: number): Group => ({
  loop: { ...loop, times: groups(loop.times, frames) },
  passes: passesIn(loop, frames),
  body: loop.body,
  waits: [],
});

/** What an earlier change has made of a loop. Groups of groups would wait for all. */
function groupOf(loop: RepeatStep): Group | undefined {
  const [first, ...rest] = loop.body;
  if (!first || !isMade(first)) return undefined;
  const last = rest.at(-1);
  const behind = last && isMade(last) ? last.body : [];
  const waits = rest.filter(({ kind }) => kind === 'wait');
  if (waits.length + (behind.length > 0 ? 1 : 0) !== rest.length) return undefined;
  return { loop, passes: first.times, body: [...first.body, ...behind], waits };
}

const isMade = (step: Step): step is RepeatStep => step.kind === 'repeat' && step.source === undefined;

/** What reads results comes behind the waits, as often. */
function inGroups({ loop, passes, body, waits }: Group): RepeatStep {
  const { now, later } = waits.length > 0 ? splitAtResults(body) : { now: body, later: [] };
  const behind: Step[] = later.length > 0 ? [{ kind: 'repeat', times: passes, body: later }] : [];
  return { ...loop, body: [{ kind: 'repeat', times: passes, body: now }, ...waits, ...behind] };
}

function withWait(waits: Step[], wait: WaitStep): Step[] {
  const isSame = (one: Step): boolean =>
    one.kind === 'wait' && one.for === wait.for && one.target?.id === wait.target?.id;
  return waits.some(isSame) ? waits : [...waits, wait];
}

function inFlight(loop: RepeatStep): RepeatStep {
  return { kind: 'repeat', times: passesIn(loop, FRAMES_IN_FLIGHT), body: loop.body };
}

/** A short loop is one group. */
const passesIn = ({ times }: RepeatStep, frames: number): number =>
  typeof times === 'number' && times > 0 ? Math.min(times, frames) : frames;

function groups(times: Quantity | 'forever', frames: number): Quantity | 'forever' {
  return times === 'forever' ? times : max(1, divideUp(times, frames));
}
