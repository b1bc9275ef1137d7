/** Every id that a step uses is declared. */
import { PipelineError } from './errors.ts';
import { problem } from './problems.ts';
import type { Pipeline, Reference, Step, WaitStep } from './pipeline.ts';
import type { SourceRange } from './source.ts';
import { walk } from './walk.ts';

interface Known {
  stream: Set<string>;
  event: Set<string>;
  queue: Set<string>;
  model: Set<string>;
  thread: Set<string>;
}

/** @throws PipelineError naming the first id that is used but not declared, or declared twice. */
export function checkNames(pipeline: Pipeline): void {
  const known: Known = {
    stream: unique('stream', pipeline.streams),
    event: unique('event', pipeline.events),
    queue: unique('queue', pipeline.queues),
    model: unique('model', pipeline.models),
    thread: unique('thread', pipeline.threads),
  };
  for (const thread of pipeline.threads) for (const step of walk(thread.program)) checkStep(step, known);
}

function unique(kind: keyof Known, declared: { id: string; source?: SourceRange }[]): Set<string> {
  const ids = new Set<string>();
  for (const { id, source } of declared) {
    if (ids.has(id)) throw new PipelineError('declared-twice', { kind: problem(kind), name: id }, source);
    ids.add(id);
  }
  return ids;
}

function checkStep(step: Step, known: Known): void {
  for (const [kind, id] of idsOf(step)) {
    if (id === undefined || known[kind].has(id)) continue;
    const names = [...known[kind]].slice(0, 8);
    const there = names.length === 0 ? problem('none-declared') : problem('declared-are', { names });
    throw new PipelineError('not-declared', { kind: problem(kind), name: id, there }, step.source);
  }
}

function idsOf(step: Step): [keyof Known, string | undefined][] {
  switch (step.kind) {
    case 'submit':
      return [
        ...namedBy('stream', step.stream),
        ['model', step.work.model],
        ...(step.work.models ?? []).map((id): [keyof Known, string] => ['model', id]),
      ];
    case 'wait':
      return waitedId(step);
    case 'record':
    case 'streamWait':
    case 'resetEvent':
      return [...namedBy('event', step.event), ...namedBy('stream', step.stream)];
    case 'enqueue':
    case 'dequeue':
      return [['queue', step.queue]];
    case 'callback':
      return [['thread', step.thread], ...namedBy('stream', step.stream)];
    default:
      return [];
  }
}

function waitedId({ for: kind, target }: WaitStep): [keyof Known, string | undefined][] {
  return kind === 'stream' || kind === 'event' || kind === 'thread' ? namedBy(kind, target) : [];
}

function namedBy(kind: keyof Known, reference: Reference | undefined): [keyof Known, string | undefined][] {
  return [reference, ...(reference?.turns ?? [])].map((one) => [kind, one?.id]);
}
