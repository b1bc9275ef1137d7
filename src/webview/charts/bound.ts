/** One picture of the bound: on one scale of rates, each part's roof and the rate were it free, today's and what was measured. */
import type { ChartConfiguration, Plugin } from 'chart.js';
import * as l10n from '@vscode/l10n';
import type { ShownPart, ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { table, twin } from '../parts/table.ts';
import type { Theme } from '../theme.ts';
import { boundsText, change, listed, number, percent, rangeText, rate } from '../words.ts';
import { chartView } from './chart.ts';
import type { ChartView } from './chart.ts';
import { rowLabels } from './row-labels.ts';

interface Bound {
  parts: readonly ShownPart[];
  prediction: ShownPrediction;
  /** Frames/s. */
  measured: number | undefined;
}

const ROW_HEIGHT = 34;
/** Room for the scale below the rows, px. */
const SCALE = 34;
/** Roofs and rates beyond this many times today's end at the edge: they decide nothing. */
const FAR = 8;

const gains = ({ freed }: ShownPart, { qps }: ShownPrediction): boolean => freed !== undefined && freed > qps;

/** The part that gains most, were it free; undefined where none does. */
export function firstToFree({
  parts,
  prediction,
}: Pick<Bound, 'parts' | 'prediction'>): ShownPart | undefined {
  return parts
    .filter((part) => gains(part, prediction))
    .reduce<ShownPart | undefined>(
      (best, part) => ((part.freed ?? 0) > (best?.freed ?? 0) ? part : best),
      undefined,
    );
}

function ends({ parts, prediction, measured }: Bound): [number, number] {
  const { qps, bounds } = prediction;
  const low = Math.min(qps, measured ?? qps, bounds.lower > 0 ? bounds.lower : qps);
  const all = [
    qps,
    measured ?? 0,
    bounds.upper,
    ...parts.flatMap(({ roof = 0, freed = 0 }) => [roof, freed]),
  ];
  const high = Math.max(...all.filter((value) => value <= FAR * qps));
  return [Math.max(low, qps / FAR) * 0.85, high * 1.1];
}

interface Line {
  x: number;
  color: string;
  dash: number[];
}

function linesOf({ prediction, measured }: Bound, theme: Theme): Line[] {
  const { qps, bounds } = prediction;
  return [
    { x: bounds.upper, color: theme.muted, dash: [2, 3] },
    ...(measured === undefined ? [] : [{ x: measured, color: theme.series[0] ?? theme.text, dash: [6, 3] }]),
    { x: qps, color: theme.text, dash: [] },
  ];
}

function scaleLines(lines: readonly Line[]): Plugin<'bar'> {
  return {
    id: 'scaleLines',
    afterDatasetsDraw({ ctx, chartArea, scales }) {
      const axis = scales['x'];
      if (!axis) return;
      ctx.save();
      ctx.lineWidth = 1.5;
      for (const { x, color, dash } of lines) {
        const at = axis.getPixelForValue(x);
        if (at > chartArea.right) continue;
        ctx.setLineDash(dash);
        ctx.strokeStyle = color;
        ctx.beginPath();
        ctx.moveTo(at, chartArea.top);
        ctx.lineTo(at, chartArea.bottom);
        ctx.stroke();
      }
      ctx.restore();
    },
  };
}

const valueOf = (part: ShownPart, prediction: ShownPrediction): string =>
  gains(part, prediction)
    ? `${percent(part.busy)} · ${rate(prediction.qps)} → ${rate(part.freed ?? 0)}`
    : percent(part.busy);

function configuration(bound: Bound, theme: Theme): ChartConfiguration<'bar', [number, number][]> {
  const { parts, prediction } = bound;
  const [min, max] = ends(bound);
  const best = firstToFree(bound);
  const within = (value: number): number => Math.min(max, Math.max(min, value));
  const bar = { barThickness: 7, borderRadius: 2, borderSkipped: false as const, grouped: false };
  const outline = theme.outline === null ? {} : { borderColor: theme.outline, borderWidth: 1 };
  const labels = parts.map((part) => ({
    name: part.name,
    value: valueOf(part, prediction),
    strong: part === best,
  }));
  return {
    type: 'bar',
    data: {
      labels: parts.map(({ name }) => name),
      datasets: [
        {
          ...bar,
          ...outline,
          data: parts.map(({ roof }) => [min, within(roof ?? max)]),
          backgroundColor: parts.map(({ roof }) => (roof === undefined ? theme.track : theme.quiet)),
          order: 1,
        },
        {
          ...bar,
          barThickness: 3,
          data: parts.map((part) => [
            prediction.qps,
            within(gains(part, prediction) ? (part.freed ?? 0) : prediction.qps),
          ]),
          backgroundColor: theme.accent,
          order: 0,
        },
      ],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { top: 12 } },
      scales: {
        x: {
          type: 'logarithmic',
          min,
          max,
          grid: { color: theme.grid },
          ticks: { maxTicksLimit: 6, callback: (value) => number(Number(value)) },
        },
        y: { display: false },
      },
      plugins: { legend: { display: false }, tooltip: tooltip(bound) },
      interaction: { mode: 'index', axis: 'y', intersect: false },
    },
    plugins: [scaleLines(linesOf(bound, theme)), rowLabels(labels, theme)],
  };
}

function tooltip({ parts, prediction }: Bound) {
  return {
    filter: ({ datasetIndex }: { datasetIndex: number }) => datasetIndex === 0,
    displayColors: false,
    callbacks: {
      label: ({ dataIndex }: { dataIndex: number }) => {
        const part = parts[dataIndex];
        return part ? [l10n.t('{0} busy', percent(part.busy, 1)), ...said(part, prediction)] : '';
      },
    },
  };
}

function said({ roof, freed }: ShownPart, { qps }: ShownPrediction): string[] {
  return [
    ...(roof === undefined ? [] : [l10n.t('Alone it allows {0} frames/s', rate(roof))]),
    ...(freed === undefined
      ? []
      : [l10n.t('Were it free: {0} frames/s ({1})', rate(freed), change(qps, freed))]),
  ];
}

/** What the lines and bars are. */
function keys({ prediction, measured }: Bound): HTMLElement {
  const { qps, qpsRange } = prediction;
  const entry = (kind: string, text: string) => h('li', {}, h('span', { class: `key ${kind}` }), text);
  return h(
    'ul',
    { class: 'keys' },
    entry('line', l10n.t('predicted {0} ({1})', rate(qps), rangeText(qps, qpsRange))),
    measured !== undefined && entry('line measured', l10n.t('measured {0}', rate(measured))),
    entry('line bound', boundWords(prediction)),
    entry('bar', l10n.t('what the part alone allows, by a closed formula')),
    entry('bar freed', l10n.t('what it would gain, were it free, by simulation')),
  );
}

/** The range holds what the assumed times may be as well, and may go past the bounds. */
function boundWords({ bounds, qpsRange: [low, high] }: Bound['prediction']): string {
  const text = boundsText(bounds);
  return low < bounds.lower || high > bounds.upper
    ? l10n.t('bound {0}, by closed formulas, at the times that are assumed', text)
    : l10n.t('bound {0}, by closed formulas', text);
}

/** The parts of a program by what each does to the rate, with their table. */
export function boundChart(bound: Bound): ChartView {
  const { parts, prediction } = bound;
  const spoken = listed(parts.map((part) => [part.name, ...said(part, prediction)].join(' ')));
  const view = chartView(
    l10n.t('Rates that each part allows, the lowest first: {0}', spoken),
    parts.length * ROW_HEIGHT + SCALE,
    (theme) => configuration(bound, theme) as unknown as ChartConfiguration,
  );
  const orNone = (value: number | undefined): string => (value === undefined ? '–' : rate(value));
  const content = () =>
    table({
      caption: l10n.t('What each part does to the rate'),
      head: [
        l10n.t('Part'),
        l10n.t('Busy'),
        l10n.t('Alone at most'),
        l10n.t('Were it free'),
        l10n.t('Change'),
      ],
      rows: parts.map(({ name, busy, roof, freed }) => [
        name,
        percent(busy, 1),
        orNone(roof),
        orNone(freed),
        freed === undefined ? '' : change(prediction.qps, freed),
      ]),
    });
  return { ...view, element: h('div', {}, view.element, keys(bound), twin('bound', content)) };
}
