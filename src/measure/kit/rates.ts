/** What one call of a part takes: the difference of its long and its short runs, without what comes once a run. */
import type { Estimate } from './estimate.ts';
import { difference, noSteadier, scaled } from './estimate.ts';
import type { Kit, KitPart, KitRun } from './kit-file.ts';

export interface Rated {
  part: KitPart;
  /** ms of a call, until the device is done. */
  call: Estimate;
  /** ms of a call on the host, until it returns. */
  host: Estimate;
  /** Runs that they are from. */
  runs: number;
}

/** Fewer short or long runs than this tell nothing of how far they may be off. */
const LEAST_RUNS = 3;

/** The parts that could be measured; those of too few runs, or of one length alone, are left out. */
export const ratedParts = (kit: Kit): Rated[] => kit.parts.flatMap((part) => rated(part) ?? []);

function rated(part: KitPart): Rated | undefined {
  const runs = part.runs ?? [];
  const lengths = [...new Set(runs.map(({ calls }) => calls))].sort((a, b) => a - b);
  const [least, most] = [lengths[0], lengths.at(-1)];
  if (least === undefined || most === undefined || least === most) return undefined;
  const [short, long] = [least, most].map((calls) => runs.filter((run) => run.calls === calls));
  if (!short || !long || Math.min(short.length, long.length) < LEAST_RUNS) return undefined;
  const each = (of: (run: KitRun) => number): Estimate =>
    noSteadier(scaled(difference(middleOf(long.map(of)), middleOf(short.map(of))), 1 / (most - least)));
  const call = each(({ ms }) => ms);
  // Longer runs that take no longer are none.
  if (call.value <= 0) return undefined;
  return { part, call, host: each(({ hostMs }) => hostMs), runs: short.length + long.length };
}

/** Variance of a median by that of a mean, of values that are normally distributed. */
const OF_MEDIAN = Math.PI / 2;

/** The median: a run that something else has held up does not move it. */
function middleOf(values: number[]): Estimate {
  const sorted = values.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const value = ((sorted[Math.floor(half)] ?? 0) + (sorted[Math.ceil(half)] ?? 0)) / 2;
  const squares = sorted.reduce((all, one) => all + (one - value) ** 2, 0);
  return { value, variance: (OF_MEDIAN * squares) / ((sorted.length - 1) * sorted.length) };
}
