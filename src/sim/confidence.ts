import type { Confidence } from '../profile/profile.ts';
import type { Model } from './model.ts';

/** Half width of the 95 % range of a prediction by the weakest figure that decides it, as a share; see docs/accuracy.md. */
export const CONFIDENCE_RANGE: Record<Confidence, number> = {
  measured: 0.08,
  derived: 0.1,
  specified: 0.15,
  assumed: 0.4,
};

const ORDER: Confidence[] = ['measured', 'derived', 'specified', 'assumed'];

/** Jobs that take less of the device's time than this share do not decide the rate. */
const MATTERS = 0.1;

/** The jobs that take a noticeable part of the time. */
function decidingJobs({ jobs }: Model): Model['jobs'] {
  const all = jobs.reduce((sum, job) => sum + job.servedMs, 0);
  return jobs.filter((job) => job.servedMs >= MATTERS * all);
}

/** The weakest confidence among the jobs that decide the rate. */
export function modelConfidence(model: Model): Confidence {
  let weakest: Confidence = 'measured';
  for (const { confidence } of decidingJobs(model)) {
    if (ORDER.indexOf(confidence) > ORDER.indexOf(weakest)) weakest = confidence;
  }
  return weakest;
}

/** Half width of the range of a prediction by what its figures are worth, as a share of the rate. */
export function uncertaintyOf(model: Model): number {
  const wide = decidingJobs(model).map((job) => job.uncertainty);
  return Math.max(CONFIDENCE_RANGE[modelConfidence(model)], ...wide);
}
