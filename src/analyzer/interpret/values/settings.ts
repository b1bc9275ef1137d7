/** Settings: places that start with a default and that run time, or a choice of it, may put another value into, once. */
import type { Interpreter } from '../interpreter.ts';
import { isMoved } from '../turns/moved.ts';
import { isAskedFor, isAskedForSome } from './asked.ts';
import { asMode, choiceIn } from './modes.ts';
import type { Cell, Value } from './value.ts';

/**
 * What a place holds where only run time tells whether it keeps what it starts with or is given one of `others`: the default
 * of a mode. Undefined where it is no setting, such as an amount.
 */
export function asSetting(run: Interpreter, cell: Cell, others: readonly Value[]): Value | undefined {
  const { value: before } = cell;
  const choices = others.filter((one) => one.kind !== 'null').map((one) => choiceIn(one));
  const isOther = choices.some((one) => one !== undefined && one !== choiceIn(before));
  if (!isOther && !choices.includes(undefined)) return undefined;
  if (choices.includes(undefined) && !isFlagOrText(cell) && !isAskedForSome(run, cell.name)) return undefined;
  const held = modeOf(before) === undefined ? asMode(run, cell, before) : before;
  const mode = held && modeOf(held);
  if (mode === undefined) return undefined;
  // A flag's choices are true and false, however they are written.
  if (held?.kind !== 'number' || !held.test)
    for (const one of choices) if (one !== undefined) run.parameters.choiceOf(mode, one);
  return held;
}

function modeOf(value: Value): string | undefined {
  if (value.kind === 'number') return value.mode ?? value.test?.mode;
  return 'mode' in value ? value.mode : undefined;
}

/** Whether a place that nothing moves may be a setting. */
export function maySet(run: Interpreter, cell: Cell): boolean {
  return (isFlagOrText(cell) || isAskedFor(run, cell.name)) && !isMoved(run, cell.name);
}

/** A flag, an enumerator or a text is no amount. */
export function isFlagOrText({ type, value }: Cell): boolean {
  if (value.kind === 'string') return value.text !== '';
  if (value.kind !== 'number') return value.kind === 'constant';
  return value.enumerator !== undefined || (type?.name === 'bool' && !type.pointers);
}
