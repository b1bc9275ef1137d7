/** A field for a parameter's number, which says what it takes where it is given something else. */
import * as l10n from '@vscode/l10n';
import type { ParameterState } from '../../server/protocol-shapes.ts';
import { h, uniqueId } from '../dom.ts';
import { number } from '../words.ts';

type Shape = Pick<ParameterState, 'range' | 'unit' | 'value'>;

/** Counts stay whole; times, shares and rates do not. */
export const isWhole = ({ unit }: Pick<ParameterState, 'unit'>): boolean =>
  unit !== 'ms' && unit !== 'share' && unit !== 'frames/s';

export interface NumberField {
  input: HTMLInputElement;
  /** Empty while all is well. */
  problem: HTMLElement;
  /** The number; undefined, and said, where the text is none that the parameter can have. */
  read(): number | undefined;
  /** Shows a value in the place of what was typed. */
  set(value: number): void;
}

export function numberField(shape: Shape, properties: { id: string; key: string }): NumberField {
  const { id, key } = properties;
  const problemId = uniqueId('problem');
  const input = h('input', {
    key,
    attributes: { id, type: 'number', step: 'any', 'aria-describedby': problemId },
  });
  const problem = h('p', { class: 'problem', attributes: { id: problemId, role: 'alert' } });
  const say = (text: string): void => {
    problem.textContent = text;
    if (text === '') input.removeAttribute('aria-invalid');
    else input.setAttribute('aria-invalid', 'true');
  };
  return {
    input,
    problem,
    read() {
      const value = input.valueAsNumber;
      const good = fits(value, shape);
      say(good ? '' : wanted(shape));
      return good ? value : undefined;
    },
    set(value) {
      input.value = String(value);
      say('');
    },
  };
}

const fits = (value: number, { range: [low, high], unit, value: now }: Shape): boolean =>
  value >= low && value <= high && (!isWhole({ unit }) || Number.isInteger(value) || !Number.isInteger(now));

function wanted({ range: [low, high], unit }: Shape): string {
  const ends = [low, high].map((end) => number(end));
  return isWhole({ unit })
    ? l10n.t('Not used: a whole number from {0} to {1} is needed.', ...ends)
    : l10n.t('Not used: a number from {0} to {1} is needed.', ...ends);
}
