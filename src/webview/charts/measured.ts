/** Which of the measured runs belong on a curve. */
import type { Comparison, ProgramReport, SweepResult } from '../../server/protocol.ts';
import type { MeasuredPoint } from './curves.ts';
import { ownValue } from '../../base/own-value.ts';

interface Measured {
  report: ProgramReport;
  comparison: Comparison | null;
}

/**
 * Runs at values of the first varied parameter, where all else that they set is as today or as a curve has it; and the
 * measured rate of today's program.
 */
export function measuredPoints(
  { vary, points }: SweepResult,
  { report, comparison }: Measured,
): MeasuredPoint[] {
  const [first, second] = vary;
  if (first === undefined) return [];
  const today = new Map(report.parameters.map(({ name, value }) => [name, value]));
  const ofCurves = new Set(points.map(({ settings }) => ownValue(settings, second ?? '')));
  const belongs = (name: string, value: number): boolean =>
    name === first || (name === second ? ofCurves.has(value) : today.get(name) === value);
  const runs = (comparison?.runs ?? []).flatMap(({ settings, measured }) => {
    const fits = Object.entries(settings).every(([name, value]) => belongs(name, value));
    return fits ? [{ value: ownValue(settings, first) ?? today.get(first) ?? NaN, qps: measured }] : [];
  });
  const now = today.get(first);
  const own = report.measured !== undefined && now !== undefined && runs.length === 0;
  return own
    ? [{ value: now, qps: report.measured?.qps ?? 0 }]
    : runs.filter(({ value }) => !Number.isNaN(value));
}
