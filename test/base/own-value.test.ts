import { expect, test } from 'vitest';
import { ownValue } from '../../src/base/own-value.ts';

test('what all objects inherit is no value of an object', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'])
    expect(ownValue({ size: 1 }, name)).toBeUndefined();
  expect(ownValue({ size: 1 }, 'size')).toBe(1);
  expect(ownValue(JSON.parse('{"__proto__":2}') as Record<string, number>, '__proto__')).toBe(2);
  expect(ownValue(undefined, 'size')).toBeUndefined();
});
