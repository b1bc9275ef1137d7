/** A measurement beside its prediction. */
import type { Prediction } from '../sim/prediction.ts';
import type { MeasuredRow, MeasuredUnit } from './measured-rows.ts';
import { measuredRows } from './measured-rows.ts';
import { modelIn } from './model-times.ts';
import { meantModel, type PredictedModel } from './predicted-models.ts';
import { parseModelName } from '../profile/model-name.ts';
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

/** What is predicted, as a measurement is set beside it. */
export interface Predicted {
  prediction: Prediction;
  models: readonly PredictedModel[];
}

function predictedValue(
  { kind, subject, batch }: MeasuredRow,
  { prediction, models }: Predicted,
  isOnly: boolean,
): number | null {
  if (kind === 'throughput') return subject === 'program' ? prediction.qps : null;
  if (kind === 'utilization') return predictedShare(prediction, subject);
  if (kind !== 'latency') return null;
  if (subject === 'frame, median') return prediction.latency.medianMs;
  const named = modelIn(subject);
  if (named === undefined) return null;
  const model = meantModel(named, models, isOnly);
  const told = batch ?? parseModelName(named).batch;
  return model && (told === undefined || told === model.batch) ? (model.ms ?? null) : null;
}

function modelsIn(rows: readonly MeasuredRow[]): number {
  return new Set(
    rows.flatMap(({ kind, subject }) =>
      kind === 'latency' && modelIn(subject) !== undefined ? subject : [],
    ),
  ).size;
}

/** Devices that stood idle while another worked: the program does not use them. */
function idleParts(rows: readonly MeasuredRow[]): ReadonlySet<string | undefined> {
  const cores = rows.filter(({ kind, subject }) => kind === 'utilization' && subject === 'aicore');
  const isAnyBusy = cores.some(({ value }) => value > 0);
  return new Set(isAnyBusy ? cores.flatMap(({ value, part }) => (value === 0 ? [part] : [])) : []);
}

/** What was measured beside the prediction; what can be set beside it comes first. */
export function compareMeasurements(predicted: Predicted, summaries: readonly Summary[]): ComparedRow[] {
  const measured = measuredRows(summaries);
  const isOnly = modelsIn(measured) === 1;
  const idle = idleParts(measured);
  const rows = measured.map((row): ComparedRow => {
    const { kind, subject, part, batch, unit, value, from } = row;
    const named = part === undefined ? subject : `${subject}, ${part}`;
    const name = batch === undefined ? named : `${named}, batch ${batch}`;
    const beside = idle.has(part) ? null : predictedValue(row, predicted, isOnly);
    return { kind, subject: name, unit, predicted: beside, measured: value, from };
  });
  return [...rows.filter((row) => row.predicted !== null), ...rows.filter((row) => row.predicted === null)];
}
