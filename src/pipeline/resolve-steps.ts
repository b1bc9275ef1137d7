import type { NumberReader } from './number-reader.ts';
import { problem } from './problems.ts';
import type {
  BranchStep,
  HostStep,
  QueueStep,
  LockStep,
  Reference,
  RepeatStep,
  Step,
  SubmitStep,
  Work,
} from './pipeline.ts';
import { atTurn } from './turns.ts';
import type {
  ResolvedReference,
  ResolvedRepeat,
  ResolvedStep,
  ResolvedSubmit,
  ResolvedWork,
} from './resolved.ts';
import type { SourceRange } from './source.ts';

/**
 * Evaluates the quantities of steps, bodies included.
 * @param permits ids of the queues that hold permits.
 */
export function resolveSteps(
  steps: readonly Step[],
  read: NumberReader,
  permits: ReadonlySet<string>,
): ResolvedStep[] {
  return steps.map((step) => resolveStep(step, read, permits));
}

function resolveStep(step: Step, read: NumberReader, permits: ReadonlySet<string>): ResolvedStep {
  switch (step.kind) {
    case 'submit':
      return resolveSubmit(step, read);
    case 'wait':
      return { ...step, ...references(step, ['target'], read) } as ResolvedStep;
    case 'record':
    case 'streamWait':
    case 'resetEvent':
      return { ...step, ...references(step, ['event', 'stream'], read) } as ResolvedStep;
    case 'callback':
      return { ...step, ...references(step, ['stream'], read) } as ResolvedStep;
    case 'host':
      return {
        ...step,
        ...hostTime(step, read),
        ...(read.isAssumed(step.milliseconds) ? { assumed: true as const } : {}),
      };
    case 'allocate':
    case 'free':
      return {
        ...step,
        bytes: read.amount(step.bytes ?? 0, problem('bytes-of-call', { call: step.call }), step.source),
      };
    case 'enqueue':
    case 'dequeue':
      return queueStep(step, read, permits);
    default:
      return resolveCompound(step, read, permits);
  }
}

function queueStep(
  { pollMs, atMost, withinMs, ...step }: QueueStep,
  read: NumberReader,
  permits: ReadonlySet<string>,
): ResolvedStep {
  const polled =
    pollMs === undefined
      ? {}
      : { pollMs: read.amount(pollMs, problem('poll-of-queue', { name: step.queue }), step.source) };
  const name = step.queue;
  const batch =
    atMost === undefined
      ? {}
      : {
          batch: {
            atMost: read.count(atMost, problem('batch-of-queue', { name }), step.source, 1),
            withinMs: read.amount(withinMs ?? 0, problem('patience-of-queue', { name }), step.source),
          },
        };
  return { ...step, ...polled, ...batch, ...(permits.has(step.queue) ? { permit: true as const } : {}) };
}

function hostTime({ what, milliseconds, busy, source }: HostStep, read: NumberReader) {
  const named = problem('time-of-work', { work: what });
  return busy
    ? { milliseconds: read.amount(milliseconds, named, source) }
    : read.pause(milliseconds, named, source);
}

function resolveCompound(
  step: RepeatStep | LockStep | BranchStep,
  read: NumberReader,
  permits: ReadonlySet<string>,
): ResolvedStep {
  switch (step.kind) {
    case 'repeat':
      return resolveRepeat(step, read, permits);
    case 'lock':
      return { ...step, body: resolveSteps(step.body, read, permits) };
    case 'branch':
      return {
        ...step,
        share: read.share(step.share, problem('share-of-branch'), step.source),
        then: resolveSteps(step.then, read, permits),
        otherwise: resolveSteps(step.otherwise, read, permits),
      };
  }
}

function resolveRepeat(step: RepeatStep, read: NumberReader, permits: ReadonlySet<string>): ResolvedRepeat {
  const { turns = 1, ...loop } = step;
  const times = passes(step, read);
  return {
    ...loop,
    times: turns > 1 && times > 0 ? Math.max(1, Math.floor(times / turns)) : times,
    ...(step.times !== 'forever' && read.isAssumed(step.times) ? { assumed: true as const } : {}),
    body:
      turns > 1
        ? turnsOf(step, Math.min(turns, times), read, permits)
        : resolveSteps(step.body, read, permits),
  };
}

/** The passes that take things in turn, one after the other. */
function turnsOf(
  { body, source }: RepeatStep,
  turns: number,
  read: NumberReader,
  permits: ReadonlySet<string>,
): ResolvedRepeat[] {
  return Array.from({ length: turns }, (_, at) => ({
    kind: 'repeat',
    times: 1,
    turn: true,
    body: resolveSteps(atTurn(body, at), read, permits),
    ...(source ? { source } : {}),
  }));
}

function passes(step: RepeatStep, read: NumberReader): number {
  if (step.times === 'forever') return Infinity;
  return read.passes(step.times, problem('passes-of-loop'), step.source);
}

function resolveSubmit(step: SubmitStep, read: NumberReader): ResolvedSubmit {
  const submit = { ...step, ...references(step, ['stream'], read), work: resolveWork(step.work, read, step) };
  if (step.completes !== undefined) {
    submit.completes = read.amount(
      step.completes,
      problem('frames-of-call', { call: step.call }),
      step.source,
    );
  }
  return submit as ResolvedSubmit;
}

function resolveWork(work: Work, read: NumberReader, step: SubmitStep): ResolvedWork {
  const amount = (key: 'bytes' | 'pixels' | 'milliseconds') => {
    const value = work[key];
    const what = problem('amount-of-call', { key, call: step.call });
    return value === undefined ? {} : { [key]: read.amount(value, what, step.source) };
  };
  return {
    ...amount('bytes'),
    ...amount('pixels'),
    ...amount('milliseconds'),
    ...(work.model === undefined ? {} : { model: work.model }),
    pictures: read.count(
      work.pictures ?? 1,
      problem('pictures-of-call', { call: step.call }),
      step.source,
      1,
    ),
    pageable: work.pageable ?? false,
  };
}

type Referring = Partial<Record<'target' | 'event' | 'stream', Reference>> & { source?: SourceRange };

/** The references of a step with their indices evaluated; those it has not stay away. */
function references(step: Referring, keys: ('target' | 'event' | 'stream')[], read: NumberReader) {
  const resolved: Record<string, ResolvedReference> = {};
  for (const key of keys) {
    const target = step[key];
    if (!target) continue;
    const index = read.count(target.index ?? 0, problem('index-of', { name: target.id }), step.source);
    resolved[key] = { id: target.id, index };
  }
  return resolved;
}
