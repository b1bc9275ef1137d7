import type { Confidence } from './profile.ts';

/** Half width of the 95 % range of a figure by its confidence, as a share; see docs/accuracy.md. */
export const CONFIDENCE_RANGE: Record<Confidence, number> = {
  measured: 0.08,
  derived: 0.1,
  specified: 0.15,
  assumed: 0.4,
};
