/** Prediction beside measurement, quantity by quantity. */
import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../server/protocol.ts';
import { button, h } from '../dom.ts';
import { table } from '../parts/table.ts';
import { change, number } from '../words.ts';
import type { SectionInput, SectionView } from './session.ts';

function rows(comparison: Comparison): string[][] {
  return comparison.rows.map(({ quantity, unit, predicted, measured, from }) => [
    `${quantity} (${unit})`,
    predicted === null ? '–' : number(predicted),
    number(measured),
    predicted === null ? '' : change(measured, predicted),
    from,
  ]);
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
