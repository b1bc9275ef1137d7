import type { DeviceProfile } from '../../src/profile/profile.ts';
import { fit } from './fit.ts';
import type { Gate } from './gates.ts';
import type { MeasuredRow, Measurements } from './measurements.ts';
import { fixed, mean, percent, table } from './report.ts';
import { outcomesOf } from './throughput.ts';

/** Tables that fitted constants have a part in; see leave-one-out.ts. */
const TABLES = ['isolated', 'copy_decode', 'full_batch1', 'full_batch16'];
const FOLDS = 5;
/** The search begins at the shipped constants, which few rows fewer do not move far. */
const EVALUATIONS = 90;

/** A row, predicted by constants that it took no part in. */
export interface HeldOut {
  row: MeasuredRow;
  fold: number;
  predicted: number;
  error: number;
}

/** Every fifth row is left out of a fit in turn, so that each fold holds rows of all tables. */
export function kFold(profile: DeviceProfile, data: Measurements): HeldOut[] {
  const rows = data.rows.filter(
    (row) => TABLES.includes(row.table) && row.qps !== undefined && row.leftOut === undefined,
  );
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const held = rows.filter((_, i) => i % FOLDS === fold);
    const others = data.rows.filter((row) => !held.includes(row));
    const fitted = fit(profile, others, data, EVALUATIONS);
    return outcomesOf(held, data, fitted).map(({ row, prediction, error }) => ({
      row,
      fold,
      predicted: prediction.qps,
      error: error ?? 0,
    }));
  });
}

export function kFoldGates(held: HeldOut[]): Gate[] {
  const errors = held.map(({ error }) => 100 * Math.abs(error));
  return [
    {
      what: `mean error of rows left out of the fit, ${FOLDS} folds`,
      value: mean(errors),
      limit: 5,
      unit: '%',
    },
    { what: 'largest error of a row left out of the fit', value: Math.max(...errors), limit: 20, unit: '%' },
  ];
}

export function kFoldTable(held: HeldOut[]): string {
  const rows = [...held]
    .sort((a, b) => Math.abs(b.error) - Math.abs(a.error))
    .map(({ row, predicted, error }) => [row.id, fixed(row.qps), fixed(predicted), percent(error)]);
  return table(['row left out of the fit', 'measured frames/s', 'predicted', 'error'], rows);
}
