import type { Job } from './device/task.ts';
import type { Model } from './model.ts';
import type { CriticalStep } from './prediction.ts';

/**
 * The way of a frame: what it spends in each step, its wait for the engine included, in order of the program. Jobs of
 * replicas count together; shares add up to 1.
 */
export function criticalPath(model: Model): CriticalStep[] {
  const frames = model.meter.frames;
  if (frames === 0) return [];
  const steps = new Map<string, CriticalStep>();
  for (const job of model.jobs) {
    const milliseconds = (job.servedMs + job.waitedMs + job.done * job.completionMs) / frames;
    if (milliseconds <= 0) continue;
    const known = steps.get(keyOf(job));
    if (known) known.milliseconds += milliseconds;
    else steps.set(keyOf(job), stepOf(job, milliseconds));
  }
  const path = [...steps.values()];
  const whole = path.reduce((sum, step) => sum + step.milliseconds, 0);
  for (const step of path) step.share = step.milliseconds / whole;
  return path;
}

function keyOf(job: Job): string {
  return `${job.name} ${job.resource} ${job.source?.file ?? ''}:${job.source?.line ?? ''}:${job.source?.column ?? ''}`;
}

function stepOf(job: Job, milliseconds: number): CriticalStep {
  const step: CriticalStep = { what: job.name, resource: job.resource, milliseconds, share: 0 };
  if (job.source) step.source = job.source;
  return step;
}
