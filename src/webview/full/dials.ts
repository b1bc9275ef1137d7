/** A control for each parameter: a slider and a field that follow each other. */
import * as l10n from '@vscode/l10n';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import { h, uniqueId } from '../dom.ts';
import { choiceField } from '../parts/choices.ts';
import { isWhole, numberField } from '../parts/number-field.ts';
import { number } from '../words.ts';

/** Beyond this ratio of its ends a slider moves by factors. */
const logarithmicFrom = 200;

interface Scale {
  toSlider(value: number): number;
  toValue(position: number): number;
}

/** Positions 0…1000. Counts stay whole. */
export function sliderScale({ range, unit }: Pick<ParameterState, 'range' | 'unit'>): Scale {
  const [low, high] = range;
  const whole = isWhole({ unit });
  const tidy = (value: number) =>
    Math.min(high, Math.max(low, whole ? Math.round(value) : Number(value.toPrecision(3))));
  if (low > 0 && high / low > logarithmicFrom) {
    const ratio = Math.log(high / low);
    return {
      toSlider: (value) => (Math.log(value / low) / ratio) * 1000,
      toValue: (position) => tidy(low * Math.exp((position / 1000) * ratio)),
    };
  }
  return {
    toSlider: (value) => ((value - low) / Math.max(high - low, 1e-9)) * 1000,
    toValue: (position) => tidy(low + (position / 1000) * (high - low)),
  };
}

export interface Control {
  element: HTMLElement;
  set(value: number): void;
}

export function control(
  parameter: ParameterState,
  initial: number,
  changed: (value: number) => void,
): Control {
  const { choices } = parameter;
  return choices
    ? choiceControl(parameter, choices, initial, changed)
    : numberControl(parameter, initial, changed);
}

/** A parameter's name, its fields, and where it comes from. */
const labelled = (
  { name, description, evidence }: ParameterState,
  id: string,
  ...fields: HTMLElement[]
): HTMLElement =>
  h(
    'div',
    { class: 'control' },
    h('label', { attributes: { for: id } }, name),
    ...fields,
    h('p', { class: 'where' }, description ?? evidence ?? ''),
  );

function choiceControl(
  parameter: ParameterState,
  choices: readonly string[],
  initial: number,
  changed: (value: number) => void,
): Control {
  const { name } = parameter;
  const id = uniqueId('whatif');
  const field = choiceField(choices, initial, { id, key: `field-${name}` });
  const show = (value: number): void => {
    field.value = String(value);
    element.classList.toggle('changed', value !== parameter.value);
  };
  const element = labelled(parameter, id, field);
  field.addEventListener('change', () => {
    show(Number(field.value));
    changed(Number(field.value));
  });
  show(initial);
  return { element, set: show };
}

function numberControl(
  parameter: ParameterState,
  initial: number,
  changed: (value: number) => void,
): Control {
  const { name } = parameter;
  const scale = sliderScale(parameter);
  const id = uniqueId('whatif');
  const slider = h('input', {
    key: `slider-${name}`,
    attributes: { type: 'range', min: 0, max: 1000, step: 1, 'aria-label': name },
  });
  const field = numberField(parameter, { id, key: `field-${name}` });
  const show = (value: number): void => {
    field.set(value);
    slider.value = String(scale.toSlider(value));
    slider.style.setProperty('--fill', `${scale.toSlider(value) / 10}%`);
    slider.setAttribute('aria-valuetext', number(value));
    element.classList.toggle('changed', value !== parameter.value);
  };
  const element = labelled(parameter, id, field.input, field.problem, slider);
  slider.addEventListener('input', () => {
    const value = scale.toValue(slider.valueAsNumber);
    show(value);
    changed(value);
  });
  field.input.addEventListener('change', () => {
    const value = field.read();
    if (value === undefined) return;
    show(value);
    changed(value);
  });
  show(initial);
  return { element, set: show };
}

/** What shapes the pipeline stands open; sizes and the like, which are many, behind a line. */
export function dials(controls: { parameter: ParameterState; element: HTMLElement }[]): HTMLElement[] {
  const shaping = controls.filter(({ parameter }) => parameter.role !== undefined || controls.length <= 4);
  const others = controls.filter((each) => !shaping.includes(each));
  const elements = shaping.map(({ element }) => element);
  if (others.length === 0) return elements;
  const summary = h('summary', { key: 'others' }, l10n.t('Other parameters ({0})', others.length));
  const rest = h('div', { class: 'dials' }, ...others.map(({ element }) => element));
  return [...elements, h('details', { attributes: { open: shaping.length === 0 } }, summary, rest)];
}
