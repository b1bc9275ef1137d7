import { describe, expect, it } from 'vitest';
import {
  add,
  divide,
  divideDown,
  divideUp,
  factorsOf,
  inverse,
  loopIndex,
  loopInvariant,
  loopsIn,
  max,
  min,
  multiply,
  namesIn,
  remainder,
  share,
  simplify,
  substitute,
  subtract,
  usesIndex,
} from '../../src/pipeline/quantity.ts';
import { evaluate } from '../../src/pipeline/evaluate.ts';
import { QuantityError } from '../../src/pipeline/expression/parse.ts';

describe('arithmetic', () => {
  it('computes what is all literal', () => {
    expect([add(2, 3), subtract(2, 3), multiply(2, 3), divide(3, 2), remainder(7, 3)]).toEqual([
      5, -1, 6, 1.5, 1,
    ]);
    expect([divideUp(7, 2), divideDown(7, 2), min(2, 3), max(2, 3), inverse(4)]).toEqual([4, 3, 2, 3, 0.25]);
    expect(add('1', '2')).toBe(3);
  });

  it.each([
    [add('a', 'b'), 'a + b'],
    [multiply(add('a', 1), 'b'), '(a + 1) * b'],
    [multiply('a', multiply('b', 'c')), 'a * b * c'],
    [divide('a', multiply('b', 'c')), 'a / (b * c)'],
    [subtract('a', subtract('b', 'c')), 'a - (b - c)'],
    [add('a', subtract('b', 'c')), 'a + b - c'],
    [divideUp('a', 4), 'ceil(a / 4)'],
    [divideDown(add('a', 127), 128), 'floor((a + 127) / 128)'],
    [remainder(multiply('a', 'b'), 4), 'a * b % 4'],
    [max(1, divideUp('n', 64)), 'max(1, ceil(n / 64))'],
    [subtract(1, inverse(max(1, 'n'))), '1 - 1 / max(1, n)'],
    [subtract(0, 'a'), '-a'],
    [multiply(subtract(0, 'a'), 'b'), '(-a) * b'],
    [multiply(-2, 'a'), '(-2) * a'],
    [add('a', -2), 'a - 2'],
    [multiply('größe', '图像数'), 'größe * 图像数'],
  ])('%s is written as a person would', (quantity, text) => {
    expect(quantity).toBe(text);
  });

  it.each([
    [add('a', 0), 'a'],
    [add(0, 'a'), 'a'],
    [subtract('a', 0), 'a'],
    [multiply('a', 1), 'a'],
    [multiply(1, 'a'), 'a'],
    [multiply('a', 0), 0],
    [multiply(0, 'a'), 0],
    [divide('a', 1), 'a'],
    [subtract('a', 'a'), 0],
    [subtract('a + b', 'a'), 'b'],
    [subtract('a + b + 2', 'b'), 'a + 2'],
    [add('a - b', 'b'), 'a'],
    [add('n - 1', 1), 'n'],
    [add('n + 1', 2), 'n + 3'],
    [subtract('n + 1', 4), 'n - 3'],
    [subtract('a', '-b'), 'a + b'],
    [add('a', '-b'), 'a - b'],
    [multiply('a * 2', 3), 'a * 6'],
    [divide('a * 4', 2), 'a * 2'],
    [divide('a * 4', 4), 'a'],
    [divide('a * 3', 2), 'a * 3 / 2'],
    [min('a', 'a'), 'a'],
    [divideUp('ceil(a)', 1), 'ceil(a)'],
    [subtract('a - b', 'a'), 'a - b - a'],
    [subtract('a / b', 'a'), 'a / b - a'],
    [add('n + 0.5', 0.25), 'n + 0.5 + 0.25'],
  ])('%s leaves out what changes nothing', (quantity, simple) => {
    expect(quantity).toBe(simple);
  });

  it('keeps what is not finite evaluable', () => {
    expect(evaluate(multiply('a', Infinity), { a: 2 })).toBe(Infinity);
    expect(evaluate(add('a', -Infinity), { a: 2 })).toBe(-Infinity);
    expect(divide(1, 0)).toBe(Infinity);
  });

  it('refuses what is no quantity, and gives no text that could not be read again', () => {
    expect(() => add('a', '1 +')).toThrow(QuantityError);
    const long = Array<string>(1000).fill('xx').join('+');
    expect(add(long, 'x')).toBeNaN();
    expect(add(Number.NaN, 'x')).toBeNaN();
    let deep: number | string = 'x';
    for (let level = 0; level < 300 && typeof deep === 'string'; level++) deep = min(deep, level);
    expect(deep).toBeNaN();
  });
});

describe('what a quantity is made of', () => {
  it('names, each once, in order', () => {
    expect(namesIn('B * A + min(B, -C_2) % 3')).toEqual(['B', 'A', 'C_2']);
    expect(namesIn(7)).toEqual([]);
  });

  it('factors of a product', () => {
    expect(factorsOf('a * (b + 1) * floor(c / 2)')).toEqual(['a', 'b + 1', 'floor(c / 2)']);
    expect(factorsOf('a * (2 * b)')).toEqual(['a', 2, 'b']);
    expect(factorsOf('a + b')).toEqual(['a + b']);
    expect(factorsOf(12)).toEqual([12]);
  });

  it.each([
    ['a * b', 'b', 'a'],
    ['a * b', 'b * a', 1],
    ['(a + b) * 4', 'a + b', 4],
    ['a * 6', '3', 'a * 2'],
    ['a', 'a', 1],
    [12, 4, 3],
    [12, 5, undefined],
    ['a * b', 'c', undefined],
    ['a + b', 'a', undefined],
    [3, 'a', undefined],
  ])('%s in %s shares', (whole, parts, each) => {
    expect(share(whole, parts)).toBe(each);
  });

  it('substitutes names and computes anew', () => {
    expect(substitute('a * b + 1', new Map<string, number | string>([['a', 3]]))).toBe('3 * b + 1');
    expect(substitute('a * b', new Map<string, number | string>([['a', 'c + 1']]))).toBe('(c + 1) * b');
    expect(substitute('max(a, 0) - a', new Map([['a', 2]]))).toBe(0);
    expect(substitute(5, new Map([['a', 2]]))).toBe(5);
  });

  it('simplifies what was written by hand', () => {
    expect(simplify('(n) + (0) * m + - -1')).toBe('n + 1');
    expect(simplify('ceil(floor(n / 1))')).toBe('floor(n)');
  });
});

describe('the running index of a loop', () => {
  it('is a name like others, told from parameters', () => {
    const offset = multiply(loopIndex('i'), 'bytes');
    expect(offset).toBe('index.i * bytes');
    expect(loopsIn(offset)).toEqual(['i']);
    expect(usesIndex(offset)).toBe(true);
    expect(usesIndex('i * bytes')).toBe(false);
    expect(evaluate(substitute(offset, new Map([[loopIndex('i'), 3]])), { bytes: 100 })).toBe(300);
  });

  it('means nothing outside of the loop', () => {
    expect(loopInvariant(add(loopIndex('i'), 1))).toBeUndefined();
    expect(loopInvariant(undefined)).toBeUndefined();
    expect(loopInvariant('n')).toBe('n');
    expect(loopInvariant(0)).toBe(0);
  });

  it('of any variable can be read again', () => {
    expect(evaluate(loopIndex('名'), { 'index.名': 2 })).toBe(2);
    expect(loopsIn(loopIndex('slots[0]'))).toEqual(['slots_0_']);
  });
});
