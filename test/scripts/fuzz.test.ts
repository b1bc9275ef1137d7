/** Mutated inputs of every kind cost nothing but a sentence; the same ones in every run. More: `npm run fuzz`. */
import { expect, test } from 'vitest';
import { Fuzz } from '../../scripts/fuzz/fuzz.ts';
import { withFigures } from '../../scripts/fuzz/figures.ts';
import { measurementSeeds } from '../../scripts/fuzz/measurement-target.ts';
import { mutatedText, mutatedValue } from '../../scripts/fuzz/mutate.ts';
import { numbers } from '../../scripts/fuzz/numbers.ts';
import { readMeasurementFile } from '../../src/measure/import.ts';
import { LINE_FORMS, TABLE_FORMS } from '../../src/measure/sources/forms.ts';
import { analyzerOf } from '../support/analyzer.ts';

test('500 inputs, some for each target, none of which fails', async () => {
  const analyzer = await analyzerOf({});
  const { counts, failures } = await new Fuzz(analyzer).run(1, 500, () => false);
  analyzer.dispose();
  expect(failures).toEqual([]);
  for (const count of counts.values()) expect(count).toBeGreaterThan(10);
});

test('each form of a report is among the seeds', () => {
  const told = measurementSeeds().map(([file, text]) => {
    try {
      const read = readMeasurementFile(file, text);
      return read.kind === 'quantities' ? read.imported.format : read.kind;
    } catch {
      return 'refused';
    }
  });
  const formats = new Set(told.flatMap((each) => each.split(', ')));
  const known = [...LINE_FORMS, ...TABLE_FORMS].map(({ format }) => format);
  expect(known.filter((format) => !formats.has(format))).toEqual([]);
  expect([...formats]).toEqual(expect.arrayContaining(['kit', 'series', 'msprof timeline']));
});

test('what throws is a failure with its seed', async () => {
  const analyzer = await analyzerOf({});
  const broken = {
    ...analyzer,
    update: () => {
      throw new TypeError('broken');
    },
  };
  const { failures } = await new Fuzz(broken as never).run(1, 20, () => true);
  analyzer.dispose();
  expect(failures).toHaveLength(1);
  expect(failures[0]?.why).toContain('TypeError: broken');
  expect(failures[0]?.input).not.toBe('');
});

test('a seed draws the same mutants again, and leaves the original alone', () => {
  const value = { a: [1, { b: 'text' }], c: null };
  const draw = (seed: number) => [mutatedText('a b c d', numbers(seed)), mutatedValue(value, numbers(seed))];
  for (let seed = 1; seed < 200; seed++) expect(draw(seed)).toEqual(draw(seed));
  expect(value).toEqual({ a: [1, { b: 'text' }], c: null });
});

test('figures stand between their marks', () => {
  const page = 'a\n<!-- fuzz: made by npm run fuzz -- --write -->\nold\n<!-- /fuzz -->\nb\n';
  const outcome = { counts: new Map([['x', 3]]), failures: [], longestMs: 1200, seed: 1 };
  expect(withFigures(page, outcome)).toMatch(
    /^a\n[^]*\| x \| 3 \| 0 \|\n\| all \| 3 \| 0 \|[^]*2 s[^]*\nb\n$/,
  );
  expect(() => withFigures('a', outcome)).toThrow('lacks');
});
