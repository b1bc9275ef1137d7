/** Quantities and their algebra. Whoever computes with one does so here: nobody else writes or reads its text. */
import {
  operandsOf,
  partsOf,
  type Expression,
  type FunctionName,
  type Operator,
} from './expression/expression.ts';
import { parse } from './expression/parse.ts';
import { print } from './expression/print.ts';
import { call, combine, rebuild } from './expression/simplify.ts';

/**
 * A number of the pipeline: a literal, or an arithmetic expression over its parameters
 * (`+ - * / %`, parentheses, `min(a,b)`, `max(a,b)`, `ceil(a)`, `floor(a)`), e.g. `"WIDTH * HEIGHT * 3 / 2"`.
 * An expression keeps what the source computes, so that changing one parameter changes all that depends on it.
 */
export type Quantity = number | string;

/** What a parameter counts. Times are ms, sizes are bytes, rates are frames/s. */
export type Unit = 'count' | 'ms' | 'bytes' | 'pixels' | 'frames' | 'frames/s' | 'share';

/*
 * All operations drop what changes no finite value (`x + 0`, `x * 1`, `x - x`) and compute what is all literal. They
 * throw QuantityError on an operand that is no quantity; a result too long or too deep to be read again is NaN.
 */

export function add(left: Quantity, right: Quantity): Quantity {
  return operate('+', left, right);
}

export function subtract(left: Quantity, right: Quantity): Quantity {
  return operate('-', left, right);
}

export function multiply(left: Quantity, right: Quantity): Quantity {
  return operate('*', left, right);
}

/** The exact quotient, as `/` of the grammar. */
export function divide(left: Quantity, right: Quantity): Quantity {
  return operate('/', left, right);
}

/** The quotient, rounded to the next whole number above. */
export function divideUp(left: Quantity, right: Quantity): Quantity {
  return callOf('ceil', divide(left, right));
}

/** The quotient, rounded to the next whole number below. */
export function divideDown(left: Quantity, right: Quantity): Quantity {
  return callOf('floor', divide(left, right));
}

/** What a division leaves, with the sign of the dividend. */
export function remainder(left: Quantity, right: Quantity): Quantity {
  return operate('%', left, right);
}

export function min(left: Quantity, right: Quantity): Quantity {
  return callOf('min', left, right);
}

export function max(left: Quantity, right: Quantity): Quantity {
  return callOf('max', left, right);
}

/** `1 / quantity`. */
export function inverse(quantity: Quantity): Quantity {
  return divide(1, quantity);
}

/** The same quantity with every operation in it done anew, in the shortest form that the algebra knows. */
export function simplify(quantity: Quantity): Quantity {
  return written(rebuild(parse(quantity), (name) => ({ kind: 'name', name })));
}

/** The quantity with other quantities in the place of names; names that are not in `values` stay. */
export function substitute(quantity: Quantity, values: ReadonlyMap<string, Quantity>): Quantity {
  return written(rebuild(parse(quantity), (name) => parse(values.get(name) ?? name)));
}

/** Names of the parameters and running indices that a quantity depends on, in order of appearance, each once. */
export function namesIn(quantity: Quantity): string[] {
  if (typeof quantity === 'number') return [];
  const names = new Set<string>();
  noteNames(parse(quantity), names);
  return [...names];
}

function noteNames(expression: Expression, names: Set<string>): void {
  if (expression.kind === 'name') names.add(expression.name);
  for (const part of partsOf(expression)) noteNames(part, names);
}

/** The factors of a product, in order: multiplied they are the quantity again. One factor where it is no product. */
export function factorsOf(quantity: Quantity): Quantity[] {
  return operandsOf('*', parse(quantity)).map(written);
}

/** What a quantity is the least or the greatest of; itself where it is neither. */
export function optionsOf(quantity: Quantity): Quantity[] {
  return options(parse(quantity)).map(written);
}

const options = (expression: Expression): Expression[] =>
  expression.kind === 'call' && /^(min|max)$/.test(expression.name)
    ? expression.args.flatMap(options)
    : [expression];

/** `whole ÷ parts` where it goes without a remainder: each factor of `parts` is one of `whole`, or a literal divides. */
export function share(whole: Quantity, parts: Quantity): Quantity | undefined {
  let factors: Quantity[] | undefined = factorsOf(whole);
  for (const part of factorsOf(parts)) factors &&= without(factors, part);
  return factors?.reduce(multiply, 1);
}

function without(factors: readonly Quantity[], part: Quantity): Quantity[] | undefined {
  const at = factors.findIndex((factor) => factor === part || isMultiple(factor, part));
  return at < 0
    ? undefined
    : factors.map((factor, index) => (index !== at ? factor : factor === part ? 1 : divide(factor, part)));
}

function isMultiple(factor: Quantity, part: Quantity): boolean {
  return typeof factor === 'number' && typeof part === 'number' && factor % part === 0;
}

const INDEX = 'index.';

/** The running index of a loop, by the variable that counts it: it has another value in each pass, and no default. */
export function loopIndex(variable: string): string {
  return INDEX + variable.replace(/[^\p{ID_Continue}$.:]/gu, '_');
}

/** The variables of the loops whose running index a quantity uses. */
export function loopsIn(quantity: Quantity): string[] {
  return namesIn(quantity)
    .filter((name) => name.startsWith(INDEX))
    .map((name) => name.slice(INDEX.length));
}

/** Whether a quantity changes from pass to pass of a loop. */
export function usesIndex(quantity: Quantity): boolean {
  return loopsIn(quantity).length > 0;
}

/** The quantity, unless it changes from pass to pass of a loop: outside of the loop that means nothing. */
export function loopInvariant(quantity: Quantity | undefined): Quantity | undefined {
  return quantity === undefined || usesIndex(quantity) ? undefined : quantity;
}

function operate(operator: Operator, left: Quantity, right: Quantity): Quantity {
  return written(combine(operator, parse(left), parse(right)));
}

function callOf(name: FunctionName, ...args: Quantity[]): Quantity {
  return written(call(name, args.map(parse)));
}

/** Back to the form that travels. What the grammar's limits keep out is not a number. */
function written(expression: Expression): Quantity {
  if (expression.kind === 'number') return expression.value;
  const text = print(expression);
  try {
    parse(text);
    return text;
  } catch {
    return Number.NaN;
  }
}
