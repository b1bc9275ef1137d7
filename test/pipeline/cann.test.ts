import { describe, expect, it } from 'vitest';
import { compareVersions, pageableCopy } from '../../src/pipeline/cann.ts';

describe('CANN versions', () => {
  it.each([
    ['8.0', '8.0', 0],
    ['8.0', '8.0.0', 0],
    ['8.0.RC2', '8.0', -1],
    ['8.0.RC2', '8.0.RC10', -1],
    ['8.0.RC2', '8.0.RC1', 1],
    ['8.5', '8.10', -1],
    ['10.0', '9.9', 1],
    ['8.0.1', '8.0.RC3', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
    expect(Math.sign(compareVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('say what an asynchronous copy of pageable memory does', () => {
    const said = (...versions: (string | undefined)[]) => versions.map((version) => pageableCopy(version));
    expect(said('8.5', '8.5.1', '9.1')).toEqual(['blocks', 'blocks', 'blocks']);
    expect(said('5.0', '8.0.RC1', '8.2', '8.2.RC1')).toEqual(new Array(4).fill('undefined'));
    expect(said(undefined, '8.3', '8.4', '8.5.RC1')).toEqual(new Array(4).fill('unknown'));
  });
});
