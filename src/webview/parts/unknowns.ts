/** What the source does not tell, each with a control that settles it. */
import * as l10n from '@vscode/l10n';
import type { ProgramReport } from '../../server/protocol.ts';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import type { Actions } from '../actions.ts';
import { button, h, uniqueId } from '../dom.ts';
import { choiceField, valueName } from './choices.ts';
import { numberField } from './number-field.ts';
import { goToButton } from './advice.ts';

type Unknown = ProgramReport['unknowns'][number];
type Told = Pick<ProgramReport, 'unknowns' | 'parameters'>;

/** A field for the parameter's value, the choices of a mode or a number in its range; Enter or the button sets it. */
export function parameterForm(parameter: ParameterState, set: Actions['setParameter']): HTMLElement {
  const { name, value, sourceValue, choices } = parameter;
  const id = uniqueId('parameter');
  const field = choices
    ? ofChoices(choiceField(choices, value, { id, key: `value-${name}` }))
    : numberField(parameter, { id, key: `value-${name}` });
  if (parameter.isMissing !== true) field.set(value);
  const form = h(
    'form',
    { class: 'set', attributes: { novalidate: true } },
    h('label', { attributes: { for: id } }, name),
    field.input,
    h(
      'button',
      { key: `set-${name}`, attributes: { type: 'submit', 'aria-label': l10n.t('Set {0}', name) } },
      l10n.t('Set'),
    ),
    value !== sourceValue &&
      button(l10n.t('Reset'), () => set(name, null), {
        class: 'link',
        key: `reset-${name}`,
        attributes: {
          title: l10n.t('Back to {0}', valueName(parameter, sourceValue)),
          'aria-label': l10n.t('Reset {0}', name),
        },
      }),
    'problem' in field && field.problem,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = field.read();
    if (wanted !== undefined) set(name, wanted);
  });
  return form;
}

const ofChoices = (input: HTMLSelectElement) => ({
  input,
  read: (): number | undefined => Number(input.value),
  set: (value: number): void => void (input.value = String(value)),
});

function item(unknown: Unknown, report: Told, actions: Partial<Actions>, index: number): HTMLElement {
  const parameter = report.parameters.find(({ name }) => name === unknown.parameter);
  return h(
    'li',
    { class: 'card unknown' },
    h('p', { class: 'message' }, unknown.message),
    h('p', { class: 'where' }, unknown.settle),
    parameter && actions.setParameter && parameterForm(parameter, actions.setParameter),
    unknown.source &&
      actions.goTo &&
      h('div', { class: 'controls' }, goToButton(unknown.source, actions.goTo, `unknown-${index}`)),
  );
}

export function unknownsPart(report: Told, actions: Partial<Actions>): HTMLElement {
  return h(
    'ul',
    { class: 'cards' },
    ...report.unknowns.map((unknown, index) => item(unknown, report, actions, index)),
  );
}
