/**
 * A Pipeline as text that leaves out where it was written and what things are called: two Pipelines are equal when
 * their texts are. Numbers are worked out with the parameters' defaults; ids become numbers in order of use; equal
 * threads are counted together. What a frame is (`completes`, `frameLoop`) shows as the frames that a step completes.
 */
import { frameCounters, type FrameCounters } from '../../src/pipeline/frames.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from '../../src/pipeline/resolved.ts';
import { walk } from '../../src/pipeline/walk.ts';

/** The text's lines. @throws PipelineError where the Pipeline is no sound one. */
export function normalForm(pipeline: Pipeline): string[] {
  const resolved = resolve(pipeline);
  const printer = new Printer(resolved);
  const threads = resolved.threads.filter((thread) => hasWork(thread));
  return [
    `devices ${resolved.devices}`,
    ...together(threads.map((thread) => printer.thread(thread))),
    ...memory(resolved),
    ...pipeline.unknowns.map((unknown) => `unknown ${unknown.code}`),
  ];
}

/** A thread that only starts and joins others is no part of the pipeline. */
function hasWork(thread: ResolvedThread): boolean {
  return [...walk(thread.program)].some(
    (step) => !(step.kind === 'wait' && step.for === 'thread') && step.kind !== 'repeat',
  );
}

/** A printed thread, and how many run it. */
interface Printed {
  kind: string;
  replicas: number;
  lines: string[];
}

/** Equal threads as one, in an order that the text alone decides. */
function together(threads: Printed[]): string[] {
  const byText = new Map<string, Printed>();
  for (const thread of threads) {
    const key = [thread.kind, ...thread.lines].join('\n');
    const same = byText.get(key);
    if (same) same.replicas += thread.replicas;
    else byText.set(key, { ...thread });
  }
  const sorted = [...byText].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([, { kind, replicas, lines }]) => [
    `${kind} × ${replicas}`,
    ...lines.map((line) => `  ${line}`),
  ]);
}

/**
 * Memory held for the whole run: how much of each size, all replicas together. Where several threads give work, a
 * Pipeline cannot say which of them a buffer belongs to: then the sizes alone are compared.
 */
function memory({ buffers, threads }: ResolvedPipeline): string[] {
  const working = threads.filter((thread) =>
    [...walk(thread.program)].some((step) => step.kind === 'submit'),
  );
  const [only, ...others] = working;
  const counts = new Map<string, number>();
  for (const { pool, bytes, count, scope } of buffers) {
    const key = `memory ${pool} ${bytes} bytes`;
    counts.set(key, (counts.get(key) ?? 0) + count * (scope === 'thread' ? (only?.replicas ?? 1) : 1));
  }
  const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([key, count]) => (others.length > 0 ? key : `${key} × ${count}`));
}

type PlainStep = Exclude<ResolvedStep, { kind: 'repeat' | 'branch' | 'lock' }>;

class Printer {
  private readonly counters: FrameCounters;

  constructor(private readonly pipeline: ResolvedPipeline) {
    this.counters = frameCounters(pipeline);
  }

  thread(thread: ResolvedThread): Printed {
    const names = new Map<string, string>();
    const lines = thread.program.flatMap((step) => this.step(step, names, thread));
    return { kind: thread.kind, replicas: thread.replicas, lines };
  }

  private step(step: ResolvedStep, names: Map<string, string>, thread: ResolvedThread): string[] {
    const inside = (steps: ResolvedStep[]): string[] =>
      steps.flatMap((inner) => this.step(inner, names, thread)).map((line) => `  ${line}`);
    switch (step.kind) {
      case 'repeat':
        if (step.times === 1) return step.body.flatMap((inner) => this.step(inner, names, thread));
        return [`repeat ${step.times === Infinity ? 'forever' : step.times}`, ...inside(step.body)];
      case 'branch':
        return [`branch ${step.share}`, ...inside(step.then), 'otherwise', ...inside(step.otherwise)];
      case 'lock':
        return ['lock', ...inside(step.body)];
      default:
        return [this.plain(step, names, thread)];
    }
  }

  /** A step that has none inside it. */
  private plain(step: PlainStep, names: Map<string, string>, thread: ResolvedThread): string {
    const on = (stream: { id: string } | undefined): string =>
      stream ? ` on ${this.nameOf('stream', stream.id, names, thread)}` : '';
    switch (step.kind) {
      case 'submit': {
        const frames = this.counters.get(step);
        const completes = frames === undefined ? '' : ` completes ${frames}`;
        return `${step.call} ${step.engine} ${step.mode}${on(step.stream)}${this.work(step.work, names, thread)}${completes}`;
      }
      case 'wait':
        return `wait for ${step.for}${on(step.target)}`;
      case 'enqueue':
      case 'dequeue':
        return `${step.kind} ${this.queue(step.queue)}${step.blocking ? '' : ' (try)'}`;
      case 'host':
        return `host ${step.busy ? 'busy' : 'idle'} ${step.milliseconds} ms`;
      case 'callback':
        return `callback${on(step.stream)}${step.blocking ? ' blocking' : ''}`;
      case 'allocate':
      case 'free':
        return `${step.kind} ${step.pool} ${step.bytes ?? '?'} bytes`;
      default:
        return `${step.kind} event ${this.nameOf('event', step.event.id, names, thread)}${on(step.stream)}`;
    }
  }

  private work(work: object, names: Map<string, string>, thread: ResolvedThread): string {
    return Object.entries(work)
      .filter(
        ([key, value]) =>
          value !== undefined && value !== false && !(key === 'pictures' && value === 1) && value !== 0,
      )
      .map(
        ([key, value]) =>
          ` ${key}=${key === 'model' ? this.model(String(value), names, thread) : String(value)}`,
      )
      .join('');
  }

  private model(id: string, names: Map<string, string>, thread: ResolvedThread): string {
    const model = this.pipeline.models.find((one) => one.id === id);
    return `${model?.catalogueName ?? '?'}/${model?.batch ?? '?'} ${this.nameOf('model', id, names, thread)}`;
  }

  private queue(id: string): string {
    const index = this.pipeline.queues.findIndex((queue) => queue.id === id);
    return `queue of ${this.pipeline.queues[index]?.capacity ?? '?'}`;
  }

  /** `stream 1`, and whether other threads use it too. */
  private nameOf(
    what: 'stream' | 'event' | 'model',
    id: string,
    names: Map<string, string>,
    thread: ResolvedThread,
  ): string {
    const key = `${what} ${id}`;
    const name =
      names.get(key) ?? `${what} ${1 + [...names.keys()].filter((k) => k.startsWith(what)).length}`;
    names.set(key, name);
    return this.isShared(what, id, thread) ? `${name} (shared)` : name;
  }

  private isShared(what: 'stream' | 'event' | 'model', id: string, thread: ResolvedThread): boolean {
    const declared: { id: string; scope: string }[] = this.pipeline[`${what}s`];
    if (declared.find((one) => one.id === id)?.scope !== 'program') return false;
    const users = this.pipeline.threads.filter((one) =>
      [...walk(one.program)].some((step) => uses(step, id)),
    );
    return users.reduce((sum, one) => sum + one.replicas, 0) > 1 || thread.replicas > 1;
  }
}

function uses(step: ResolvedStep, id: string): boolean {
  const { stream, event, target, work } = step as unknown as Record<
    string,
    { id?: string; model?: string } | undefined
  >;
  return [stream?.id, event?.id, target?.id, work?.model].includes(id);
}
