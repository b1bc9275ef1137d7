/** Where something is published, in the user's language: titles and addresses stay, the words around them do not. */
import * as v from 'valibot';
import data from './citations.zh-cn.json' with { type: 'json' };
import type { Locale } from './locale.ts';

/** The longest first, so that no phrase is taken for a part of it. */
const phrases = Object.entries(v.parse(v.record(v.string(), v.string()), data)).sort(
  ([a], [b]) => b.length - a.length,
);

export function citationText(citation: string, locale: Locale): string {
  if (locale === 'en') return citation;
  return phrases.reduce((text, [english, chinese]) => text.replaceAll(english, chinese), citation);
}
