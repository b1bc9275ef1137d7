import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { QuantityError } from '../../src/pipeline/expression/parse.ts';
import { namesIn } from '../../src/pipeline/quantity.ts';

const settings = { WIDTH: 1024, HEIGHT: 1536, N: 3 };

describe('evaluate', () => {
  it.each([
    [42, 42],
    ['42', 42],
    ['1.5e3', 1500],
    ['.5', 0.5],
    ['2 + 3 * 4', 14],
    ['(2 + 3) * 4', 20],
    ['10 - 4 - 3', 3],
    ['100 / 10 / 2', 5],
    ['17 % 5', 2],
    ['-N + 5', 2],
    ['- -N', 3],
    ['+N', 3],
    ['2 * -N', -6],
    ['WIDTH * HEIGHT * 3 / 2', 2359296],
    ['min(N, 2) + max(N, 7)', 9],
    ['ceil(N / 2) + floor(N / 2)', 3],
    ['ceil((WIDTH + 127) / 128) * 128', 1152],
    ['  N  ', 3],
  ])('%s is %d', (quantity, value) => {
    expect(evaluate(quantity, settings)).toBe(value);
  });

  it.each([
    ['M + 1', 'unknown name "M" in "M + 1"'],
    ['', 'unexpected end in ""'],
    ['1 +', 'unexpected end in "1 +"'],
    ['1 2', 'unexpected "2" in "1 2"'],
    ['(1', 'expected ")" in "(1"'],
    ['1)', 'unexpected ")" in "1)"'],
    ['* 2', 'unexpected "*" in "* 2"'],
    ['N & 1', 'unexpected "&" in "N & 1"'],
    ['sqrt(4)', 'unknown function "sqrt" in "sqrt(4)"'],
    ['min(1)', 'expected "," in "min(1)"'],
    ['constructor', 'unknown name "constructor" in "constructor"'],
    ['toString(1)', 'unknown function "toString" in "toString(1)"'],
    ['__proto__', 'unknown name "__proto__" in "__proto__"'],
  ])('refuses "%s" and says why', (quantity, message) => {
    expect(() => evaluate(quantity, settings)).toThrow(QuantityError);
    expect(() => evaluate(quantity, settings)).toThrow(expect.objectContaining({ message }));
  });

  it('refuses what no program would write, without running out of stack', () => {
    expect(() => evaluate('('.repeat(100_000), {})).toThrow('more than 4096 characters');
    expect(() => evaluate(`${'('.repeat(1000)}1${')'.repeat(1000)}`, {})).toThrow('more than 200 levels');
    expect(() => evaluate('-'.repeat(2000), {})).toThrow('more than 200 levels');
    expect(evaluate(`${'('.repeat(150)}1${')'.repeat(150)}`, {})).toBe(1);
    expect(evaluate(Array(1000).fill('1').join('+'), {})).toBe(1000);
  });

  it('cuts a long expression short in its message', () => {
    expect(() => evaluate(`${'1+'.repeat(60)}X`, {})).toThrow(/^unknown name "X" in ".{77}\.\.\."$/);
  });

  it('agrees with the arithmetic of the language on random expressions', () => {
    const number = fc.integer({ min: 1, max: 1000 }).map(String);
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        number,
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%'), tie('expression'))
          .map(([a, op, b]) => `(${a}) ${op} (${b})`),
        fc.tuple(tie('expression'), number).map(([a, b]) => `${a} + ${b}`),
      ),
    }));
    fc.assert(
      fc.property(expression, (text) => {
        expect(evaluate(text, {})).toEqual(new Function(`return ${text}`)());
      }),
    );
  });
});

describe('namesIn', () => {
  it('lists the parameters, each once, in order', () => {
    expect(namesIn('B * A + min(B, C_2)')).toEqual(['B', 'A', 'C_2']);
    expect(namesIn(7)).toEqual([]);
  });
});
