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

/** A curve is drawn for each value of a second parameter; of a third there is none. */
const MOST_VARIED = 2;

/** What a series of runs varies, with the values that it has and today's: those of most values first. */
export function variedIn(
  runs: Comparison['runs'],
  { parameters }: Pick<ProgramReport, 'parameters'>,
): { name: string; values: number[] }[] {
  return parameters
    .map(({ name, value, range: [low, high] }) => {
      const all = runs.map(({ settings }) => ownValue(settings, name) ?? value);
      const within = [value, ...all].filter((one) => one >= low && one <= high);
      return { name, values: [...new Set(within)].sort((a, b) => a - b) };
    })
    .filter(({ values }) => values.length > 1)
    .sort((one, other) => other.values.length - one.values.length)
    .slice(0, MOST_VARIED);
}
