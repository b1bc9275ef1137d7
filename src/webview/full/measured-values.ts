/** Constants that a measurement tells, and what keeps them for the workspace. */
import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../server/protocol.ts';
import { button, h } from '../dom.ts';
import { table } from '../parts/table.ts';
import { change, number } from '../words.ts';
import type { Session } from './session.ts';

const digits = (value: number): string => number(Number(value.toPrecision(4)), 6);

const useButton = (session: Session, constant?: string): HTMLElement =>
  button(
    constant === undefined ? l10n.t('Use all measured values') : l10n.t('Use'),
    () => session.command('useMeasured', constant),
    {
      key: `use-${constant ?? 'all'}`,
      ...(constant !== undefined && {
        attributes: { 'aria-label': l10n.t('Use the measured {0}', constant) },
      }),
    },
  );

/** A model's time by its model and batch; other constants by their path in a profile. */
function nameOf(constant: string): string {
  const [, model, batch] = /^models\.(.+)\.(\d+)\.milliseconds$/.exec(constant) ?? [];
  return model === undefined ? constant : l10n.t('{0}, batch {1}', model, Number(batch));
}

export function measuredValues(values: Comparison['values'], session: Session): HTMLElement | null {
  if (values.length === 0) return null;
  const rows = values.map(({ constant, unit, predicted, measured, from }) => [
    `${nameOf(constant)} (${unit})`,
    predicted === null ? '–' : digits(predicted),
    digits(measured),
    predicted === null ? '' : change(measured, predicted),
    useButton(session, constant),
    from,
  ]);
  return h(
    'div',
    {},
    table({
      caption: l10n.t('Constants as measured, for this workspace to keep'),
      head: [
        l10n.t('Constant'),
        l10n.t('Predicted'),
        l10n.t('Measured'),
        l10n.t('Difference'),
        l10n.t('Use'),
        l10n.t('From'),
      ],
      rows,
      text: [4, 5],
    }),
    values.length > 1 && h('div', { class: 'controls' }, useButton(session)),
  );
}
