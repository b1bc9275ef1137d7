/** Sums of many runs of the same thing: tasks of a type, calls of an API, executions of a model. */
import type { Measurement, MeasurementSource } from './measurement.ts';

interface Tally {
  count: number;
  totalMs: number;
  minMs: number;
  maxMs: number;
  source: MeasurementSource;
}

/** By what was run. */
export type Tallies = Map<string, Tally>;

export function addTo(tallies: Tallies, key: string, ms: number, source: MeasurementSource): void {
  const tally = tallies.get(key);
  if (tally === undefined) {
    tallies.set(key, { count: 1, totalMs: ms, minMs: ms, maxMs: ms, source });
    return;
  }
  tally.count += 1;
  tally.totalMs += ms;
  tally.minMs = Math.min(tally.minMs, ms);
  tally.maxMs = Math.max(tally.maxMs, ms);
}

export function tallyMeasurements(kind: 'task' | 'api', tallies: Tallies): Measurement[] {
  return [...tallies].map(([subject, { count, totalMs, minMs, maxMs, source }]) => ({
    kind,
    subject,
    values: { count, totalMs, meanMs: totalMs / count, minMs, maxMs },
    source,
  }));
}

interface ModelTally {
  /** Runs of each operator, by name: an operator of a static model runs once an execution. */
  runs: Map<string, number>;
  totalMs: number;
  source: MeasurementSource;
}

/** By the model's name or number. */
export type ModelTallies = Map<string, ModelTally>;

/** One run of an operator. Those that are no part of a model are left out. */
export function addOperator(
  models: ModelTallies,
  { model, operator }: { model: string | undefined; operator: string },
  ms: number,
  source: MeasurementSource,
): void {
  // 4294967295 marks operators that were launched singly, not as a part of a model.
  if (model === undefined || model === '4294967295' || model === 'N/A') return;
  const tally = models.get(model) ?? { runs: new Map<string, number>(), totalMs: 0, source };
  tally.runs.set(operator, (tally.runs.get(operator) ?? 0) + 1);
  tally.totalMs += ms;
  models.set(model, tally);
}

/** Executions of the model: how often most of its operators ran. */
function executions({ runs }: ModelTally): number {
  const counts = [...runs.values()].sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 1;
}

export function modelMeasurements(models: ModelTallies): Measurement[] {
  return [...models].map(([model, tally]) => {
    const count = executions(tally);
    return {
      kind: 'latency',
      subject: `model ${model}`,
      values: { meanMs: tally.totalMs / count, count },
      source: tally.source,
    };
  });
}
