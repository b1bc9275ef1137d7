/** The choices of a mode. */
import type { ParameterState } from '../../server/protocol-shapes.ts';
import { h } from '../dom.ts';
import { number } from '../words.ts';

/** A list to pick one from; its value is the choice's place. */
export function choiceField(
  choices: readonly string[],
  value: number,
  { id, key }: { id: string; key: string },
): HTMLSelectElement {
  const options = choices.map((choice, at) => h('option', { attributes: { value: at } }, choice));
  const field = h('select', { key, attributes: { id } }, ...options);
  field.value = String(value);
  return field;
}

/** A value as it is read: by its name, where it is a mode's. */
export const valueName = ({ choices }: Pick<ParameterState, 'choices'>, value: number): string =>
  choices?.[value] ?? number(value);
