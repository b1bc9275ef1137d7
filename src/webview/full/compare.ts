/** Prediction beside measurement, quantity by quantity. */
import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../server/protocol.ts';
import { button, h } from '../dom.ts';
import { table } from '../parts/table.ts';
import { change, number, resourceName } from '../words.ts';
import type { SectionInput, SectionView } from './session.ts';

type Row = Comparison['rows'][number];

const kinds: Record<Row['kind'], (subject: string) => string> = {
  throughput: (subject) =>
    subject === 'program' ? l10n.t('Frames per second') : l10n.t('Frames per second of {0}', subject),
  utilization: (subject) =>
    l10n.t('{0}, busy', subject === 'memory' ? l10n.t('Memory') : resourceName(subject)),
  task: (subject) => l10n.t('Device task {0}', subject),
  api: (subject) => l10n.t('Host API {0}', subject),
  latency: (subject) => l10n.t('Latency of {0}', resourceName(subject)),
  duration: (subject) => l10n.t('Duration of {0}', subject),
  bandwidth: (subject) => l10n.t('Bandwidth of {0}', resourceName(subject)),
  size: (subject) => l10n.t('Size of {0}', subject),
};

/** What a row compares, in words. */
const quantityOf = ({ kind, subject }: Row): string => kinds[kind](subject);

function rows(comparison: Comparison): string[][] {
  return comparison.rows.map((row) => {
    const { unit, predicted, measured, from } = row;
    return [
      `${quantityOf(row)} (${unit})`,
      predicted === null ? '–' : number(predicted),
      number(measured),
      predicted === null ? '' : change(measured, predicted),
      from,
    ];
  });
}

export function comparisonTable(comparison: Comparison): HTMLElement {
  return h(
    'div',
    {},
    table({
      caption: l10n.t('Prediction beside measurement'),
      head: [
        l10n.t('Quantity'),
        l10n.t('Predicted'),
        l10n.t('Measured'),
        l10n.t('Difference'),
        l10n.t('From'),
      ],
      rows: rows(comparison),
      text: [4],
    }),
    ...comparison.notes.map((note) => h('p', { class: 'quiet' }, note)),
  );
}

export function compareSection({ state, session }: SectionInput): SectionView {
  const choose = button(l10n.t('Choose measurement…'), () => session.command('compare'), {
    class: 'primary',
    key: 'compare',
  });
  const help = h(
    'p',
    {},
    l10n.t(
      'Pick what was measured on the device: a profile of msprof (CSV or JSON), the output of npu-smi or ais_bench, or your program’s own log. Nothing leaves this machine.',
    ),
  );
  const element = state.comparison
    ? h('div', {}, comparisonTable(state.comparison), h('div', { class: 'controls' }, choose))
    : h('div', { class: 'empty' }, help, h('div', { class: 'controls' }, choose));
  return { element, destroy: () => undefined };
}
