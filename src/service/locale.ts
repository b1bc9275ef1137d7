/** The languages that texts come in. */
import type { Language } from '../analyzer/rules/index.ts';
import { fill } from '../analyzer/rules/support/messages.ts';

export type Locale = Language;

/** Texts in both languages; `{name}` is filled from data. */
export type Texts<K extends string> = Record<K, Record<Locale, string>>;

/** From VS Code's `zh-cn`, a system's `zh_CN.UTF-8`, or anything else: English. */
export function localeOf(tag: string | undefined): Locale {
  return /^zh([-_.]|$)/i.test(tag ?? '') ? 'zh' : 'en';
}

/** Gives the texts of one catalogue in one language. */
export function translator<K extends string>(texts: Texts<K>, locale: Locale) {
  return (key: K, data: Record<string, string | number> = {}): string => fill(texts[key][locale], data);
}
