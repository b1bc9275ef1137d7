/** A frame's way as a waterfall: each stage begins where the one before it ended, first its wait, then its work. */
import type { ChartConfiguration } from 'chart.js';
import * as l10n from '@vscode/l10n';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { table, twin } from '../parts/table.ts';
import type { Theme } from '../theme.ts';
import { duration, listed, percent, resourceName } from '../words.ts';
import { chartView } from './chart.ts';
import type { ChartView } from './chart.ts';
import { rowLabels } from './row-labels.ts';

interface Stage {
  name: string;
  resource: string;
  startMs: number;
  waitMs: number;
  workMs: number;
  share: number;
  isBinding: boolean;
}

const ROW_HEIGHT = 34;
const SCALE = 34;
/** Stages of a smaller share are summed up at the end. */
const LEAST_SHARE = 0.01;

function stagesOf({ criticalPath, bottleneck }: ShownPrediction): Stage[] {
  const shown = criticalPath.filter(({ share }) => share >= LEAST_SHARE);
  const rest = criticalPath.filter(({ share }) => share < LEAST_SHARE);
  const sum = (of: (step: (typeof rest)[number]) => number) =>
    rest.reduce((total, step) => total + of(step), 0);
  const others = {
    ...{ what: l10n.t('others'), resource: '', share: sum(({ share }) => share) },
    ...{
      milliseconds: sum(({ milliseconds }) => milliseconds),
      waitedMs: sum(({ waitedMs = 0 }) => waitedMs),
    },
  };
  let startMs = 0;
  return [...shown, ...(rest.length > 0 ? [others] : [])].map((step) => {
    const { what, resource, milliseconds, waitedMs = 0, share } = step;
    const stage = { name: what, resource, startMs, waitMs: waitedMs, workMs: milliseconds - waitedMs, share };
    startMs += milliseconds;
    return { ...stage, isBinding: resource === bottleneck.resource };
  });
}

const valueOf = ({ waitMs, workMs }: Stage): string =>
  waitMs >= 0.01 * workMs ? `${duration(waitMs)} + ${duration(workMs)}` : duration(workMs);

function configuration(
  stages: readonly Stage[],
  theme: Theme,
): ChartConfiguration<'bar', [number, number][]> {
  const bar = { barThickness: 8, borderSkipped: false as const, grouped: false };
  const outline = theme.outline === null ? {} : { borderColor: theme.outline, borderWidth: 1 };
  const labels = stages.map((stage) => ({
    name: stage.name,
    value: valueOf(stage),
    strong: stage.isBinding,
  }));
  return {
    type: 'bar',
    data: {
      labels: stages.map(({ name }) => name),
      datasets: [
        {
          ...bar,
          data: stages.map(({ startMs, waitMs }) => [startMs, startMs + waitMs]),
          backgroundColor: theme.track,
          borderColor: theme.muted,
          borderWidth: stages.map(({ waitMs }) => (waitMs > 0 ? 1 : 0)),
        },
        {
          ...bar,
          ...outline,
          data: stages.map(({ startMs, waitMs, workMs }) => [startMs + waitMs, startMs + waitMs + workMs]),
          backgroundColor: stages.map(({ isBinding }) => (isBinding ? theme.accent : theme.quiet)),
        },
      ],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { top: 12 } },
      scales: {
        x: {
          min: 0,
          grid: { color: theme.grid },
          ticks: { maxTicksLimit: 6, callback: (value) => duration(Number(value)) },
        },
        y: { display: false },
      },
      plugins: { legend: { display: false }, tooltip: tooltip(stages) },
      interaction: { mode: 'index', axis: 'y', intersect: false },
    },
    plugins: [rowLabels(labels, theme)],
  };
}

function tooltip(stages: readonly Stage[]) {
  return {
    filter: ({ datasetIndex }: { datasetIndex: number }) => datasetIndex === 0,
    displayColors: false,
    callbacks: {
      label: ({ dataIndex }: { dataIndex: number }) => {
        const stage = stages[dataIndex];
        return stage ? [placeOf(stage), ...said(stage)] : '';
      },
    },
  };
}

const placeOf = ({ resource }: Stage): string => (resource === '' ? '' : resourceName(resource));
const said = ({ waitMs, workMs }: Stage): string[] => [
  l10n.t('waits {0}', duration(waitMs)),
  l10n.t('works {0}', duration(workMs)),
];

function keys(): HTMLElement {
  const entry = (kind: string, text: string) => h('li', {}, h('span', { class: `key ${kind}` }), text);
  return h(
    'ul',
    { class: 'keys' },
    entry('bar waits', l10n.t('waits for its turn')),
    entry('bar', l10n.t('works')),
    entry('bar freed', l10n.t('works on what sets the pace')),
  );
}

/** The stages in the order of a frame's way, with their table. */
export function waterfallChart(prediction: ShownPrediction): ChartView {
  const stages = stagesOf(prediction);
  const spoken = listed(stages.map((stage) => [stage.name, ...said(stage)].join(' ')));
  const view = chartView(
    l10n.t('Stages of a frame, one after the other: {0}', spoken),
    stages.length * ROW_HEIGHT + SCALE,
    (theme) => configuration(stages, theme) as unknown as ChartConfiguration,
  );
  const content = () =>
    table({
      caption: l10n.t('Stages of a frame'),
      head: [l10n.t('Stage'), l10n.t('Resource'), l10n.t('Waits'), l10n.t('Works'), l10n.t('Share')],
      rows: stages.map((stage) => [
        stage.name,
        placeOf(stage),
        duration(stage.waitMs),
        duration(stage.workMs),
        percent(stage.share),
      ]),
      text: [1],
    });
  return { ...view, element: h('div', {}, view.element, keys(), twin('waterfall', content)) };
}
