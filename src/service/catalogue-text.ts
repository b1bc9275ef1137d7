/** Sentences of the API catalogue in the user's language. The catalogue is written in English. */
import * as v from 'valibot';
import data from '../analyzer/acl/catalogue.zh-cn.json' with { type: 'json' };
import type { Locale } from './locale.ts';

const chinese = new Map(Object.entries(v.parse(v.record(v.string(), v.string()), data)));

/** The sentence; as the catalogue has it where there is no translation. */
export const catalogueText = (text: string, locale: Locale): string =>
  locale === 'zh' ? (chinese.get(text) ?? text) : text;
