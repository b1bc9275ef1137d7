/** Whether a larger batch is worth it, by batches that were measured. */
import type { Measurement } from '../measurement.ts';
import type { Symptom } from './symptom.ts';
import { rounded, symptom } from './symptom.ts';

/** A larger batch that gains less than this share is none. */
const WORTH = 0.05;

/** Of each model that was measured at several batches: what a frame takes at each. */
export function batches(measurements: readonly Measurement[]): Symptom[] {
  const models = new Map<string, Map<number, number[]>>();
  for (const { kind, subject, values } of measurements) {
    const [batch, ms] = [values['batch'], values['meanMs']];
    if (kind !== 'latency' || batch === undefined || ms === undefined || batch <= 0) continue;
    const times = models.get(subject) ?? new Map<number, number[]>();
    models.set(subject, times);
    times.set(batch, [...(times.get(batch) ?? []), ms / batch]);
  }
  return [...models].flatMap(([model, times]) => verdictOf(model, times));
}

function verdictOf(model: string, times: ReadonlyMap<number, number[]>): Symptom[] {
  if (times.size < 2) return [];
  const perFrame = [...times].map(([batch, all]) => ({
    batch,
    ms: all.reduce((a, b) => a + b, 0) / all.length,
  }));
  const sorted = perFrame.sort((a, b) => a.batch - b.batch);
  const [least] = perFrame.toSorted((a, b) => a.ms - b.ms);
  // The smallest batch that is as good as the best.
  const enough = sorted.find(({ ms }) => ms <= (1 + WORTH) * (least?.ms ?? 0));
  const [first] = sorted;
  if (!enough || !first) return [];
  const data = {
    model,
    batch: enough.batch,
    ms: rounded(enough.ms),
    first: first.batch,
    firstMs: rounded(first.ms),
  };
  return [symptom(enough === first ? 'batch-enough' : 'batch-gains', data, 1 - enough.ms / first.ms)];
}
