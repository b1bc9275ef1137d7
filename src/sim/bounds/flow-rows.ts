/** The laws of a flow as rows of a linear program. */
import type { Flow } from './flow.ts';

/** Sums that are 0 (two rows), or at least 0 (one). */
export function lawRows(flow: Flow): { rows: number[][]; limits: number[] } {
  const rows = flow.laws.flatMap(({ coefficients, equal }) => {
    const negative = coefficients.map((value) => -value);
    return equal ? [negative, coefficients] : [negative];
  });
  return { rows, limits: rows.map(() => 0) };
}
