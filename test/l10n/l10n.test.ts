import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { difference, textsOfSource } from '../../scripts/l10n.mjs';

const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as Record<string, unknown>;

const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
const manifestKeys = Object.fromEntries(
  [...manifest.matchAll(/"%([\w.]+)%"/g)].map((match) => [match[1] ?? '', true]),
);
const nothing = { missing: [], unused: [] };

/** `{0}` and the like, which a translation must carry too. */
const places = (text: unknown): string =>
  [...String(text).matchAll(/\{\w+\}/g)]
    .map(([place]) => place)
    .sort()
    .join();

describe('translations', () => {
  let texts: Record<string, unknown>;
  beforeAll(async () => {
    texts = await textsOfSource();
  }, 60_000);

  it('the bundle holds the texts of the source, all and no more', () => {
    expect(difference(texts, read('l10n/bundle.l10n.json'))).toEqual(nothing);
  });

  it('the Chinese bundle translates each of them', () => {
    expect(difference(texts, read('l10n/bundle.l10n.zh-cn.json'))).toEqual(nothing);
  });

  it.each(['package.nls.json', 'package.nls.zh-cn.json'])(
    '%s holds what the manifest names, all and no more',
    (name) => {
      expect(difference(manifestKeys, read(name))).toEqual(nothing);
    },
  );

  it('a translation has the same places for values', () => {
    for (const [english, chinese] of Object.entries(read('l10n/bundle.l10n.zh-cn.json'))) {
      expect(places(chinese), english).toBe(places(english));
    }
  });

  it('finds a text that is missing, and one that nobody asks for', () => {
    expect(difference({ a: 1, b: 1 }, { b: 1, c: 1 })).toEqual({ missing: ['a'], unused: ['c'] });
  });
});
