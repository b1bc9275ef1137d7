/** Whoever adds a text has to add its Chinese: looked for in the sources, so that no path need be driven to find it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { englishIn, hasChinese, placesIn } from '../support/english.ts';
import { literalMessages, translations } from '../support/source-code.ts';

const read = (name: string): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as Record<string, string>;

/** Names and units that are the same in both languages. */
const SAME = new Set(['AI Core', 'AI Vector', 'AI CPU', 'Ctrl CPU', 'memset', '{0} QPS', '{0}: {1}']);

/** Text without names of engines, places, figures and signs: is there a word that one could translate? */
const hasWords = (text: string): boolean =>
  !/\.(svg|json)$/.test(text) &&
  /[a-z]{2,}/.test(text.replace(/\{\w+\}|\bQPS\b|\bGB\/s\b|\bp99\b|\bms\b/g, '')) &&
  !SAME.has(text);

/** A translation of signs and places alone is none to complain of. */
const isEnglish = (en: string, zh: string): boolean => hasWords(en) && hasWords(zh) && !hasChinese(zh);

describe('texts of the sources', () => {
  const all = translations();

  it('are found', () => {
    expect(all.length).toBeGreaterThan(500);
  });

  it('are Chinese in Chinese, without an English phrase', () => {
    const bad = all.filter(({ en, zh }) => isEnglish(en, zh) || englishIn(zh, 2).length > 0);
    expect(bad).toEqual([]);
  });

  it('have the same places for values', () => {
    const bad = all.filter(({ en, zh }) => placesIn(zh).some((place) => !placesIn(en).includes(place)));
    expect(bad).toEqual([]);
  });

  it('are set as Chinese is: no half-width comma or colon between Chinese characters', () => {
    const bad = all.filter(({ zh }) =>
      /[\u4e00-\u9fff][,;:?!](?![\w{]|$)|[\u4e00-\u9fff] [\u4e00-\u9fff]/.test(zh),
    );
    expect(bad).toEqual([]);
  });
});

describe('texts of VS Code', () => {
  it.each(['l10n/bundle.l10n.zh-cn.json', 'package.nls.zh-cn.json'])('%s is Chinese', (name) => {
    const bad = Object.entries(read(name)).filter(([key, zh]) =>
      isEnglish(name.startsWith('l10n') ? key : zh, zh),
    );
    expect(bad).toEqual([]);
    expect(Object.values(read(name)).flatMap((zh) => englishIn(zh))).toEqual([]);
  });
});

/** Defects: said in the language of whoever looks for them. No state of a user's files or settings leads there. */
const DEFECTS = [
  'the skeleton is no program',
  'a simulation was asked for',
  'the thread has ended',
  'a process has no device',
  'edits overlap',
  'model {…} has no batches',
  'profile {…} is based on {…}, not on {…}',
  'no longer wanted',
  'no such call: {…}',
  'the client did not send the parser',
  'the client did not tell where the script is',
  'the parser is missing',
  'the simulation was stopped',
  'the simulator gave no timeline',
  'the simulator gave no trace',
  'the request was cancelled',
  '{…} is not loaded',
];

/** Protocol and page: a message of the other side that makes no sense. */
const PROTOCOL = /^(upload|timeline|frame|request|\{…\}\{…\}|\{…\}): |^ascendcl\//;

describe('messages without a catalogue', () => {
  it('are those of defects alone', () => {
    const said = literalMessages().filter(({ text }) => englishIn(text.replaceAll('{…}', '·'), 2).length > 0);
    const unknown = said.filter(({ text }) => !DEFECTS.includes(text) && !PROTOCOL.test(text));
    expect(unknown).toEqual([]);
  });

  it('that are listed as defects are there', () => {
    const said = new Set(literalMessages().map(({ text }) => text));
    expect(DEFECTS.filter((text) => !said.has(text))).toEqual([]);
  });
});
