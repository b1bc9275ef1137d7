/** Quantities of a trace as numbers, every parameter at its default. */
import { evaluate } from '../../../pipeline/evaluate.ts';
import type { Parameter } from '../../../pipeline/pipeline.ts';
import { namesIn, type Quantity } from '../../../pipeline/quantity.ts';
import type { TraceValue } from '../../trace/values.ts';

/** Undefined where the quantity is left out, names something unknown or does not come to a finite number. */
export function evaluateQuantity(
  quantity: Quantity | undefined,
  parameters: readonly Parameter[],
): number | undefined {
  if (quantity === undefined || typeof quantity === 'number') return quantity;
  try {
    const value = evaluate(quantity, Object.fromEntries(parameters.map((p) => [p.name, p.value])));
    return Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** True where a source fixes the quantity: no parameter of it is left open to run time. */
export function isFixed(quantity: Quantity, parameters: readonly Parameter[]): boolean {
  if (typeof quantity === 'number') return true;
  try {
    return namesIn(quantity).every((name) =>
      parameters.some((p) => p.name === name && p.kind === 'constant'),
    );
  } catch {
    return false;
  }
}

/** The quantity of a number value. */
export function quantityOf(value: TraceValue | undefined): Quantity | undefined {
  return value?.kind === 'number' ? value.quantity : undefined;
}
