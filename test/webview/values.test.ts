import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseValues, suggestedValues } from '../../src/webview/values.ts';
import { sliderScale } from '../../src/webview/full/dials.ts';
import {
  bottleneckSentence,
  bytes,
  change,
  duration,
  number,
  percent,
  rate,
  rangeText,
  rateRange,
  rateWithin,
  resourceName,
} from '../../src/webview/words.ts';

describe('values of a sweep', () => {
  it.each([
    ['1..4', [1, 2, 3, 4]],
    ['16,32, 64', [16, 32, 64]],
    ['1..9:4', [1, 5, 9]],
    ['4,2..3,2', [2, 3, 4]],
  ])('%s', (text, values) => {
    expect(parseValues(text, [1, 100])).toEqual(values);
  });

  it.each(['', 'many', '4..1', '1..200000', '0..3', '101', '1..'])('refuses %j', (text) => {
    expect(parseValues(text, [1, 100])).toBeUndefined();
  });

  it('suggests values in the range, in order, with the present one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 4000 }), (value, more) => {
        const range: [number, number] = [1, value + more];
        const values = suggestedValues({
          name: 'N',
          value,
          sourceValue: value,
          unit: 'count',
          range,
          kind: 'open',
        });
        expect(values).toContain(value);
        expect(parseValues(values.join(','), range)).toEqual(values);
      }),
    );
  });
});

describe('a slider', () => {
  it('comes back to every whole value of its range', () => {
    const { toSlider, toValue } = sliderScale({ range: [1, 128], unit: 'count' });
    for (let value = 1; value <= 128; value++) expect(toValue(toSlider(value))).toBe(value);
  });

  it('moves by factors where the range is wide, and stays inside it', () => {
    const { toSlider, toValue } = sliderScale({ range: [1024, 1024 ** 3], unit: 'bytes' });
    expect(toValue(500)).toBe(1024 ** 2);
    expect([toValue(0), toValue(1000)]).toEqual([1024, 1024 ** 3]);
    expect(toSlider(1024 ** 2)).toBeCloseTo(500);
  });
});

describe('words', () => {
  it('numbers carry the digits that mean something', () => {
    expect([rate(350.6), rate(35.06), rate(3.506)]).toEqual(['351', '35.1', '3.51']);
    expect(rateRange(81.9, 399.4)).toBe('82 – 399');
    expect([change(351, 400), change(400, 398), change(100, 100)]).toEqual([
      '+14\u00a0%',
      '-0.5\u00a0%',
      '0\u00a0%',
    ]);
    expect([duration(0.05), duration(2.612), duration(1473)]).toEqual(['50 µs', '2.61 ms', '1.47 s']);
    expect([bytes(75825), bytes(8195670016), bytes(0)]).toEqual(['74 KiB', '7.63 GiB', '0 B']);
  });

  it('name every resource, and keep what the source names', () => {
    expect([resourceName('aicore'), resourceName('Worker::Run')]).toEqual(['AI Core', 'Worker::Run']);
  });

  it('say whether something is saturated', () => {
    expect(bottleneckSentence('pauses of main', 0.98)).toMatch(
      /Thread main sets the pace: it sleeps for 98\s% of the time/,
    );
    expect(bottleneckSentence('aicore', 0.98)).toMatch(/AI Core sets the pace: it is busy 98\s% of the time/);
    expect(bottleneckSentence('jpegd', 0.4)).toMatch(/Nothing is saturated/);
  });
});

describe('numbers', () => {
  it('are written as Intl writes English and Chinese ones', () => {
    const value = fc.double({ min: -1e15, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(
        value,
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom('en', 'zh-cn'),
        (any, digits, locale) => {
          // Rounded before, as the two differ in what they make of a half.
          const rounded = Number(any.toFixed(digits)) + 0;
          const wanted = new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(
            rounded || 0,
          );
          expect(number(any, digits)).toBe(wanted);
        },
      ),
    );
  });

  it.each([
    [0, '0'],
    [-0.001, '0'],
    [1e21, '1,000,000,000,000,000,000,000'],
    [Infinity, '∞'],
    [-Infinity, '-∞'],
    [Number.NaN, '–'],
  ])('%d is %s', (value, text) => expect(number(value)).toBe(text));

  it('shares and changes', () => {
    expect(percent(0.1234)).toBe('12\u00a0%');
    expect(percent(0.1234, 1)).toBe('12.3\u00a0%');
    expect([change(100, 114), change(100, 98.6), change(100, 100), change(0, 5)]).toEqual([
      '+14\u00a0%',
      '-1.4\u00a0%',
      '0\u00a0%',
      '0\u00a0%',
    ]);
  });
});

describe('a rate within a wide range', () => {
  it('has the digits that the range leaves, each end at least one of its own', () => {
    const range: [number, number] = [80, 6069];
    expect(rateWithin(761, range)).toBe('760');
    expect(rangeText(761, range)).toBe('80 – 6,100');
    expect(rateWithin(352.4, [307, 405])).toBe('352');
    expect(rateWithin(0.031, [0.001, 0.9])).toBe('0.03');
  });
});
