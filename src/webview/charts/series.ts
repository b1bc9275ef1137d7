/** Measured runs beside what is predicted for the same values, against the parameter that they vary. */
import type { ChartConfiguration } from 'chart.js';
import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../server/protocol.ts';
import { change, percent, rate } from '../words.ts';
import { scaleOf } from './curves.ts';
import { chartView, legend } from './chart.ts';
import type { ChartView } from './chart.ts';
import type { Theme } from '../theme.ts';
import { ownValue } from '../../base/own-value.ts';

type Run = Comparison['runs'][number];

/** The parameter with the most values among the runs. */
export function variedBy(runs: readonly Run[]): string | undefined {
  const names = new Set(runs.flatMap(({ settings }) => Object.keys(settings)));
  const count = (name: string): number => new Set(runs.map(({ settings }) => ownValue(settings, name))).size;
  return [...names].sort((one, other) => count(other) - count(one))[0];
}

/** Mean of the differences' sizes, as a share of what was measured. */
export function meanDifference(runs: readonly Run[]): number | undefined {
  const shares = runs.flatMap(({ predicted, measured }) =>
    predicted === null || measured === 0 ? [] : [Math.abs(predicted / measured - 1)],
  );
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

function configuration(runs: readonly Run[], name: string, theme: Theme): ChartConfiguration<'line'> {
  const at = ({ settings }: Run): number => ownValue(settings, name) ?? NaN;
  const placed = runs.filter((run) => !Number.isNaN(at(run))).sort((one, other) => at(one) - at(other));
  const [line, points] = [theme.series[0] ?? theme.accent, theme.series[2] ?? theme.accent];
  const predicted = placed.flatMap((run) =>
    run.predicted === null ? [] : [{ x: at(run), y: run.predicted }],
  );
  const measured = placed.map((run) => ({ x: at(run), y: run.measured }));
  const title = (text: string) => ({ display: true, text, color: theme.muted });
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: l10n.t('Predicted'),
          data: predicted,
          borderColor: line,
          backgroundColor: line,
          borderWidth: 2,
        },
        {
          label: l10n.t('Measured'),
          data: measured,
          showLine: false,
          borderColor: points,
          backgroundColor: points,
          pointStyle: 'triangle',
          pointRadius: 6,
          order: -1,
        },
      ],
    },
    options: {
      parsing: false,
      interaction: { mode: 'nearest', axis: 'x', intersect: false },
      scales: {
        x: { ...scaleOf(placed.map(at)), title: title(name), grid: { color: theme.grid } },
        y: { beginAtZero: true, title: title(l10n.t('Frames per second')), grid: { color: theme.grid } },
      },
      plugins: { legend },
    },
  };
}

/** Undefined where the runs vary nothing. */
export function seriesChart(runs: readonly Run[]): ChartView | undefined {
  const name = variedBy(runs);
  if (name === undefined || runs.length < 2) return undefined;
  const spoken = runs.map(
    ({ settings, predicted, measured }) =>
      `${ownValue(settings, name) ?? ''}: ${rate(measured)}${predicted === null ? '' : ` (${change(measured, predicted)})`}`,
  );
  return chartView(
    l10n.t('Measured rates against {0}, and how far the prediction is off: {1}', name, spoken.join(', ')),
    280,
    (theme) => configuration(runs, name, theme) as ChartConfiguration,
  );
}

/** How far the prediction is off, in a sentence. */
export function seriesSummary(runs: readonly Run[]): string {
  const mean = meanDifference(runs);
  return mean === undefined
    ? l10n.t('{0} runs, none of which can be predicted.', runs.length)
    : l10n.t('{0} runs; the prediction is off by {1} on average.', runs.length, percent(mean, 1));
}
