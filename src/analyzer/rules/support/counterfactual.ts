/**
 * Changes of a Pipeline that show what a fix would do. Each is a pure function; steps are found by where they stand in
 * the source, so that several changes can be applied one after another and still find theirs.
 */
import type {
  Pipeline,
  Reference,
  RepeatStep,
  Step,
  SubmitStep,
  WaitStep,
  Work,
} from '../../../pipeline/pipeline.ts';
import { divideUp, max, multiply, type Quantity } from '../../../pipeline/quantity.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { walk } from '../../../pipeline/walk.ts';

export type Change = (pipeline: Pipeline) => Pipeline;

/** Frames that a rewritten endless loop submits before it waits: enough to keep every engine busy, little in memory. */
const FRAMES_IN_FLIGHT = 64;

export function standsAt(step: Step, at: SourceRange): boolean {
  const source = step.source;
  return source?.line === at.line && source.column === at.column && source.file === at.file;
}

/** All changes, in order. */
export function combine(...changes: Change[]): Change {
  return (pipeline) => changes.reduce((current, change) => change(current), pipeline);
}

/** Replaces steps, innermost first; `replace` returns the step itself to keep it. */
export function mapSteps(pipeline: Pipeline, replace: (step: Step) => Step[]): Pipeline {
  return inThreads(pipeline, (steps) => mapList(steps, replace));
}

function mapList(steps: readonly Step[], replace: (step: Step) => Step[]): Step[] {
  return steps.flatMap((step) => replace(mapInside(step, replace)));
}

function mapInside(step: Step, replace: (step: Step) => Step[]): Step {
  if (step.kind === 'repeat' || step.kind === 'lock') return { ...step, body: mapList(step.body, replace) };
  if (step.kind !== 'branch') return step;
  return { ...step, then: mapList(step.then, replace), otherwise: mapList(step.otherwise, replace) };
}

/** The stream that the step at `at` names; undefined for the default stream, and where there is no such step. */
export function streamAt(pipeline: Pipeline, at: SourceRange): Reference | undefined {
  for (const { program } of pipeline.threads) {
    for (const step of walk(program)) if (standsAt(step, at)) return streamOf(step);
  }
  return undefined;
}

function streamOf(step: Step): Reference | undefined {
  if (step.kind === 'wait') return step.for === 'stream' ? step.target : undefined;
  return step.kind === 'submit' ? step.stream : undefined;
}

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

const inThreads = (pipeline: Pipeline, change: (steps: readonly Step[]) => Step[]): Pipeline => ({
  ...pipeline,
  threads: pipeline.threads.map((thread) => ({ ...thread, program: change(thread.program) })),
});

/** The step with the lists inside of it changed. */
export function withBodies(step: Step, change: (steps: readonly Step[]) => Step[]): Step {
  if (step.kind === 'repeat' || step.kind === 'lock') return { ...step, body: change(step.body) };
  if (step.kind !== 'branch') return step;
  return { ...step, then: change(step.then), otherwise: change(step.otherwise) };
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

/** Takes the steps at `at` out. */
export function removeStep(at: SourceRange): Change {
  return (pipeline) => mapSteps(pipeline, (step) => (standsAt(step, at) ? [] : [step]));
}

/** Changes the submissions at `at`. */
export function changeSubmit(at: SourceRange, change: (step: SubmitStep) => SubmitStep): Change {
  return (pipeline) =>
    mapSteps(pipeline, (step) => (step.kind === 'submit' && standsAt(step, at) ? [change(step)] : [step]));
}

/** Does the step, or one inside it, stand at `at`? */
export function holds(step: Step, at: SourceRange): boolean {
  return standsAt(step, at) || insides(step).some((inner) => holds(inner, at));
}

function insides(step: Step): Step[] {
  if (step.kind === 'repeat' || step.kind === 'lock') return step.body;
  return step.kind === 'branch' ? [...step.then, ...step.otherwise] : [];
}

/** Page-locked memory: a copy of any other would make the host wait all the same. */
function withoutPageable({ pageable: _, ...work }: Work): Work {
  return work;
}

/**
 * Makes the submissions at `at` asynchronous, and lets the host wait for their stream once after the frame loop; in an
 * endless loop once every 64 frames.
 */
export function makeAsync(at: SourceRange): Change {
  return (pipeline) => {
    const stream = streamFor(pipeline, at);
    const asynchronous = changeSubmit(at, (step) => ({
      ...step,
      mode: 'async',
      stream,
      work: withoutPageable(step.work),
    }))(pipeline);
    return waitAfterLoop(at, stream)(declareStream(asynchronous, stream));
  };
}

/** The same, where the host waits in each pass too: right before the step at `needed`, which meets the pass before's work. */
export function makeAsyncUntil(at: SourceRange, needed: SourceRange): Change {
  return (pipeline) => {
    const changed = makeAsync(at)(pipeline);
    const target = streamAt(changed, at);
    if (!target || hasNoStep(pipeline, needed)) return changed;
    const wait: WaitStep = { kind: 'wait', for: 'stream', target };
    return mapSteps(changed, (step) => (standsAt(step, needed) ? [wait, step] : [step]));
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

const hasNoStep = ({ threads }: Pipeline, at: SourceRange): boolean =>
  threads.every(({ program }) => !program.some((step) => holds(step, at)));

/** The stream that the submissions around `at` use: the one of its thread, else one that no other uses, else a new one. */
function streamFor(pipeline: Pipeline, at: SourceRange): Reference {
  const thread = pipeline.threads.find((t) => t.program.some((step) => holds(step, at)));
  const used = thread ? findStream(thread.program) : undefined;
  if (used) return used;
  const others = new Set(pipeline.threads.flatMap(({ program }) => [...streamIds(program)]));
  return { id: pipeline.streams.find(({ id }) => !others.has(id))?.id ?? 'stream added by the fix' };
}

function* streamIds(steps: readonly Step[]): Generator<string> {
  for (const step of walk(steps)) {
    const stream = step.kind === 'streamWait' || step.kind === 'record' ? step.stream : streamOf(step);
    if (stream) yield stream.id;
  }
}

function findStream(steps: readonly Step[]): Reference | undefined {
  for (const step of steps) {
    if (step.kind === 'submit' && step.stream) return step.stream;
    const inner = findStream(insides(step));
    if (inner) return inner;
  }
  return undefined;
}

function declareStream(pipeline: Pipeline, stream: Reference): Pipeline {
  if (pipeline.streams.some((s) => s.id === stream.id)) return pipeline;
  return { ...pipeline, streams: [...pipeline.streams, { id: stream.id, scope: 'thread' }] };
}

/** Adds one wait for `stream` behind the innermost frame loop around `at`. */
export function waitAfterLoop(at: SourceRange, stream: Reference): Change {
  const wait: WaitStep = { kind: 'wait', for: 'stream', target: stream };
  return (pipeline) =>
    mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      if (step.times !== 'forever') return [step, wait];
      const { group, waits } = groupOf(step) ?? { group: inFlight(step), waits: [] };
      return [{ ...step, body: [group, ...withWait(waits, wait)] }];
    });
}

/** What an earlier change has made of a loop: a group of passes, and the waits behind it. Groups of groups would wait for all. */
function groupOf({ body }: RepeatStep): { group: RepeatStep; waits: WaitStep[] } | undefined {
  const [group, ...rest] = body;
  const waits = rest.flatMap((step) => (step.kind === 'wait' ? [step] : []));
  const isGroup = group?.kind === 'repeat' && group.source === undefined && waits.length === rest.length;
  return isGroup ? { group, waits } : undefined;
}

function withWait(waits: WaitStep[], wait: WaitStep): WaitStep[] {
  const isSame = (one: WaitStep): boolean => one.for === wait.for && one.target?.id === wait.target?.id;
  return waits.some(isSame) ? waits : [...waits, wait];
}

function inFlight(loop: RepeatStep): RepeatStep {
  return { kind: 'repeat', times: passesIn(loop, FRAMES_IN_FLIGHT), body: loop.body };
}

function isInnermostFrameLoop(step: Step, at: SourceRange): step is RepeatStep {
  if (step.kind !== 'repeat' || step.frameLoop !== true) return false;
  return holds(step, at) && !step.body.some((inner) => holdsFrameLoop(inner, at));
}

function holdsFrameLoop(step: Step, at: SourceRange): boolean {
  if (!holds(step, at)) return false;
  if (step.kind === 'repeat' && step.frameLoop === true) return true;
  return insides(step).some((inner) => holdsFrameLoop(inner, at));
}

/** Moves the steps at `at` out of the outermost frame loop around them, to just before it. */
export function hoist(at: SourceRange): Change {
  return (pipeline) => {
    const threads = pipeline.threads.map((thread) => ({
      ...thread,
      program: thread.program.flatMap((step) => hoistFrom(step, at)),
    }));
    return { ...pipeline, threads };
  };
}

function hoistFrom(step: Step, at: SourceRange): Step[] {
  if (!holds(step, at)) return [step];
  if (step.kind === 'repeat' && step.frameLoop === true) {
    return [...collect(step, at), ...without([step], at)];
  }
  if (step.kind === 'repeat' || step.kind === 'lock') {
    return [{ ...step, body: step.body.flatMap((inner) => hoistFrom(inner, at)) }];
  }
  if (step.kind !== 'branch') return [step];
  const side = (steps: Step[]): Step[] => steps.flatMap((inner) => hoistFrom(inner, at));
  return [{ ...step, then: side(step.then), otherwise: side(step.otherwise) }];
}

function collect(step: Step, at: SourceRange): Step[] {
  return standsAt(step, at) ? [step] : insides(step).flatMap((inner) => collect(inner, at));
}

function without(steps: readonly Step[], at: SourceRange): Step[] {
  return mapList(steps, (step) => (standsAt(step, at) ? [] : [step]));
}

/** Turns the innermost loop whose body copies at `at` into one copy of all; what else its passes do stays theirs. */
export function mergeCopies(at: SourceRange): Change {
  const change = (steps: readonly Step[]): Step[] =>
    steps.flatMap((step) => {
      const copy = step.kind === 'repeat' ? step.body.find((inner) => standsAt(inner, at)) : undefined;
      if (step.kind !== 'repeat' || copy?.kind !== 'submit') return [withBodies(step, change)];
      if (step.times === 'forever') return [step];
      const body = step.body.filter((inner) => inner !== copy);
      return [...(body.length ? [{ ...step, body }] : []), merged(copy, step.times)];
    });
  return (pipeline) => inThreads(pipeline, change);
}

function merged(copy: SubmitStep, times: Quantity): SubmitStep {
  const { bytes } = copy.work;
  return bytes === undefined ? copy : { ...copy, work: { ...copy.work, bytes: multiply(bytes, times) } };
}

/** Lets the host wait once for every `frames` passes of the frame loop where it waits at `at` in each. */
export function waitLessOften(at: SourceRange, frames = FRAMES_IN_FLIGHT): Change {
  return (pipeline) =>
    mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      const grouped = groupOf(step);
      const { body, times } = grouped?.group ?? { body: step.body, times: passesIn(step, frames) };
      const moved = body.flatMap((inner) => collect(inner, at)).slice(0, 1);
      const group: RepeatStep = { kind: 'repeat', times, body: without(body, at) };
      const waits = [...(grouped?.waits ?? []), ...moved];
      return [{ ...step, times: grouped ? step.times : groups(step.times, frames), body: [group, ...waits] }];
    });
}

/** A short loop is one group. */
const passesIn = ({ times }: RepeatStep, frames: number): number =>
  typeof times === 'number' && times > 0 ? Math.min(times, frames) : frames;

function groups(times: Quantity | 'forever', frames: number): Quantity | 'forever' {
  return times === 'forever' ? times : max(1, divideUp(times, frames));
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

/** Moves the allocation at `at` before the outermost frame loop, and takes one `free` of its pool out of the loop. */
export function hoistAllocation(at: SourceRange): Change {
  return (pipeline) => {
    const pool = poolAt(pipeline, at);
    const freed = mapSteps(pipeline, (step) => {
      if (!isInnermostFrameLoop(step, at)) return [step];
      return [{ ...step, body: withoutFirstFree(step.body, pool) }];
    });
    return hoist(at)(freed);
  };
}

/** Does what stands at `at` take time of the host? A call of the runtime does only where a comment says how much. */
export function isTimed(pipeline: Pipeline, at: SourceRange): boolean {
  return pipeline.threads.some((thread) =>
    thread.program.some((step) => collect(step, at).some((found) => found.kind === 'host')),
  );
}

function poolAt(pipeline: Pipeline, at: SourceRange): string | undefined {
  for (const thread of pipeline.threads) {
    for (const step of thread.program.flatMap((s) => collect(s, at))) {
      if (step.kind === 'allocate') return step.pool;
    }
  }
  return undefined;
}

function withoutFirstFree(steps: readonly Step[], pool: string | undefined): Step[] {
  const free = steps.find((step) => step.kind === 'free' && step.pool === pool);
  const at = free?.source;
  // The time that a comment says of it stands beside it.
  return at ? steps.filter((step) => !standsAt(step, at)) : [...steps];
}
