import type { DeviceProfile } from '../../src/profile/profile.ts';
import { fit } from './fit.ts';
import type { Gate } from './gates.ts';
import type { Measurements } from './measurements.ts';
import { mean, percent, table } from './report.ts';
import { outcomesOf } from './throughput.ts';

/** Tables that fitted constants have a part in. Times of model executions are measured data of the profile, not predictions. */
const TABLES = ['isolated', 'copy_decode', 'full_batch1', 'full_batch16'];
/** A fit that is judged by a mean of some rows needs fewer than one whose constants are shipped. */
const EVALUATIONS = 120;

export interface LeftOut {
  table: string;
  /** Mean absolute error of its rows, as a share, when it takes no part in the fit. */
  error: number;
}

export function leaveOneOut(profile: DeviceProfile, data: Measurements): LeftOut[] {
  return TABLES.map((name) => {
    const fitted = fit(
      profile,
      data.rows.filter((row) => row.table !== name),
      data,
      EVALUATIONS,
    );
    const rows = data.rows.filter((row) => row.table === name && row.qps !== undefined);
    return {
      table: name,
      error: mean(outcomesOf(rows, data, fitted).map(({ error }) => Math.abs(error ?? 0))),
    };
  });
}

export function leftOutGates(all: LeftOut[]): Gate[] {
  return all.map(({ table: name, error }) => ({
    what: `mean error of ${name} when left out of the fit`,
    value: 100 * error,
    limit: 10,
    unit: '%',
  }));
}

export function leftOutTable(all: LeftOut[]): string {
  return table(
    ['table left out of the fit', 'mean absolute error of its rows'],
    all.map((x) => [x.table, percent(x.error)]),
  );
}
