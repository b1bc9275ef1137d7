/** A measurement beside its prediction. */
import type { Prediction } from '../sim/prediction.ts';
import type { MeasurementKind } from './measurement.ts';
import type { Summary } from './summary.ts';
import { ownValue } from '../base/own-value.ts';

export interface ComparedRow {
  kind: MeasurementKind;
  /** What was measured: `program`, a stage, a resource, an API, a model. */
  subject: string;
  unit: 'frames/s' | '%' | 'ms' | 'MB/s' | 's' | 'MiB';
  /** Null where the prediction says nothing of it. */
  predicted: number | null;
  measured: number;
  /** File and line of the first sample. */
  from: string;
}

const MIB = 1024 * 1024;

function predictedShare(prediction: Prediction, subject: string): number | null {
  if (subject === 'memory') return (100 * prediction.memory.peakBytes) / prediction.memory.limitBytes;
  const share = ownValue(prediction.utilization, subject);
  return share === undefined ? null : 100 * share;
}

type Compared = Omit<ComparedRow, 'from' | 'kind' | 'subject'>;

function compareThroughput(summary: Summary, prediction: Prediction): Compared {
  const predicted = summary.subject === 'program' ? prediction.qps : null;
  return { unit: 'frames/s', predicted, measured: summary.mean };
}

function compareOther(summary: Summary): Compared {
  const { kind, mean } = summary;
  if (kind === 'bandwidth') return { unit: 'MB/s', predicted: null, measured: mean / 1e6 };
  if (kind === 'size') return { unit: 'MiB', predicted: null, measured: mean / MIB };
  if (kind === 'duration') return { unit: 's', predicted: null, measured: mean };
  return { unit: 'ms', predicted: null, measured: mean };
}

function compareSummary(summary: Summary, prediction: Prediction): Compared {
  if (summary.kind === 'throughput') return compareThroughput(summary, prediction);
  if (summary.kind !== 'utilization') return compareOther(summary);
  return {
    unit: '%',
    predicted: predictedShare(prediction, summary.subject),
    measured: 100 * summary.mean,
  };
}

/** What was measured beside the prediction; what can be set beside it comes first. */
export function compareMeasurements(prediction: Prediction, summaries: readonly Summary[]): ComparedRow[] {
  const rows = summaries.map((summary) => ({
    kind: summary.kind,
    subject: summary.subject,
    ...compareSummary(summary, prediction),
    from: `${summary.source.file}:${summary.source.line}`,
  }));
  return [...rows.filter((row) => row.predicted !== null), ...rows.filter((row) => row.predicted === null)];
}
