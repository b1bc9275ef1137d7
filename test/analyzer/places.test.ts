/** Places of words and functions in a text: the same however many are asked for. */
import { expect, it } from 'vitest';
import { FunctionPlaces, WordPlaces } from '../../src/analyzer/extract/places.ts';
import type { FunctionDeclaration } from '../../src/analyzer/syntax/ast.ts';
import type { FileFacts } from '../../src/analyzer/syntax/facts.ts';

it('a word is found where it stands whole, by one sweep as by many searches', () => {
  const names = Array.from({ length: 200 }, (_, i) => `f${i}`);
  const text = `f1 f11 f1_ (f1) xf1 ${names.join(';')} f199.`;
  const few = new WordPlaces(text);
  const many = new WordPlaces(text);
  for (const name of names) many.of(name);
  for (const name of ['f1', 'f199', 'f11', 'absent']) expect(many.of(name)).toEqual(few.of(name));
  expect(few.of('f1')).toEqual([0, 12, text.indexOf(';f1;') + 1]);
});

it('the innermost function around a place is found, and none beside all', () => {
  const declared = (name: string, start: number, end: number): unknown => ({
    kind: 'function',
    name,
    start,
    end,
    chunk: { file: 'a.cpp', base: 100 },
  });
  const declarations = [declared('b', 60, 70), declared('a', 0, 50), declared('inner', 10, 20)];
  const places = new FunctionPlaces({ file: 'a.cpp', declarations } as unknown as FileFacts);
  const at = (offset: number): string | undefined =>
    (places.around(100 + offset) as FunctionDeclaration | undefined)?.name;
  expect([0, 9, 10, 19, 20, 49, 50, 60, 69, 70].map(at)).toEqual([
    ...['a', 'a', 'inner', 'inner', 'a', 'a'],
    ...[undefined, 'b', 'b', undefined],
  ]);
});
