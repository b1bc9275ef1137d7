/** Rate and p99 latency against a parameter, the knee marked, measured points laid over; or rate against latency. */
import type { ChartConfiguration, ChartDataset } from 'chart.js';
import * as l10n from '@vscode/l10n';
import type { SweepPoint, SweepResult } from '../../server/protocol.ts';
import { h } from '../dom.ts';
import { table } from '../parts/table.ts';
import type { Theme } from '../theme.ts';
import { bytes, duration, number, percent, rate, resourceName } from '../words.ts';
import { verticalMarks } from './annotations.ts';
import type { Mark } from './annotations.ts';
import { chartView, legend } from './chart.ts';
import type { ChartView } from './chart.ts';
import { ownValue } from '../../base/own-value.ts';

export interface CurveOptions {
  /** `parameter`: against the first varied one; `latency`: rate against p99. */
  against: 'parameter' | 'latency';
  /** Value of the first varied parameter today. */
  today: number | undefined;
  /** Measured rates, frames/s, at values of the first varied parameter. */
  measured: readonly MeasuredPoint[];
}

export interface MeasuredPoint {
  value: number;
  qps: number;
}

interface Xy {
  x: number;
  y: number;
}

/** Points of one curve: all with the same value of the second parameter. */
interface Curve {
  label: string;
  points: SweepPoint[];
}

const valueOf = (point: SweepPoint, name: string | undefined): number =>
  name === undefined ? NaN : (ownValue(point.settings, name) ?? NaN);

function curvesOf({ vary, points }: SweepResult): Curve[] {
  const [first, second] = vary;
  if (second === undefined) return [{ label: '', points: sortedBy(points, first) }];
  const values = [...new Set(points.map((point) => valueOf(point, second)))].sort((a, b) => a - b);
  return values.map((value) => ({
    label: `${second} = ${number(value)}`,
    points: sortedBy(
      points.filter((point) => valueOf(point, second) === value),
      first,
    ),
  }));
}

const sortedBy = (points: readonly SweepPoint[], name: string | undefined): SweepPoint[] =>
  [...points].sort((one, other) => valueOf(one, name) - valueOf(other, name));

const dashes = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 4], [4, 6]];

function rateSeries(
  curve: Curve,
  index: number,
  result: SweepResult,
  options: CurveOptions,
  theme: Theme,
): ChartDataset<'line', Xy[]> {
  const color = theme.series[index % theme.series.length] ?? theme.accent;
  const x = (point: SweepPoint) =>
    options.against === 'latency' ? point.p99Ms : valueOf(point, result.vary[0]);
  return {
    type: 'line',
    label: curve.label === '' ? l10n.t('Frames per second') : curve.label,
    data: curve.points.map((point) => ({ x: x(point), y: point.qps })),
    yAxisID: 'y',
    borderColor: color,
    backgroundColor: color,
    borderWidth: 2,
    borderDash: dashes[index % dashes.length] ?? [],
    pointRadius: 3,
    pointStyle: curve.points.map(({ fits }) => (fits ? 'circle' : 'crossRot')),
  };
}

function latencySeries(
  curve: Curve,
  index: number,
  result: SweepResult,
  theme: Theme,
): ChartDataset<'line', Xy[]> {
  return {
    type: 'line',
    label: [l10n.t('p99 latency'), curve.label].filter((part) => part !== '').join(', '),
    data: curve.points.map((point) => ({ x: valueOf(point, result.vary[0]), y: point.p99Ms })),
    yAxisID: 'latency',
    borderColor: theme.muted,
    backgroundColor: theme.muted,
    borderWidth: 1.5,
    borderDash: dashes[(index + 1) % dashes.length] ?? [],
    pointRadius: 2,
    pointStyle: 'rect',
  };
}

function measuredSeries({ measured }: CurveOptions, theme: Theme): ChartDataset<'line', Xy[]>[] {
  if (measured.length === 0) return [];
  const color = theme.series[2] ?? theme.accent;
  return [
    {
      type: 'line',
      label: l10n.t('Measured'),
      data: measured.map(({ value, qps }) => ({ x: value, y: qps })),
      yAxisID: 'y',
      showLine: false,
      borderColor: color,
      backgroundColor: color,
      pointStyle: 'triangle',
      pointRadius: 6,
      // In front of the curve.
      order: -1,
    },
  ];
}

function marksOf(result: SweepResult, options: CurveOptions, theme: Theme): Mark[] {
  if (options.against === 'latency') return [];
  const knee = result.knee === null ? undefined : result.points[result.knee];
  const at = knee && valueOf(knee, result.vary[0]);
  return [
    ...(at === undefined ? [] : [{ x: at, label: l10n.t('knee: {0}', number(at)), color: theme.accent }]),
    ...(options.today === undefined || options.today === at
      ? []
      : [{ x: options.today, label: l10n.t('today: {0}', number(options.today)), color: theme.muted }]),
  ];
}

/** Values that go far beyond the first by factors stand evenly on a logarithmic axis; its ticks are the values. */
export function scaleOf(values: readonly number[]) {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  // Counts have no halves.
  if (low <= 0 || high / low < 20) {
    return { type: 'linear' as const, ...(sorted.every(Number.isInteger) && { ticks: { precision: 0 } }) };
  }
  return {
    type: 'logarithmic' as const,
    afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
      axis.ticks = sorted.map((value) => ({ value }));
    },
    ticks: { callback: (value: number | string) => number(Number(value)), autoSkipPadding: 12 },
  };
}

function configuration(
  result: SweepResult,
  options: CurveOptions,
  theme: Theme,
): ChartConfiguration<'line', Xy[]> {
  const curves = curvesOf(result);
  const byParameter = options.against === 'parameter';
  const xs = curves.flatMap(({ points }) => points.map((point) => valueOf(point, result.vary[0])));
  const rates = curves.map((curve, index) => rateSeries(curve, index, result, options, theme));
  const latencies = byParameter
    ? curves.map((curve, index) => latencySeries(curve, index, result, theme))
    : [];
  const measured = byParameter ? measuredSeries(options, theme) : [];
  const title = (text: string) => ({ display: true, text, color: theme.muted });
  return {
    type: 'line',
    data: { datasets: [...rates, ...latencies.slice(0, 1 + (curves.length <= 2 ? 1 : 0)), ...measured] },
    options: {
      parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: {
          ...(byParameter ? scaleOf(xs) : { type: 'linear' as const }),
          title: title(byParameter ? (result.vary[0] ?? '') : l10n.t('p99 latency, ms')),
          grid: { color: theme.grid },
        },
        y: { beginAtZero: true, title: title(l10n.t('Frames per second')), grid: { color: theme.grid } },
        ...(byParameter && {
          latency: {
            beginAtZero: true,
            position: 'right' as const,
            title: title(l10n.t('p99 latency, ms')),
            grid: { drawOnChartArea: false },
          },
        }),
      },
      plugins: { legend },
    },
    plugins: [verticalMarks(marksOf(result, options, theme), theme)],
  };
}

function describe(result: SweepResult): string {
  const best = result.best === null ? undefined : result.points[result.best];
  const knee = result.knee === null ? undefined : result.points[result.knee];
  const at = (point: SweepPoint | undefined) =>
    point
      ? Object.entries(point.settings)
          .map(([name, value]) => `${name} ${number(value)}`)
          .join(', ')
      : '–';
  return l10n.t(
    'Rate against {0}. Best: {1}, {2} frames/s. Knee: {3}.',
    result.vary.join(', '),
    at(best),
    rate(best?.qps ?? 0),
    at(knee),
  );
}

export function curvesChart(result: SweepResult, options: CurveOptions): ChartView {
  const view = chartView(
    describe(result),
    340,
    (theme) => configuration(result, options, theme) as ChartConfiguration,
  );
  return { ...view, element: h('div', {}, view.element) };
}

export function sweepTable(result: SweepResult): HTMLElement {
  const verdict = (point: SweepPoint, index: number): string => {
    if (!point.fits) return l10n.t('does not fit');
    if (index === result.best) return l10n.t('best');
    return index === result.knee ? l10n.t('knee') : '';
  };
  return table({
    caption: l10n.t('Configurations of the sweep'),
    head: [
      ...result.vary,
      l10n.t('Frames/s'),
      l10n.t('p99 latency'),
      l10n.t('Memory'),
      l10n.t('Binding'),
      l10n.t('Verdict'),
    ],
    rows: result.points.map((point, index) => [
      ...result.vary.map((name) => number(valueOf(point, name))),
      rate(point.qps),
      duration(point.p99Ms),
      bytes(point.memoryBytes),
      `${resourceName(point.bottleneck)} ${percent(point.utilization)}`,
      verdict(point, index),
    ]),
    text: [result.vary.length + 3, result.vary.length + 4],
  });
}
