/** A measurement beside its prediction. */
import type { Prediction } from '../sim/prediction.ts';
import type { MeasuredRow, MeasuredUnit } from './measured-rows.ts';
import { measuredRows } from './measured-rows.ts';
import type { MeasurementKind } from './measurement.ts';
import type { Summary } from './summary.ts';
import { ownValue } from '../base/own-value.ts';

export interface ComparedRow {
  kind: MeasurementKind;
  /** What was measured: `program`, a stage, a resource, an API, a model. */
  subject: string;
  unit: MeasuredUnit;
  /** Null where the prediction says nothing of it. */
  predicted: number | null;
  measured: number;
  /** File and line of the first sample. */
  from: string;
}

function predictedShare(prediction: Prediction, subject: string): number | null {
  if (subject === 'memory') return (100 * prediction.memory.peakBytes) / prediction.memory.limitBytes;
  const share = ownValue(prediction.utilization, subject);
  return share === undefined ? null : 100 * share;
}

function predictedValue({ kind, subject }: MeasuredRow, prediction: Prediction): number | null {
  if (kind === 'throughput') return subject === 'program' ? prediction.qps : null;
  return kind === 'utilization' ? predictedShare(prediction, subject) : null;
}

/** What was measured beside the prediction; what can be set beside it comes first. */
export function compareMeasurements(prediction: Prediction, summaries: readonly Summary[]): ComparedRow[] {
  const rows = measuredRows(summaries).map((row): ComparedRow => {
    const { kind, subject, part, unit, value, from } = row;
    const name = part === undefined ? subject : `${subject}, ${part}`;
    return { kind, subject: name, unit, predicted: predictedValue(row, prediction), measured: value, from };
  });
  return [...rows.filter((row) => row.predicted !== null), ...rows.filter((row) => row.predicted === null)];
}
