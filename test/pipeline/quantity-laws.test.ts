/** Laws of the algebra of quantities, on random expressions. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  divide,
  divideDown,
  divideUp,
  factorsOf,
  inverse,
  max,
  min,
  multiply,
  namesIn,
  remainder,
  share,
  simplify,
  substitute,
  subtract,
  type Quantity,
} from '../../src/pipeline/quantity.ts';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { parse } from '../../src/pipeline/expression/parse.ts';
import { print } from '../../src/pipeline/expression/print.ts';

const NAMES = ['a', 'b', 'batch', 'index.i'];
const settings = fc.record(
  Object.fromEntries(NAMES.map((name) => [name, fc.integer({ min: -9, max: 99 })])),
) as fc.Arbitrary<Record<string, number>>;

/** Texts as a person may write them: any parentheses, signs and spaces. */
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.nat(20).map(String), fc.constantFrom(...NAMES, '0.5', '1e3', '0', '1')),
    fc
      .tuple(tie('text'), fc.constantFrom('+', '-', '*', '/', '%'), tie('text'))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    tie('text').map((inner) => `(${inner})`),
    tie('text').map((inner) => `-${inner}`),
    fc.tuple(fc.constantFrom('ceil', 'floor'), tie('text')).map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(fc.constantFrom('min', 'max'), tie('text'), tie('text'))
      .map(([name, left, right]) => `${name}(${left},${right})`),
  ),
}));

/** Expressions whose value is a whole number, so that no rounding hides what a law says. */
const { whole } = fc.letrec<{ whole: Quantity }>((tie) => ({
  whole: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.integer({ min: -5, max: 20 }), fc.constantFrom<Quantity>(...NAMES)),
    fc
      .tuple(fc.constantFrom(add, subtract, multiply, min, max), tie('whole'), tie('whole'))
      .map(([operate, left, right]) => operate(left, right)),
    fc
      .tuple(fc.constantFrom(divideUp, divideDown, remainder), tie('whole'), fc.integer({ min: 1, max: 9 }))
      .map(([operate, left, right]) => operate(left, right)),
  ),
}));

type Operation = [name: string, (a: Quantity, b: Quantity) => Quantity, (a: number, b: number) => number];

const operations: Operation[] = [
  ['add', add, (a, b) => a + b],
  ['subtract', subtract, (a, b) => a - b],
  ['multiply', multiply, (a, b) => a * b],
  ['divide', divide, (a, b) => a / b],
  ['divideUp', divideUp, (a, b) => Math.ceil(a / b)],
  ['divideDown', divideDown, (a, b) => Math.floor(a / b)],
  ['remainder', remainder, (a, b) => a % b],
  ['min', min, Math.min],
  ['max', max, Math.max],
];

/** -0 and 0 are one number. */
const plain = (value: number): number => value + 0;

describe('laws', () => {
  it.each(operations)('the value of %s is the operation on the values', (_name, operate, plainly) => {
    fc.assert(
      fc.property(whole, whole, settings, (left, right, values) => {
        const expected = plainly(evaluate(left, values), evaluate(right, values));
        fc.pre(Number.isFinite(expected) && Math.abs(expected) < 2 ** 50);
        expect(plain(evaluate(operate(left, right), values))).toBe(plain(expected));
      }),
    );
  });

  it('an inverse times its quantity is one', () => {
    fc.assert(
      fc.property(whole, settings, (quantity, values) => {
        fc.pre(evaluate(quantity, values) !== 0);
        expect(evaluate(multiply(quantity, inverse(quantity)), values)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('what is printed reads as the same expression', () => {
    fc.assert(
      fc.property(text, (written) => {
        const expression = parse(written);
        expect(parse(print(expression))).toEqual(expression);
      }),
    );
  });

  it('simplifying keeps the value, and once is enough', () => {
    fc.assert(
      fc.property(text, settings, (written, values) => {
        const simple = simplify(written);
        expect(simplify(simple)).toEqual(simple);
        const value = evaluate(written, values);
        const isOrdinary = Number.isFinite(value) && Math.abs(value) < 1e9;
        if (isOrdinary && !/[/%.]/.test(written)) expect(evaluate(simple, values)).toBeCloseTo(value, 6);
      }),
    );
  });

  it('results of operations are simple already', () => {
    fc.assert(
      fc.property(whole, (quantity) => {
        expect(simplify(quantity)).toEqual(quantity);
      }),
    );
  });

  it('factors multiply back', () => {
    fc.assert(
      fc.property(whole, (quantity) => {
        expect(factorsOf(quantity).reduce(multiply)).toEqual(quantity);
      }),
    );
  });

  it('shares add up to the whole', () => {
    fc.assert(
      fc.property(whole, whole, settings, (each, parts, values) => {
        const all = multiply(each, parts);
        const found = share(all, parts);
        if (found === undefined) return;
        const expected = evaluate(all, values);
        fc.pre(Math.abs(expected) < 2 ** 50);
        expect(plain(evaluate(multiply(found, parts), values))).toBe(plain(expected));
      }),
    );
  });

  it('what is substituted is what is evaluated, and no other name is touched', () => {
    fc.assert(
      fc.property(whole, whole, settings, (quantity, by, values) => {
        const direct = evaluate(quantity, { ...values, a: evaluate(by, values) });
        fc.pre(Math.abs(direct) < 2 ** 50);
        const replaced = substitute(quantity, new Map([['a', by]]));
        expect(plain(evaluate(replaced, values))).toBe(plain(direct));
        const names = [...namesIn(quantity).filter((name) => name !== 'a'), ...namesIn(by)];
        for (const name of namesIn(replaced)) expect(names).toContain(name);
      }),
    );
  });
});
