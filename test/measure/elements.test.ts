/** Elements of an array, wherever the pieces of its text end. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ElementReader } from '../../src/measure/text/elements.ts';

it('are the same however the text is cut, with quotes and backslashes in their strings', () => {
  const word = fc.stringMatching(/^["\\{}[\] ,a]{0,8}$/);
  const elements = fc.array(fc.record({ a: word, b: fc.array(word, { maxLength: 2 }) }), { maxLength: 5 });
  fc.assert(
    fc.property(elements, fc.array(fc.nat(12), { maxLength: 40 }), (values, cuts) => {
      const found: unknown[] = [];
      const reader = new ElementReader((value) => found.push(value));
      const text = JSON.stringify(values).slice(1);
      let at = 0;
      for (const cut of cuts) reader.push(text.slice(at, (at += cut)));
      reader.push(text.slice(at));
      expect(found).toEqual(values);
      expect([reader.broken, reader.isCut]).toEqual([0, false]);
    }),
    { numRuns: 1000 },
  );
});
