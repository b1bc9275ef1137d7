/** Modes: what is fixed for a run, but open in the source. Each is a parameter with choices. */
import type { Parameter } from '../../pipeline/pipeline.ts';
import { max, multiply, subtract, type Quantity } from '../../pipeline/quantity.ts';

/** What a condition asks of a mode. */
export interface ModeTest {
  /** Name of the mode's parameter. */
  mode: string;
  /** The choice that is asked for, by its place among them. */
  value: number;
  /** False: it asks for any other. */
  is: boolean;
}

export const opposite = (test: ModeTest): ModeTest => ({ ...test, is: !test.is });

/** Whether a test holds where others do; undefined where these leave it open. */
export function heldWhere(when: readonly ModeTest[], { mode, value, is }: ModeTest): boolean | undefined {
  for (const one of when) {
    if (one.mode !== mode) continue;
    if (one.is) return (one.value === value) === is;
    if (one.value === value) return !is;
  }
  return undefined;
}

/** Whether a test holds at a value of its mode. */
export const holdsAt = ({ value, is }: ModeTest, chosen: number): boolean => (value === chosen) === is;

/** 1 where the test holds and 0 where it does not, as an expression over the mode. */
export function shareOf({ mode, value, is }: ModeTest, { choices = [] }: Parameter): Quantity {
  const chosen = indicator(mode, value, choices.length);
  return is ? chosen : subtract(1, chosen);
}

function indicator(mode: string, value: number, count: number): Quantity {
  if (count === 2) return value === 1 ? mode : subtract(1, mode);
  return max(0, subtract(1, max(subtract(mode, value), subtract(value, mode))));
}

/** 1 where all tests hold and 0 elsewhere; tests of modes that are no parameter do not count. */
export function shareWhere(
  when: readonly ModeTest[],
  parameter: (mode: string) => Parameter | undefined,
): Quantity {
  return when.reduce<Quantity>((product, test) => {
    const own = parameter(test.mode);
    return own ? multiply(product, shareOf(test, own)) : product;
  }, 1);
}
