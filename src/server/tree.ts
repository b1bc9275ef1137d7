/** The pipeline as a tree for the editor's view: program → threads → streams and steps, each with its cost. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { evaluate } from '../pipeline/evaluate.ts';
import type { Pipeline, Step, ThreadDeclaration } from '../pipeline/pipeline.ts';
import type { Quantity } from '../pipeline/quantity.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { StepCost } from '../service/costs.ts';
import type { Locale, Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { understandingOf } from '../service/understanding.ts';
import type { PipelineNode } from './protocol-tree.ts';
import { withUri } from './ranges.ts';
import type { ServerState } from './state.ts';
import { programsOf } from './state.ts';

export function pipelineTree(state: ServerState): PipelineNode[] {
  return programsOf(state).map((program) => new TreeMaker(program, state).program());
}

const KINDS: Record<Step['kind'], PipelineNode['kind']> = {
  submit: 'submit',
  repeat: 'loop',
  wait: 'wait',
  record: 'event',
  streamWait: 'event',
  resetEvent: 'event',
  enqueue: 'queue',
  dequeue: 'queue',
  lock: 'lock',
  host: 'host',
  allocate: 'memory',
  free: 'memory',
  branch: 'branch',
  callback: 'callback',
};

const TEXTS = {
  enqueue: { en: 'enqueue {name}', zh: '入队 {name}' },
  dequeue: { en: 'dequeue {name}', zh: '出队 {name}' },
  record: { en: 'record {name}', zh: '记录事件 {name}' },
  streamWait: { en: 'streamWait {name}', zh: '流等待事件 {name}' },
  resetEvent: { en: 'resetEvent {name}', zh: '复位事件 {name}' },
  loop: { en: 'loop', zh: '循环' },
} satisfies Texts<string>;

function nameOf(step: Step, locale: Locale): string {
  const t = translator(TEXTS, locale);
  switch (step.kind) {
    case 'submit':
    case 'allocate':
    case 'free':
      return step.call;
    case 'wait':
      return step.call ?? step.for;
    case 'repeat':
      return step.times === 'forever' ? 'forever' : String(step.times);
    case 'enqueue':
    case 'dequeue':
      return t(step.kind, { name: step.queue });
    case 'lock':
      return step.mutex;
    case 'host':
      // Work on the host that is no call is named so by the extraction.
      return step.what === 'loop' ? t('loop') : step.what;
    case 'branch':
      return String(step.share);
    case 'callback':
      return step.thread;
    default:
      return t(step.kind, { name: step.event.id });
  }
}

/** Steps inside a step, each list under its own name where there are two. */
function inside(step: Step): Step[] {
  if (step.kind === 'repeat' || step.kind === 'lock') return step.body;
  return step.kind === 'branch' ? [...step.then, ...step.otherwise] : [];
}

class TreeMaker {
  private readonly pipeline: Pipeline;
  private readonly settings: Record<string, number>;
  private readonly costs: Map<string, StepCost>;

  constructor(
    private readonly analysis: ProgramAnalysis,
    private readonly state: ServerState,
  ) {
    this.pipeline = analysis.pipeline;
    this.settings = this.values();
    const costs = state.session.costs(this.pipeline);
    this.costs = new Map(costs.map((cost) => [placeOf(cost.source), cost]));
  }

  private values(): Record<string, number> {
    const own = this.pipeline.parameters.map(({ name, value }) => [name, value] as const);
    return { ...Object.fromEntries(own), ...this.state.session.settingsOf(this.pipeline) };
  }

  program(): PipelineNode {
    const id = this.analysis.name;
    const threads = this.pipeline.threads.map((thread, i) => this.thread(thread, `${id}/${i}`));
    const understanding = understandingOf(this.pipeline, this.state.locale);
    const note = understanding && understanding.state !== 'complete' ? { note: understanding.label } : {};
    return {
      id,
      kind: 'program',
      name: id,
      ...note,
      ...this.source(this.pipeline.source),
      children: threads,
    };
  }

  private thread(thread: ThreadDeclaration, id: string): PipelineNode {
    const children = [
      ...this.streams(thread, id),
      ...thread.program.map((step, i) => this.step(step, `${id}/${i}`)),
    ];
    return {
      id,
      kind: 'thread',
      name: thread.entry,
      ...this.count(thread.replicas),
      ...this.source(thread.source ?? thread.createdAt),
      children,
    };
  }

  /** The streams that the thread submits to. */
  private streams(thread: ThreadDeclaration, id: string): PipelineNode[] {
    const used = new Set<string>();
    const visit = (steps: readonly Step[]): void => {
      for (const step of steps) {
        if (step.kind === 'submit' && step.stream !== undefined) used.add(step.stream.id);
        visit(inside(step));
      }
    };
    visit(thread.program);
    return this.pipeline.streams
      .filter((stream) => used.has(stream.id))
      .map((stream) => ({
        id: `${id}/stream ${stream.id}`,
        kind: 'stream',
        name: stream.id,
        ...this.count(stream.count),
        ...this.source(stream.source),
        children: [],
      }));
  }

  private step(step: Step, id: string): PipelineNode {
    const cost = this.costs.get(placeOf(step.source));
    const times = step.kind === 'repeat' && step.times !== 'forever' ? step.times : undefined;
    return {
      id,
      kind: KINDS[step.kind],
      name: nameOf(step, this.state.locale),
      ...this.count(times),
      ...(step.kind === 'submit' ? { engine: step.engine, mode: step.mode } : {}),
      ...(cost === undefined ? {} : { milliseconds: cost.milliseconds, share: cost.share }),
      ...this.source(step.source),
      children: inside(step).map((child, i) => this.step(child, `${id}/${i}`)),
    };
  }

  private count(quantity: Quantity | undefined): { count?: number } {
    if (quantity === undefined) return {};
    try {
      const count = evaluate(quantity, this.settings);
      return Number.isFinite(count) ? { count } : {};
    } catch {
      // An expression over a name that is gone: the tree shows no number.
      return {};
    }
  }

  private source(range: SourceRange | undefined): { source?: SourceRange } {
    return range === undefined ? {} : { source: withUri(range, this.state.names) };
  }
}

const placeOf = (range: SourceRange | undefined): string =>
  range === undefined ? '' : `${range.file}:${range.line}:${range.column}`;
