/** The numbers of a Pipeline that its source fixes. */
import { evaluate } from '../../src/pipeline/evaluate.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { namesIn, type Quantity } from '../../src/pipeline/quantity.ts';

/** The value; undefined where run time decides it, so that any is right. */
export type ValueOf = (quantity: Quantity | undefined) => number | undefined;

export function valuesOf(pipeline: Pipeline): ValueOf {
  const fixed = new Map(
    pipeline.parameters.filter(({ kind }) => kind === 'constant').map(({ name, value }) => [name, value]),
  );
  const settings = Object.fromEntries(fixed);
  return (quantity) => {
    if (quantity === undefined) return undefined;
    return namesIn(quantity).every((name) => fixed.has(name)) ? evaluate(quantity, settings) : undefined;
  };
}

/** The values with those that the analyzer assumes for what it leaves open. */
export function assumedOf(pipeline: Pipeline): ValueOf {
  const settings = Object.fromEntries(pipeline.parameters.map(({ name, value }) => [name, value]));
  return (quantity) => {
    if (quantity === undefined) return undefined;
    return namesIn(quantity).every((name) => Object.hasOwn(settings, name))
      ? evaluate(quantity, settings)
      : undefined;
  };
}
