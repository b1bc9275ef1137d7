/**
 * The knee of a curve: where more stops to pay. V. Satopaa et al., "Finding a 'Kneedle' in a Haystack" (2011), for a
 * curve of few points: both axes are scaled to 0…1 and the knee is where the curve is furthest above the diagonal.
 */
import type { SweepRow } from './rows.ts';
import type { Axis } from './settings.ts';
import { ownValue } from '../../base/own-value.ts';

export interface Knee {
  axis: string;
  value: number;
  /** Frames/s at the knee: of arrivals, where latency begins to take off. */
  qps: number;
}

/** A rise of less than this over the whole curve, as a share of its top, is flat: no knee. */
const FLAT = 0.05;

export interface CurvePoint {
  x: number;
  y: number;
}

/** The knee of a rising curve. Undefined for fewer than three points, or where the curve is flat or only falls. */
export function kneeOf(points: readonly CurvePoint[]): CurvePoint | undefined {
  const sorted = [...points].sort((a, b) => a.x - b.x);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last || sorted.length < 3 || last.x === first.x) return undefined;
  const top = sorted.reduce((most, point) => Math.max(most, point.y), -Infinity);
  if (top - first.y < FLAT * top) return undefined;
  const above = ({ x, y }: CurvePoint): number =>
    (y - first.y) / (top - first.y) - (x - first.x) / (last.x - first.x);
  return sorted.reduce((best, point) => (above(point) > above(best) ? point : best));
}

/** The knee of a curve that rises ever more steeply, as latency does with load: where it is furthest below the diagonal. */
export function latencyKneeOf(points: readonly CurvePoint[]): CurvePoint | undefined {
  const [right, top] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
  const turned = points.map(({ x, y }) => ({ x: right - x, y: top - y }));
  const knee = kneeOf(turned);
  return knee && points[turned.indexOf(knee)];
}

/** The knee along each axis, of latency along that of arrivals and else of the rate, the other axes as in `at`: where the user stands, or the best row. */
export function kneesThrough(rows: readonly SweepRow[], axes: readonly Axis[], at: SweepRow): Knee[] {
  return axes.flatMap(({ name }) => {
    const others = axes.filter((axis) => axis.name !== name);
    const line = rows.filter(
      (row) =>
        row.error === undefined &&
        others.every((axis) => ownValue(row.settings, axis.name) === ownValue(at.settings, axis.name)),
    );
    const x = (row: SweepRow): number => ownValue(row.settings, name) ?? 0;
    const knee =
      name === 'rate'
        ? latencyKneeOf(line.filter(({ keptUp }) => keptUp).map((row) => ({ x: x(row), y: row.p99Ms })))
        : kneeOf(line.map((row) => ({ x: x(row), y: row.qps })));
    const row = knee && line.find((one) => x(one) === knee.x);
    return row ? [{ axis: name, value: x(row), qps: row.qps }] : [];
  });
}
