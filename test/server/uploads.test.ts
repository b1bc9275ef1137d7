import { describe, expect, it } from 'vitest';
import { Uploads } from '../../src/server/uploads.ts';

describe('uploads', () => {
  it('puts the pieces of a text together, once', () => {
    const uploads = new Uploads();
    for (const text of ['one ', 'two ']) uploads.add({ token: 'a', text });
    uploads.add({ token: 'b', text: 'other' });
    uploads.add({ token: 'a', text: 'three' });
    expect(uploads.take('a')).toBe('one two three');
    expect(uploads.take('b')).toBe('other');
    expect(() => uploads.take('a')).toThrow('there is no text a');
  });

  it('keeps no more than 256 Mi characters: the oldest text goes', () => {
    const uploads = new Uploads();
    const text = 'x'.repeat(100 * 1024 * 1024);
    for (const token of ['a', 'b', 'c']) uploads.add({ token, text });
    expect(() => uploads.take('a')).toThrow();
    expect(uploads.take('b')).toHaveLength(text.length);
    uploads.add({ token: 'd', text });
    expect(uploads.take('c')).toHaveLength(text.length);
  });
});
