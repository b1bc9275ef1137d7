/** Evaluates quantities. */
import { applyFunction, applyOperator } from './expression/arithmetic.ts';
import type { Expression } from './expression/expression.ts';
import { parse, QuantityError } from './expression/parse.ts';
import { problem } from './problems.ts';
import type { Quantity } from './quantity.ts';
import { ownValue } from '../base/own-value.ts';

/** Values of the parameters by name. */
export type Settings = Readonly<Record<string, number>>;

/**
 * The value of a quantity under the settings. Division is exact, as in `WIDTH * HEIGHT * 3 / 2`.
 * @throws QuantityError on a syntax error or an unknown name. The result may be NaN or infinite: the caller knows what is allowed.
 */
export function evaluate(quantity: Quantity, settings: Settings): number {
  if (typeof quantity === 'number') return quantity;
  return valueOf(parse(quantity), (name) => {
    const value = ownValue(settings, name);
    if (value === undefined) throw new QuantityError(problem('unknown-name', { name }), quantity);
    return value;
  });
}

function valueOf(expression: Expression, lookup: (name: string) => number): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return lookup(expression.name);
    case 'negative':
      return -valueOf(expression.operand, lookup);
    case 'binary':
      return applyOperator(
        expression.operator,
        valueOf(expression.left, lookup),
        valueOf(expression.right, lookup),
      );
    case 'call':
      return applyFunction(
        expression.name,
        expression.args.map((arg) => valueOf(arg, lookup)),
      );
  }
}
