/** Loops over a window: `for (i = first; i < first + 48; ++i)` makes as many passes wherever `first` stands. */
import { evaluate } from '../../../pipeline/evaluate.ts';
import { loopIndex, loopsIn } from '../../../pipeline/quantity.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { calculate } from '../values/numbers.ts';
import { literal, type NumberValue } from '../values/value.ts';
import { quietly } from './positions.ts';

/** How far a counter that starts at a running index is from its end; undefined where that differs from pass to pass. */
export function gapBetween(
  run: Interpreter,
  [counter, end]: readonly [Expression, Expression],
  frame: Frame,
): NumberValue | undefined {
  const from = quietly(run, counter, frame);
  if (from.kind !== 'number' || !from.index || from.known !== undefined) return undefined;
  const to = quietly(run, end, frame);
  const gap = to.kind === 'number' ? calculate('-', to, from) : undefined;
  const [first, other] = gap ? [0, 7].map((pass) => atPass(run, gap, pass)) : [];
  return first !== undefined && first === other && first > 0 ? literal(first) : undefined;
}

function atPass(run: Interpreter, { quantity }: NumberValue, pass: number): number | undefined {
  const defaults = run.parameters.all().map(({ name, value }) => [name, value] as const);
  const passes = loopsIn(quantity).map((name) => [loopIndex(name), pass] as const);
  try {
    return evaluate(quantity, Object.fromEntries([...defaults, ...passes]));
  } catch {
    return undefined;
  }
}
