/** A field that answers what the source does not tell, and where the answer goes. */
import * as l10n from '@vscode/l10n';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import type { Actions } from '../actions.ts';
import { button, h, uniqueId } from '../dom.ts';
import { destinations } from '../protocol.ts';
import type { Destination, WrittenToSource } from '../protocol.ts';
import { listed, unitName } from '../words.ts';
import { choiceField, valueName } from './choices.ts';
import { numberField } from './number-field.ts';

const names: Record<Destination, () => string> = {
  settings: () => l10n.t('settings'),
  source: () => l10n.t('a comment in the source'),
  configuration: () => '.acl-perf.json',
};

/** As it was chosen last; what became of the last answer is told once the page is built anew. */
let chosen: Destination = 'settings';
let told = '';

/** What the answers go to, and what became of the last one. */
export interface Answers {
  element: HTMLElement;
  give(name: string, value: number): void;
  takeBack(name: string): void;
}

export function answersTo({ answer, setParameter }: Pick<Actions, 'answer' | 'setParameter'>): Answers {
  const id = uniqueId('destination');
  const options = destinations.map((to) => h('option', { attributes: { value: to } }, names[to]()));
  const select = h('select', { key: 'destination', attributes: { id } }, ...options);
  select.value = chosen;
  select.addEventListener(
    'change',
    () => (chosen = destinations.find((to) => to === select.value) ?? chosen),
  );
  const status = h('p', { class: 'quiet', attributes: { role: 'status' } }, told);
  told = '';
  const say = (text: string): void => {
    told = text;
    status.textContent = text;
  };
  return {
    element: h(
      'div',
      { class: 'answers' },
      h('label', { attributes: { for: id } }, l10n.t('Answers go to')),
      select,
      status,
    ),
    give(name, value) {
      const to = chosen;
      answer(name, value, to).then(
        (became) => say(whatBecame(became, to)),
        (error: unknown) => say(error instanceof Error ? error.message : String(error)),
      );
    },
    takeBack: (name) => setParameter(name, null),
  };
}

function whatBecame({ places, notWritten, remarks }: WrittenToSource, to: Destination): string {
  const [refused] = notWritten;
  if (refused)
    return l10n.t('Not written: {0}: {1}. Let it go to the settings.', refused.name, refused.reason);
  if (to !== 'source') {
    const [file] = places;
    return file === undefined
      ? l10n.t('Kept in the settings (ascendcl.parameters).')
      : l10n.t('Kept in {0}.', file);
  }
  const besides = remarks.map(
    ({ name, reason }) => ` ${l10n.t('To do besides: {0}.', `${name}: ${reason}`)}`,
  );
  return `${l10n.t('Written: {0}. Save the file to keep it.', listed(places))}${besides.join('')}`;
}

/** A field for the parameter's value, the choices of a mode or a number in its range; Enter or the button gives it. */
export function answerForm(parameter: ParameterState, answers: Answers, isSettled: boolean): HTMLElement {
  const { name, value, unit, choices } = parameter;
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
    h('span', { class: 'unit' }, choices ? '' : unitName(unit)),
    submitButton(name),
    isSettled && takeBackButton(parameter, answers),
    'problem' in field && field.problem,
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = field.read();
    if (wanted === undefined) return;
    if (!isSettled) focusNext(form);
    answers.give(name, wanted);
  });
  return form;
}

const submitButton = (name: string): HTMLElement =>
  h(
    'button',
    { key: `set-${name}`, attributes: { type: 'submit', 'aria-label': l10n.t('Set {0}', name) } },
    l10n.t('Set'),
  );

const takeBackButton = (parameter: ParameterState, answers: Answers): HTMLElement =>
  button(l10n.t('Take back'), () => answers.takeBack(parameter.name), {
    class: 'link',
    key: `reset-${parameter.name}`,
    attributes: {
      title: l10n.t('Back to {0}', valueName(parameter, parameter.sourceValue)),
      'aria-label': l10n.t('Take back {0}', parameter.name),
    },
  });

/** An answered question leaves the list: the keyboard goes on with the next one. */
function focusNext(form: HTMLElement): void {
  const fields = [...document.querySelectorAll<HTMLElement>('.set > input, .set > select')];
  const at = fields.findIndex((field) => form.contains(field));
  fields
    .slice(at + 1)
    .find((field) => field.checkVisibility())
    ?.focus();
}

const ofChoices = (input: HTMLSelectElement) => ({
  input,
  read: (): number | undefined => Number(input.value),
  set: (value: number): void => void (input.value = String(value)),
});
