/** Fields of a form, each with its label, and with what is wrong with it below. */
import { h, uniqueId } from '../dom.ts';
import type { Child } from '../dom.ts';
import { numberField } from './number-field.ts';

export interface Field<T> {
  element: HTMLElement;
  /** Undefined where the text makes no sense, which is then said. */
  read(): T | undefined;
}

const labelled = (label: string, id: string, ...children: Child[]): HTMLElement =>
  h('div', { class: 'field' }, h('label', { attributes: { for: id } }, label), ...children);

interface NumberShape {
  range: readonly [number, number];
  unit?: string;
}

function shapedNumber(label: string, key: string, { range: [low, high], unit = '' }: NumberShape) {
  const id = uniqueId('field');
  const field = numberField({ range: [low, high], unit, value: low }, { id, key });
  return { ...field, element: labelled(label, id, field.input, field.problem) };
}

/** A whole number, or one with a unit that may have parts. */
export function numberOf(
  label: string,
  key: string,
  { value, ...shape }: NumberShape & { value: number },
): Field<number> {
  const field = shapedNumber(label, key, shape);
  field.set(value);
  return field;
}

/** The same, which may stay empty: null. */
export function optionalNumberOf(label: string, key: string, shape: NumberShape): Field<number | null> {
  const field = shapedNumber(label, key, shape);
  const { input, problem, element } = field;
  return {
    element,
    read() {
      if (input.value !== '' || input.validity.badInput) return field.read();
      // What was wrong before is no more.
      input.removeAttribute('aria-invalid');
      problem.textContent = '';
      return null;
    },
  };
}

export interface Pick<T> {
  element: HTMLElement;
  select: HTMLSelectElement;
  read(): T;
}

export function pickOf<T extends string>(
  label: string,
  key: string,
  choices: readonly (readonly [T, string])[],
  now: T,
): Pick<T> {
  const id = uniqueId('field');
  const options = choices.map(([value, name]) =>
    h('option', { attributes: { value, selected: value === now } }, name),
  );
  const select = h('select', { key, attributes: { id } }, ...options);
  return {
    element: labelled(label, id, select),
    select,
    read: () => choices.find(([value]) => value === select.value)?.[0] ?? now,
  };
}

interface TextShape<T> {
  value: string;
  /** Undefined where the text is none. */
  parse: (text: string) => T | undefined;
  /** What is said then. */
  wanted: string;
  /** What may be picked instead of typed. */
  options?: readonly string[];
}

export function textOf<T>(
  label: string,
  key: string,
  { value, parse, wanted, options = [] }: TextShape<T>,
): Field<T> {
  const [id, listId, problemId] = [uniqueId('field'), uniqueId('list'), uniqueId('problem')];
  const input = h('input', {
    key,
    attributes: {
      ...{ id, type: 'text', value, autocomplete: 'off', spellcheck: 'false' },
      ...{ list: options.length > 0 && listId, 'aria-describedby': problemId },
    },
  });
  const problem = h('p', { class: 'problem', attributes: { id: problemId, role: 'alert' } });
  const listed = options.map((option) => h('option', { attributes: { value: option } }));
  const list = options.length > 0 && h('datalist', { attributes: { id: listId } }, ...listed);
  return {
    element: labelled(label, id, input, list, problem),
    read() {
      const read = parse(input.value.trim());
      problem.textContent = read === undefined ? wanted : '';
      if (read === undefined) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
      return read;
    },
  };
}
