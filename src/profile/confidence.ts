import type { Confidence, DeviceProfile, Value } from './profile.ts';

/** Half width of the 95 % range of a figure by its confidence, as a share; see docs/accuracy.md. */
export const CONFIDENCE_RANGE: Record<Confidence, number> = {
  measured: 0.08,
  derived: 0.1,
  specified: 0.15,
  assumed: 0.4,
};

/** The least and the most that a figure may be. What is measured is right as far as the model is. */
export function rangeOf({ value, range, confidence }: Value): [number, number] {
  if (range) return range;
  if (confidence === 'measured') return [value, value];
  const factor = 1 + CONFIDENCE_RANGE[confidence];
  return [value / factor, value * factor];
}

/** What a rate may be off by where all figures are right, as a share: of the Ascend 310 the largest error of its rows. */
export function modelErrorOf({ modelError }: DeviceProfile): number {
  return modelError?.value ?? CONFIDENCE_RANGE.measured;
}
