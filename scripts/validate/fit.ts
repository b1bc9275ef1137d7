/**
 * Fits the constants of the Ascend 310 profile to the measured throughputs: `node scripts/run.mjs scripts/validate/fit.ts
 * [--write]`. Deterministic: the same data give the same constants.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseProfile } from '../../src/profile/load.ts';
import type { DeviceProfile } from '../../src/profile/profile.ts';
import { simulate } from '../../src/sim/index.ts';
import { constantsFor, valueAt, withValues } from './constants.ts';
import { type MeasuredRow, type Measurements, readMeasurements } from './measurements.ts';
import { minimize } from './nelder-mead.ts';
import { programOf } from './programs.ts';

const PROFILE = new URL('../../src/profile/data/ascend310.json', import.meta.url);
/** Errors beyond this cost extra: no row may be off by a tenth. */
const TOO_FAR = 0.085;
/** Simulations of all rows in a fit; more change the constants by less than they are worth. */
const EVALUATIONS = 220;
const OPTIONS = { seed: 1, precision: 0.01, budgetEvents: 200_000 };

/** Sum of the rows' squared relative errors, of utilization as far as it says something of the constants. */
export function lossOf(rows: MeasuredRow[], data: Measurements, profile: DeviceProfile): number {
  return rows.reduce((sum, row) => sum + rowLoss(row, data, profile), 0);
}

function rowLoss(row: MeasuredRow, data: Measurements, profile: DeviceProfile): number {
  if (row.qps === undefined || row.leftOut !== undefined) return 0;
  const prediction = simulate(programOf(row.program, data.picture), profile, OPTIONS);
  const off = square(prediction.qps / row.qps - 1);
  const core = row.aiCorePct;
  if (core === undefined || row.contradicts?.includes('aiCorePct')) return off;
  // Printed utilizations are rough: two points of them weigh as one percent of a rate.
  return off + square(((prediction.utilization['aicore'] ?? 0) - core / 100) / 2);
}

function square(x: number): number {
  const beyond = Math.max(0, Math.abs(x) - TOO_FAR);
  return x * x + beyond;
}

/** The profile with the constants that fit the rows best. */
export function fit(
  profile: DeviceProfile,
  rows: MeasuredRow[],
  data: Measurements,
  evaluations = EVALUATIONS,
): DeviceProfile {
  const constants = constantsFor(rows);
  const at = (point: readonly number[]) => withValues(profile, constants, point);
  const loss = (point: readonly number[]) =>
    point.some((x) => x < 0) ? Infinity : lossOf(rows, data, at(point));
  const best = minimize(
    loss,
    constants.map(({ start }) => start),
    0.15,
    evaluations,
  );
  return at(best.at.map((x) => Number(x.toPrecision(4))));
}

function main(): void {
  const data = readMeasurements();
  const profile = parseProfile(JSON.parse(readFileSync(PROFILE, 'utf8')));
  console.log('loss before', lossOf(data.rows, data, profile).toFixed(5));
  const fitted = fit(profile, data.rows, data);
  console.log('loss after', lossOf(data.rows, data, fitted).toFixed(5));
  for (const { path } of constantsFor(data.rows)) {
    console.log(path.join('.'), valueAt(profile, path).value, '->', valueAt(fitted, path).value);
  }
  if (process.argv.includes('--write')) writeFileSync(PROFILE, `${JSON.stringify(fitted, null, 2)}\n`);
}

if (process.argv[1]?.endsWith('fit.mjs')) main();
