/** Prediction beside measurement, quantity by quantity. */
import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../server/protocol.ts';
import { button, h } from '../dom.ts';
import { table } from '../parts/table.ts';
import { seriesChart, seriesSummary } from '../charts/series.ts';
import type { ChartView } from '../charts/chart.ts';
import { variedIn } from '../charts/measured.ts';
import { change, number, rate } from '../words.ts';
import { diagnosisList, measuredLines } from './measured-lines.ts';
import { measuredValues } from './measured-values.ts';
import type { SectionInput, SectionView } from './session.ts';
import { inWords } from './whatif-answer.ts';
import { ownValue } from '../../base/own-value.ts';

type Row = Comparison['rows'][number];

const kinds: Record<Row['kind'], (row: Row) => string> = {
  throughput: ({ subject, name }) =>
    subject === 'program' ? l10n.t('Frames per second') : l10n.t('Frames per second of {0}', name),
  utilization: ({ name }) => l10n.t('{0}, busy', name),
  task: ({ name }) => l10n.t('Device task {0}', name),
  operators: ({ name }) => l10n.t('{0}, of the AI Core’s time', name),
  api: ({ name }) => l10n.t('Host API {0}', name),
  latency: ({ name }) => l10n.t('Latency of {0}', name),
  duration: ({ name }) => l10n.t('Duration of {0}', name),
  bandwidth: ({ name }) => l10n.t('Bandwidth of {0}', name),
  size: ({ name }) => l10n.t('Size of {0}', name),
};

/** What a row compares, in words. */
const quantityOf = (row: Row): string => kinds[row.kind](row);

const unitOf = ({ unit }: Row): string => (unit === 'frames/s' ? l10n.t('frames/s') : unit);

function rows(comparison: Comparison): string[][] {
  return comparison.rows.map((row) => {
    const { predicted, measured, from } = row;
    return [
      `${quantityOf(row)} (${unitOf(row)})`,
      predicted === null ? '–' : rate(predicted),
      rate(measured),
      predicted === null ? '' : change(measured, predicted),
      from,
    ];
  });
}

function quantities(comparison: Comparison): HTMLElement | null {
  if (comparison.rows.length === 0) return null;
  return table({
    caption: l10n.t('Prediction beside measurement'),
    head: [l10n.t('Quantity'), l10n.t('Predicted'), l10n.t('Measured'), l10n.t('Difference'), l10n.t('From')],
    rows: rows(comparison),
    text: [4],
  });
}

function runsTable(runs: Comparison['runs']): HTMLElement {
  const names = [...new Set(runs.flatMap(({ settings }) => Object.keys(settings)))];
  const valueOf = (value: number | undefined): string => (value === undefined ? '–' : number(value));
  return table({
    caption: l10n.t('Measured runs beside their predictions'),
    head: [...names, l10n.t('Predicted'), l10n.t('Measured'), l10n.t('Difference'), l10n.t('From')],
    rows: runs.map(({ settings, predicted, measured, from }) => [
      ...names.map((name) => valueOf(ownValue(settings, name))),
      predicted === null ? '–' : rate(predicted),
      rate(measured),
      predicted === null ? '' : change(measured, predicted),
      from,
    ]),
    text: [names.length + 3],
  });
}

/** The curves with the runs over them; a sweep of what the runs vary is made first, where there is none. */
function layOver(runs: Comparison['runs'], { report, state, session }: SectionInput): HTMLElement {
  const vary = variedIn(runs, report);
  const has = vary.every(({ name }) => state.sweep?.vary.includes(name));
  const status = h('span', { class: 'quiet', attributes: { role: 'status' } });
  const open = async (): Promise<void> => {
    curves.disabled = true;
    const tell = (done: number, total: number) =>
      (status.textContent = l10n.t('Simulating {0} of {1}…', done, total));
    try {
      if (!has) await session.sweep({}, vary, tell);
      session.openFull('curves');
    } catch (error) {
      status.textContent = inWords(error);
      curves.disabled = false;
    }
  };
  const curves = button(l10n.t('Lay over the curves'), () => void open(), { key: 'curves' });
  return h('div', { class: 'controls' }, curves, status);
}

/** A series: as a chart, in a sentence and as a table. */
function series(
  runs: Comparison['runs'],
  input: SectionInput,
): { element: HTMLElement; chart?: ChartView } | null {
  if (runs.length === 0) return null;
  const chart = seriesChart(runs);
  const element = h(
    'div',
    {},
    h('p', { class: 'summary' }, seriesSummary(runs)),
    chart?.element,
    variedIn(runs, input.report).length > 0 && layOver(runs, input),
    runsTable(runs),
  );
  return { element, ...(chart && { chart }) };
}

export function compareSection(input: SectionInput): SectionView {
  const { state, session } = input;
  const choose = button(l10n.t('Choose measurement…'), () => session.command('compare'), {
    class: 'primary',
    key: 'compare',
  });
  const chooseFolder = button(l10n.t('Open folder…'), () => session.command('compareFolder'), {
    key: 'compare-folder',
  });
  const help = h(
    'p',
    {},
    l10n.t(
      'Pick what was measured on the device, or drop it here with Shift held: a PROF_* folder or a file of msprof (CSV, JSON or database), the output of npu-smi or ais_bench, your program’s own log, or a series of runs (CSV with a column for each parameter and one named QPS). Nothing leaves this machine.',
    ),
  );
  const { comparison } = state;
  const controls = h('div', { class: 'controls' }, choose, chooseFolder);
  if (!comparison) return { element: h('div', { class: 'empty' }, help, controls), destroy: () => undefined };
  const runs = series(comparison.runs, input);
  const notes = comparison.notes.map((note) => h('p', { class: 'quiet' }, note));
  return {
    element: h(
      'div',
      { class: 'comparison' },
      runs?.element,
      diagnosisList(comparison.diagnosis, session),
      measuredLines(comparison.lines, session),
      measuredValues(comparison.values, session),
      quantities(comparison),
      ...notes,
      controls,
    ),
    canvas: () => runs?.chart?.canvas,
    destroy: () => runs?.chart?.destroy(),
  };
}
