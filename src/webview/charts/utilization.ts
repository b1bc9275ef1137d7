/** How busy each resource is: bars from the busiest down, the binding one in the accent colour. */
import type { ChartConfiguration } from 'chart.js';
import type { ShownPrediction } from '../../server/protocol-shapes.ts';
import * as l10n from '@vscode/l10n';
import type { IdleCause } from '../../sim/prediction.ts';
import { h } from '../dom.ts';
import { table, twin } from '../parts/table.ts';
import type { Theme } from '../theme.ts';
import { listed, percent, resourceName } from '../words.ts';
import { chartView } from './chart.ts';
import type { ChartView } from './chart.ts';
import { rowLabels } from './row-labels.ts';
import { ownValue } from '../../base/own-value.ts';

export interface UtilizationRow {
  id: string;
  name: string;
  share: number;
  binding: boolean;
  /** Where the rest of the time goes, largest first. */
  idle: { cause: IdleCause; share: number }[];
}

/** Shares below this say nothing. */
const leastShare = 0.001;

const idleNames: Record<IdleCause, () => string> = {
  upstream: () => l10n.t('waits for work'),
  host: () => l10n.t('waits for the host'),
  sync: () => l10n.t('waits for a synchronization'),
  memory: () => l10n.t('waits for memory'),
  scheduler: () => l10n.t('waits for the scheduler'),
  none: () => l10n.t('nothing to do'),
};

export const idleName = (cause: IdleCause): string => idleNames[cause]();

/** Engines and threads of the host, busiest first. */
export function utilizationRows(prediction: ShownPrediction): UtilizationRow[] {
  const { utilization, hostThreads, bottleneck, idle } = prediction;
  const engines = Object.entries(utilization).map(([id, share]) => ({
    id,
    resource: id,
    name: resourceName(id),
    share,
  }));
  const threads = Object.entries(hostThreads).map(([id, share]) => ({
    id,
    resource: `host ${id}`,
    name: l10n.t('Host: {0}', id),
    share,
  }));
  return [...engines, ...threads]
    .filter(({ share }) => share >= leastShare)
    .map(({ resource, ...row }) => ({
      ...row,
      binding: resource === bottleneck.resource,
      idle: causesOf(ownValue(idle, row.id)),
    }))
    .sort((one, other) => other.share - one.share);
}

function causesOf(idle: ShownPrediction['idle'][string] | undefined): UtilizationRow['idle'] {
  return (Object.entries(idle ?? {}) as [IdleCause, number][])
    .map(([cause, share]) => ({ cause, share }))
    .filter(({ share }) => share >= leastShare)
    .sort((one, other) => other.share - one.share);
}

const rowHeight = 30;

function configuration(rows: UtilizationRow[], theme: Theme): ChartConfiguration<'bar'> {
  const bar = { barThickness: 6, borderRadius: 3, borderSkipped: false as const, grouped: false };
  const outline = theme.outline === null ? {} : { borderColor: theme.outline, borderWidth: 1 };
  return {
    type: 'bar',
    data: {
      labels: rows.map(({ name }) => name),
      datasets: [
        {
          ...bar,
          ...outline,
          data: rows.map(({ share }) => Math.min(share, 1)),
          backgroundColor: rows.map(({ binding }) => (binding ? theme.accent : theme.quiet)),
          order: 0,
        },
        { ...bar, ...outline, data: rows.map(() => 1), backgroundColor: theme.track, order: 1 },
      ],
    },
    options: {
      indexAxis: 'y',
      layout: { padding: { top: 8 } },
      scales: { x: { display: false, min: 0, max: 1 }, y: { display: false } },
      plugins: { legend: { display: false }, tooltip: tooltip(rows) },
      interaction: { mode: 'index', axis: 'y', intersect: false },
    },
    plugins: [
      rowLabels(
        rows.map(({ name, share, binding }) => ({ name, value: percent(share), strong: binding })),
        theme,
      ),
    ],
  };
}

function tooltip(rows: UtilizationRow[]) {
  return {
    filter: ({ datasetIndex }: { datasetIndex: number }) => datasetIndex === 0,
    displayColors: false,
    callbacks: {
      label: ({ dataIndex }: { dataIndex: number }) => {
        const row = rows[dataIndex];
        if (!row) return '';
        const busy = l10n.t('{0} busy', percent(row.share, 1));
        return [busy, ...row.idle.map(({ cause, share }) => `${percent(share, 1)} ${idleName(cause)}`)];
      },
    },
  };
}

export function utilizationChart(prediction: ShownPrediction): ChartView {
  const rows = utilizationRows(prediction);
  const spoken = listed(rows.map(({ name, share }) => `${name} ${percent(share)}`));
  const view = chartView(
    l10n.t('Utilization, busiest first: {0}', spoken),
    rows.length * rowHeight + 12,
    (theme) => configuration(rows, theme) as ChartConfiguration,
  );
  const causes = (row: UtilizationRow): string =>
    listed(row.idle.map(({ cause, share }) => `${idleName(cause)} ${percent(share, 1)}`));
  const element = h(
    'div',
    {},
    view.element,
    twin('utilization', () =>
      table({
        caption: l10n.t('Utilization by resource'),
        head: [l10n.t('Resource'), l10n.t('Busy'), l10n.t('Idle, by cause')],
        rows: rows.map((row) => [row.name, percent(row.share, 1), causes(row)]),
        text: [2],
      }),
    ),
  );
  return { ...view, element };
}
