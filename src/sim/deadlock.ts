import { PipelineError } from '../pipeline/errors.ts';
import type { Problem } from '../pipeline/problems.ts';
import { problem } from '../pipeline/problems.ts';
import type { ResolvedStep } from '../pipeline/resolved.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { walk } from '../pipeline/walk.ts';
import type { Awaited } from './device/task.ts';
import { ALL_THREADS } from './host/compiler.ts';
import type { HostThread } from './host/thread.ts';
import type { Model } from './model.ts';

/** A stream or thread that waits for what never comes. */
interface Stuck {
  who: Problem | string;
  waits: Problem;
  source: SourceRange | undefined;
  /** What all replicas that wait so have in common. */
  key: string;
}

/** Beyond these a list of who waits for what is of no more use. */
const MOST_NAMED = 6;

/**
 * Nothing is left to happen: either the program has come to its end, consumers of what has ended included, or it is
 * stuck. @throws PipelineError with all that is stuck and what at, replicas once.
 */
export function checkEnd(model: Model): void {
  const named = new Map<string, Stuck>();
  for (const one of [...stuckStreams(model), ...stuckThreads(model)])
    if (!named.has(one.key)) named.set(one.key, one);
  const [first] = named.values();
  if (!first) return;
  const { who, waits, source } = first;
  if (named.size === 1) throw new PipelineError('deadlock', { who, waits }, source);
  const all = [...named.values()].slice(0, MOST_NAMED).map(placed);
  throw new PipelineError('deadlock-of-several', { all }, source);
}

function placed({ who, waits, source }: Stuck): Problem {
  const what = problem('one-waits', { who, waits });
  return source ? problem('at-line', { what, ...placeOf(source) }) : what;
}

const placeOf = ({ file, line }: SourceRange): { file: string; line: number } => ({
  file: file.slice(file.lastIndexOf('/') + 1),
  line,
});

const keyOf = (group: string, { id, data }: Problem, source: SourceRange | undefined): string =>
  JSON.stringify([group, id, data['name'], source]);

function stuckStreams(model: Model): Stuck[] {
  return model.contexts.flatMap(({ streams }) =>
    streams.flatMap(({ id, current }) => {
      if (current?.job.waitsFor === undefined) return [];
      const waits = endless(current.job.waitsFor, model);
      const { source } = current.job;
      return [{ who: streamOf(id), waits, source, key: keyOf('stream', waits, source) }];
    }),
  );
}

function stuckThreads(model: Model): Stuck[] {
  return model.threads.flatMap((thread) => {
    const waits = stuckAt(thread, model);
    const source = thread.holdSource;
    return waits ? [{ who: thread.label, waits, source, key: keyOf(thread.entry, waits, source) }] : [];
  });
}

/** Its name, and whose it is where each thread has its own. */
function streamOf(id: string): Problem {
  const [, name = id, thread] = /^(.+) of (.+)$/.exec(id) ?? [];
  if (name.startsWith('default stream')) return problem('default-stream');
  if (thread === undefined) return problem('stream-named', { name });
  return name === 'synchronous calls'
    ? problem('synchronous-calls-of', { thread })
    : problem('stream-of-thread', { name, thread });
}

function endless({ what, id }: Awaited, model: Model): Problem {
  return what === 'event' ? unrecorded(model, id) : problem('waits-callback', { name: id });
}

/** Nothing records it, or what does stands behind what is stuck. */
function unrecorded({ pipeline }: Model, name: string): Problem {
  const isOwn = pipeline.events.find(({ id }) => id === name)?.scope === 'thread';
  const record = pipeline.threads
    .map(({ program }) => [...walk<ResolvedStep>(program)])
    .filter((steps) => !isOwn || steps.some((step) => awaits(step, name)))
    .flat()
    .find((step) => step.kind === 'record' && step.event.id === name);
  if (!record) return problem('waits-event', { name });
  const { source } = record;
  const place = source ? problem('its-record-at', placeOf(source)) : problem('its-record');
  return problem('waits-event-of', { name, record: place });
}

const awaits = (step: ResolvedStep, event: string): boolean =>
  step.kind === 'streamWait'
    ? step.event.id === event
    : step.kind === 'wait' && step.for === 'event' && step.target?.id === event;

/** Why a thread that waits when nothing happens any more is stuck; undefined when it has just run out of work. */
function stuckAt(thread: HostThread, model: Model): Problem | undefined {
  const { hold } = thread;
  const id = hold?.id ?? '';
  const name = id === ALL_THREADS ? problem('all-threads') : id;
  switch (hold?.kind) {
    case 'full':
      return problem('waits-full', { name });
    case 'lock':
      return lockedBy(hold.mutex.owner, thread, id);
    case 'join':
      return thread.waitingForItsEnd().has(thread) ? problem('waits-join', { name }) : undefined;
    case 'event':
      return unrecorded(model, id);
    case 'empty':
      return neverFilled(model, id);
    case 'report':
      return model.meter.everFrames > 0 ? undefined : problem('waits-report');
    default:
      return undefined;
  }
}

function lockedBy(owner: HostThread | undefined, thread: HostThread, name: string): Problem {
  if (owner === undefined || owner === thread) return problem('waits-lock', { name });
  return problem('waits-lock-of', { name, holder: owner.label });
}

/** Nothing is wrong with a consumer that has had all there was. */
function neverFilled({ pipeline, meter }: Model, name: string): Problem | undefined {
  const fillers = pipeline.threads.filter(({ program }) =>
    [...walk<ResolvedStep>(program)].some((step) => step.kind === 'enqueue' && step.queue === name),
  );
  if (fillers.length === 0) return problem('waits-empty', { name });
  if (meter.everFrames > 0) return undefined;
  return problem('waits-empty-of', { name, fillers: [...new Set(fillers.map(({ entry }) => entry))] });
}
