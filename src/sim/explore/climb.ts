/**
 * Hill climbing where a grid is too large to try whole: from a few starts, one axis at a time, to the neighbouring
 * value that is better, until none is. Every configuration is simulated once.
 */
import { keeps, type Limits, type SweepRow } from './rows.ts';
import type { Axis, Configuration } from './settings.ts';
import { ownValue } from '../../base/own-value.ts';

export interface ClimbOptions {
  limits?: Limits;
  /** Most simulations, at least 1. */
  budget: number;
  /** Where to start; the middle and the two ends of all axes where left out. */
  start?: Configuration;
}

type Point = number[];
/** Simulates configurations that were not simulated before; asynchronous, so that workers can do it. */
export type EvaluateAll = (configurations: Configuration[]) => Promise<SweepRow[]>;

/** Better: keeps the limits, then the higher rate by more than the noise, then the lower latency. */
export function isBetter(a: SweepRow, b: SweepRow, limits: Limits): boolean {
  const [keepsA, keepsB] = [keeps(a, limits), keeps(b, limits)];
  if (keepsA !== keepsB) return keepsA;
  if (!keepsA) return a.p99Ms < b.p99Ms && a.error === undefined;
  if (Math.abs(a.qps - b.qps) > NOISE * Math.max(a.qps, b.qps)) return a.qps > b.qps;
  return a.p99Ms < b.p99Ms * (1 - NOISE);
}

const NOISE = 0.005;

class Climber {
  private readonly known = new Map<string, SweepRow>();
  private left: number;
  private readonly sorted: Axis[];

  constructor(
    axes: readonly Axis[],
    private readonly evaluate: EvaluateAll,
    private readonly options: ClimbOptions,
  ) {
    this.sorted = axes.map(({ name, values }) => ({
      name,
      values: [...new Set(values)].sort((a, b) => a - b),
    }));
    this.left = options.budget;
  }

  async run(): Promise<SweepRow[]> {
    for (const start of this.starts()) await this.climb(start);
    return [...this.known.values()];
  }

  private starts(): Point[] {
    const { start } = this.options;
    const at = (pick: (axis: Axis) => number): Point => this.sorted.map(pick);
    const given = start
      ? [at(({ name, values }) => nearest(values, ownValue(start, name) ?? values[0] ?? 0))]
      : [];
    return [
      ...given,
      at(({ values }) => values.length >> 1),
      at(() => 0),
      at(({ values }) => values.length - 1),
    ];
  }

  /**
   * Climbs from a point to where no neighbour is better, or the budget ends. Rates within the noise are equal, and small
   * steps of that size can lead in a circle: a point that was left is not taken again.
   */
  private async climb(start: Point): Promise<void> {
    let [here] = await this.rows([start]);
    let point = start;
    const left = new Set<string>();
    while (here && !left.has(point.join())) {
      left.add(point.join());
      const around = this.neighbours(point);
      const rows = await this.rows(around);
      let best: SweepRow = here;
      rows.forEach((row, i) => {
        if (!row || !isBetter(row, best, this.options.limits ?? {})) return;
        best = row;
        point = around[i] ?? point;
      });
      if (best === here) return;
      here = best;
    }
  }

  /** One and two values up and down on each axis: two, so that a single bad batch size is stepped over. */
  private neighbours(point: Point): Point[] {
    return point.flatMap((index, axis) =>
      [-2, -1, 1, 2]
        .map((step) => index + step)
        .filter((next) => next >= 0 && next < (this.sorted[axis]?.values.length ?? 0))
        .map((next) => point.with(axis, next)),
    );
  }

  private async rows(points: Point[]): Promise<(SweepRow | undefined)[]> {
    const unknown = points.filter((point) => !this.known.has(point.join())).slice(0, this.left);
    this.left -= unknown.length;
    const found = await this.evaluate(unknown.map((point) => this.configuration(point)));
    unknown.forEach((point, i) => {
      const row = found[i];
      if (row) this.known.set(point.join(), row);
    });
    return points.map((point) => this.known.get(point.join()));
  }

  private configuration(point: Point): Configuration {
    return Object.fromEntries(
      this.sorted.map(({ name, values }, axis) => [name, values[point[axis] ?? 0] ?? 0]),
    );
  }
}

function nearest(values: number[], wanted: number): number {
  return values.reduce(
    (best, value, i) => (Math.abs(value - wanted) < Math.abs((values[best] ?? 0) - wanted) ? i : best),
    0,
  );
}

/** All rows that the climb simulated. */
export function climb(
  axes: readonly Axis[],
  evaluate: EvaluateAll,
  options: ClimbOptions,
): Promise<SweepRow[]> {
  return new Climber(axes, evaluate, options).run();
}
