/** What each step of a program costs, and its share of one frame's time: for hovers, hints, heat and the tree. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { ResolvedPipeline, ResolvedStep } from '../pipeline/resolved.ts';
import { resolve } from '../pipeline/resolve.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { DeviceProfile } from '../profile/profile.ts';
import type { Confidence } from '../profile/profile.ts';
import { costOf } from '../sim/costs.ts';
import type { Flow } from '../sim/bounds/flow.ts';
import { flowOf } from '../sim/bounds/flow.ts';
import type { Note } from '../sim/note.ts';

export interface StepCost {
  step: ResolvedStep;
  /** Entry function of the thread that runs it. */
  thread: string;
  /** Time of one execution, ms: on the engine, or on the host. */
  milliseconds: number;
  /** The engine's resource, or `host`. */
  resource: string;
  /** Executions a frame. */
  perFrame: number;
  /** Of the time that one frame takes when nothing overlaps, 0…1. */
  share: number;
  confidence?: Confidence;
  /** Where the figures are from that the device's time is made of. */
  sources?: string[];
  /** What was taken for granted. */
  assumption?: Note;
  source?: SourceRange;
}

type Unshared = Omit<StepCost, 'share'>;

/** Costs of all steps that take time. Empty for a pipeline that makes no sense (an edit under way). */
export function stepCosts(
  pipeline: Pipeline,
  settings: Readonly<Record<string, number>>,
  profile: DeviceProfile,
): StepCost[] {
  try {
    return shared(costsOf(resolve(pipeline, settings), profile));
  } catch (error) {
    if (error instanceof PipelineError) return [];
    throw error;
  }
}

/** Passes that stand for an endless loop inside a branch or another loop: what is outside of it counts for nothing. */
const FOREVER = 1e9;
/** Executions a frame below which a step is outside of all that is repeated. */
const ONCE = 1e-6;

/** The flow, with finite numbers of executions. */
function finiteFlow(pipeline: ResolvedPipeline): Flow {
  const flow = flowOf(pipeline);
  const isFinite = flow.threads.every(({ visits }) => [...visits.values()].every(Number.isFinite));
  if (isFinite) return flow;
  const threads = pipeline.threads.map((thread) => ({ ...thread, program: thread.program.map(ending) }));
  return flowOf({ ...pipeline, threads });
}

function ending(step: ResolvedStep): ResolvedStep {
  if (step.kind === 'lock') return { ...step, body: step.body.map(ending) };
  if (step.kind === 'branch')
    return { ...step, then: step.then.map(ending), otherwise: step.otherwise.map(ending) };
  if (step.kind !== 'repeat') return step;
  return { ...step, times: Math.min(step.times, FOREVER), body: step.body.map(ending) };
}

function costsOf(pipeline: ResolvedPipeline, profile: DeviceProfile): Unshared[] {
  const flow = finiteFlow(pipeline);
  const framesOf = flow.threads.reduce((most, thread) => Math.max(most, thread.frames), 0);
  return flow.threads.flatMap(({ thread, visits, frames }) =>
    [...visits].flatMap(([step, times]): Unshared[] => {
      const cost = oneCost(step, pipeline, profile);
      if (cost === undefined) return [];
      // A thread that completes no frame itself runs once for those of the thread that does.
      const perFrame = times / (frames || framesOf || 1);
      if (perFrame < ONCE) return [];
      const source = step.source === undefined ? {} : { source: step.source };
      return [{ ...cost, step, thread: thread.entry, perFrame, ...source }];
    }),
  );
}

function oneCost(step: ResolvedStep, pipeline: ResolvedPipeline, profile: DeviceProfile) {
  if (step.kind === 'host') return { milliseconds: step.milliseconds, resource: 'host' };
  if (step.kind !== 'submit') return undefined;
  const { serviceMs, resource, confidence, sources, assumption } = costOf(step, pipeline, profile);
  return {
    milliseconds: serviceMs,
    resource,
    confidence,
    ...(sources === undefined ? {} : { sources }),
    ...(assumption === undefined ? {} : { assumption }),
  };
}

function shared(costs: readonly Unshared[]): StepCost[] {
  const total = costs.reduce((sum, { milliseconds, perFrame }) => sum + milliseconds * perFrame, 0);
  return costs.map((cost) => ({
    ...cost,
    share: total > 0 ? (cost.milliseconds * cost.perFrame) / total : 0,
  }));
}

/** The share of each line, `file:line`, 0…1. */
export function shareByLine(costs: readonly StepCost[]): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { source, share } of costs) {
    if (source === undefined) continue;
    const line = `${source.file}:${source.line}`;
    shares.set(line, (shares.get(line) ?? 0) + share);
  }
  return shares;
}
