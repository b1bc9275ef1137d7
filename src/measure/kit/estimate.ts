/** Figures with how far they may be off: what measured times are added up, subtracted and divided as. */

export interface Estimate {
  value: number;
  /** Of the value, squared unit. */
  variance: number;
}

/** Half the width of the interval that is stated, in standard deviations: few runs tell them themselves. */
const WIDE = 2.5;

export const exactly = (value: number): Estimate => ({ value, variance: 0 });

export function sum(...parts: Estimate[]): Estimate {
  return parts.reduce((all, part) => ({
    value: all.value + part.value,
    variance: all.variance + part.variance,
  }));
}

export const scaled = ({ value, variance }: Estimate, factor: number): Estimate => ({
  value: value * factor,
  variance: variance * factor * factor,
});

export const difference = (from: Estimate, what: Estimate): Estimate => sum(from, scaled(what, -1));

export function quotient(of: Estimate, by: Estimate): Estimate {
  const value = of.value / by.value;
  const relative = (part: Estimate): number => part.variance / (part.value * part.value);
  return { value, variance: value * value * (relative(of) + relative(by)) };
}

export const deviationOf = ({ variance }: Estimate): number => Math.sqrt(variance);

/** Clocks and devices are no steadier than this, however alike a few runs are. */
const STEADIEST = 1e-3;

export const noSteadier = ({ value, variance }: Estimate): Estimate => ({
  value,
  variance: Math.max(variance, (STEADIEST * value) ** 2),
});

/** Is it more than what it may be off by? */
export const isAboveNothing = (estimate: Estimate): boolean => estimate.value > WIDE * deviationOf(estimate);

/** Within it the true value lies all but surely; never below 0. */
export function intervalOf(estimate: Estimate): [number, number] {
  const half = WIDE * deviationOf(estimate);
  return [Math.max(0, estimate.value - half), estimate.value + half];
}

/** A figure that lies in an interval all but surely. */
export const within = (value: number, low: number, high: number): Estimate => ({
  value,
  variance: (Math.max(high - value, value - low) / WIDE) ** 2,
});

/** Several estimates of one figure, each by how sure it is. */
export function pooled(estimates: readonly Estimate[]): Estimate {
  const weights = estimates.map(({ variance }) => 1 / Math.max(variance, Number.MIN_VALUE));
  if (weights.some((weight) => !Number.isFinite(weight))) return meanOf(estimates);
  const weight = weights.reduce((all, one) => all + one, 0);
  const value = estimates.reduce((all, { value: one }, i) => all + one * (weights[i] ?? 0), 0) / weight;
  return { value, variance: Math.max(1 / weight, meanOf(estimates).variance / estimates.length) };
}

/** With what they differ by among themselves as its doubt, where that is more than their own. */
function meanOf(estimates: readonly Estimate[]): Estimate {
  const count = estimates.length;
  const value = estimates.reduce((all, one) => all + one.value, 0) / count;
  const own = estimates.reduce((all, one) => all + one.variance, 0) / (count * count);
  const spread = estimates.reduce((all, one) => all + (one.value - value) ** 2, 0) / count;
  return { value, variance: Math.max(own, count > 1 ? spread / (count - 1) : 0) };
}
