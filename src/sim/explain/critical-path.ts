/** Where a frame's time goes, step by step. */
import type { ResolvedHost, ResolvedStep } from '../../pipeline/resolved.ts';
import { walk } from '../../pipeline/walk.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { Job } from '../device/task.ts';
import { cyclesPerFrame, flowOf } from '../bounds/flow.ts';
import type { Model } from '../model.ts';
import type { CriticalStep } from '../prediction.ts';
import { HOST } from './what-if.ts';

/**
 * The way of a frame: what it spends in each step, its wait for the engine included, and what the host works for it,
 * in order of the program. Jobs of replicas count together; shares add up to 1.
 */
export function criticalPath(model: Model): CriticalStep[] {
  const frames = model.meter.frames;
  if (frames === 0) return [];
  const steps = jobSteps(model.jobs, frames);
  const path = [...inProgramOrder(model, steps), ...steps.values()];
  const whole = path.reduce((sum, step) => sum + step.milliseconds, 0);
  for (const step of path) step.share = step.milliseconds / whole;
  return path;
}

/** Steps of the device by what they are, ms a frame. */
function jobSteps(jobs: readonly Job[], frames: number): Map<string, CriticalStep> {
  const steps = new Map<string, CriticalStep & { waitedMs: number }>();
  for (const job of jobs) {
    const waitedMs = job.waitedMs / frames;
    const milliseconds = (job.servedMs + job.done * job.completionMs) / frames + waitedMs;
    if (milliseconds <= 0) continue;
    const key = keyOf(job.name, job.source);
    const step = steps.get(key) ?? { ...stepOf(job.name, job.resource, 0, job.source), waitedMs: 0 };
    step.milliseconds += milliseconds;
    step.waitedMs += waitedMs;
    steps.set(key, step);
  }
  return steps;
}

/** Takes the steps out of the map in the order in which the threads run them, with the host's own work between. */
function inProgramOrder(model: Model, steps: Map<string, CriticalStep>): CriticalStep[] {
  const flow = flowOf(model.pipeline);
  const cycles = cyclesPerFrame(flow);
  return upstreamFirst(flow.threads, cycles).flatMap(({ cycle, visits, perFrame }) =>
    [...walk(cycle)].flatMap((step) => {
      if (step.kind === 'host') return hostStep(step, (visits.get(step) ?? 0) * perFrame);
      const key = keyOf(nameOf(step), step.source);
      const found = steps.get(key);
      steps.delete(key);
      return found ? [found] : [];
    }),
  );
}

/** Threads that finish frames come last: what feeds them runs before. */
function upstreamFirst(threads: ReturnType<typeof flowOf>['threads'], cycles: (number | undefined)[]) {
  return threads
    .map((thread, i) => ({ ...thread, perFrame: cycles[i] ?? 0 }))
    .sort((a, b) => Number(a.frames > 0) - Number(b.frames > 0));
}

/** Work of the host. A sleep is no work that a frame waits for: it sets a pace. */
function hostStep(step: ResolvedHost, perFrame: number): CriticalStep[] {
  const milliseconds = step.milliseconds * perFrame;
  return step.busy && milliseconds > 0 ? [stepOf(step.what, HOST, milliseconds, step.source)] : [];
}

function nameOf(step: ResolvedStep): string {
  return step.kind === 'submit' ? step.call : step.kind;
}

function keyOf(name: string, source: SourceRange | undefined): string {
  return `${name} ${source?.file ?? ''}:${source?.line ?? ''}:${source?.column ?? ''}`;
}

function stepOf(
  what: string,
  resource: string,
  milliseconds: number,
  source: SourceRange | undefined,
): CriticalStep {
  return { what, resource, milliseconds, share: 0, ...(source ? { source } : {}) };
}
