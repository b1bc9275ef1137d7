/** Weighted least squares of few unknowns that cannot be below 0. */
import type { Estimate } from './estimate.ts';

/** A measured value, and how much of each unknown is in it. */
export interface Equation {
  amounts: readonly number[];
  measured: Estimate;
}

export interface Solution {
  unknowns: Estimate[];
  /** Weighted sum of squares of what is left over. */
  residual: number;
  /** Mean of what is left over, as a share of what was measured. */
  meanError: number;
}

/** Undefined where the equations do not determine the unknowns. What would be below 0 is 0. */
export function solve(equations: readonly Equation[]): Solution | undefined {
  const count = equations[0]?.amounts.length ?? 0;
  const kept = Array.from({ length: count }, (_, i) => i);
  const unknowns = kept.map((): Estimate => ({ value: 0, variance: 0 }));
  for (;;) {
    const found = solveFor(equations, kept);
    if (found === undefined) return undefined;
    kept.forEach((place, i) => (unknowns[place] = found[i] ?? { value: 0, variance: 0 }));
    const lowest = found.reduce((least, one, i) => (one.value < (found[least]?.value ?? 0) ? i : least), 0);
    if ((found[lowest]?.value ?? 0) >= 0) return solutionOf(equations, kept.length, unknowns);
    // It stays as far off as it was.
    const [place = 0] = kept.splice(lowest, 1);
    unknowns[place] = { value: 0, variance: found[lowest]?.variance ?? 0 };
  }
}

function solutionOf(equations: readonly Equation[], free: number, unknowns: readonly Estimate[]): Solution {
  const off = equations.map(({ amounts, measured }) => ({
    by: measured.value - predicted(amounts, unknowns),
    measured,
  }));
  const residual = off.reduce((all, one) => all + one.by ** 2 * weightOf(one.measured), 0);
  const shares = off.map((one) => Math.abs(one.by) / Math.max(Math.abs(one.measured.value), 1e-12));
  // What fits worse than its own doubts allow is known less well than they say.
  const worse = Math.max(1, residual / Math.max(1, equations.length - free));
  return {
    unknowns: unknowns.map(({ value, variance }) => ({ value, variance: variance * worse })),
    residual,
    meanError: shares.reduce((all, one) => all + one, 0) / shares.length,
  };
}

const predicted = (amounts: readonly number[], unknowns: readonly Estimate[]): number =>
  amounts.reduce((all, amount, i) => all + amount * (unknowns[i]?.value ?? 0), 0);

const weightOf = ({ variance }: Estimate): number => 1 / Math.max(variance, Number.MIN_VALUE);

/** The unknowns at these places, the others 0. */
function solveFor(equations: readonly Equation[], places: readonly number[]): Estimate[] | undefined {
  if (places.length === 0) return [];
  if (equations.length < places.length) return undefined;
  const rows = places.map((i) => [
    ...places.map((j) => weighted(equations, i, ({ amounts }) => amounts[j] ?? 0)),
    ...places.map((j) => (i === j ? 1 : 0)),
    weighted(equations, i, ({ measured }) => measured.value),
  ]);
  const size = places.length;
  const reduced = eliminated(rows, size);
  if (reduced === undefined) return undefined;
  return reduced.map((row, i) => ({ value: row[2 * size] ?? 0, variance: Math.max(0, row[size + i] ?? 0) }));
}

function weighted(equations: readonly Equation[], i: number, of: (equation: Equation) => number): number {
  return equations.reduce(
    (all, equation) => all + (equation.amounts[i] ?? 0) * of(equation) * weightOf(equation.measured),
    0,
  );
}

/** How far below its column's size a pivot may be before it is taken for 0. */
const NOTHING = 1e-10;

/** Gauss and Jordan, with the larger pivot first: what stands behind the square becomes its product with the inverse. */
function eliminated(rows: number[][], size: number): number[][] | undefined {
  const scales = rows.map((row, i) => Math.abs(row[i] ?? 0));
  for (let column = 0; column < size; column++) {
    const pivot = largestBelow(rows, column, size);
    const row = rows[pivot];
    const head = row?.[column] ?? 0;
    if (!row || Math.abs(head) <= NOTHING * (scales[column] ?? 0) || head === 0) return undefined;
    rows[pivot] = rows[column] ?? row;
    const unit = row.map((value) => value / head);
    rows[column] = unit;
    rows.forEach((other, i) => {
      const times = other[column] ?? 0;
      if (i !== column) rows[i] = other.map((value, j) => value - times * (unit[j] ?? 0));
    });
  }
  return rows;
}

function largestBelow(rows: readonly number[][], column: number, size: number): number {
  let found = column;
  for (let i = column + 1; i < size; i++) {
    if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[found]?.[column] ?? 0)) found = i;
  }
  return found;
}
