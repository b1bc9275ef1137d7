/** Copies of several sizes: a fixed time, and one for each megabyte. */
import type { Estimate } from './estimate.ts';
import type { Solution } from './least-squares.ts';
import { solve } from './least-squares.ts';
import type { Rated } from './rates.ts';

const BYTES_PER_MEGABYTE = 1e6;
export const megabytes = ({ part }: Rated): number => (part.bytes ?? 0) / BYTES_PER_MEGABYTE;

export interface Line {
  parts: Rated[];
  solution: Solution;
  fixed: Estimate;
  perMegabyte: Estimate;
}

/** Time of a copy in the device by a fixed part and one for each megabyte. */
export function lineOf(parts: Rated[], timeOf: (part: Rated) => Estimate): Line | undefined {
  const equations = parts.map((part) => ({ amounts: [1, megabytes(part)], measured: timeOf(part) }));
  const solution = solve(equations);
  const [fixed, perMegabyte] = solution?.unknowns ?? [];
  if (!solution || !fixed || !perMegabyte || perMegabyte.value <= 0) return undefined;
  return { parts, solution, fixed, perMegabyte };
}
