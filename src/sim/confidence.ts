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

/** The weakest confidence among the jobs that take a noticeable part of the time. */
export function modelConfidence(model: Model): Confidence {
  const all = model.jobs.reduce((sum, job) => sum + job.servedMs, 0);
  let weakest: Confidence = 'measured';
  for (const job of model.jobs) {
    if (job.servedMs < MATTERS * all) continue;
    if (ORDER.indexOf(job.confidence) > ORDER.indexOf(weakest)) weakest = job.confidence;
  }
  return weakest;
}
