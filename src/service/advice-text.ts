/** Advice in words. */
import type { Advice, ParameterAdvice } from './advice.ts';
import { plainMessage } from './finding-text.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<'set'> = {
  set: { en: 'Set {name} to {to} instead of {from}.', zh: '将 {name} 从 {from} 改为 {to}。' },
};

function parameterText({ parameter, from, to }: ParameterAdvice, locale: Locale): string {
  return translator(TEXTS, locale)('set', { name: parameter.name, from, to });
}

/** What to do, without the gain. */
export function adviceText(advice: Advice, locale: Locale): string {
  return advice.kind === 'fix' ? plainMessage(advice.priced, locale) : parameterText(advice, locale);
}
