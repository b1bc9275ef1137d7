/** A finding in the user's language: one place for the editor, the command line and SARIF. */
import type { Fix, RelatedLocation } from '../analyzer/finding.ts';
import { messageText } from '../analyzer/rules/index.ts';
import { gainText } from './gain-text.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import type { PricedFinding } from './price.ts';

/** The rule's message without the gain. */
export function plainMessage({ finding }: PricedFinding, locale: Locale): string {
  return messageText(finding.rule, finding.messageId, finding.data, locale);
}

/** The rule's message, and the gain in words where there is one. */
export function fullMessage(priced: PricedFinding, locale: Locale): string {
  const message = plainMessage(priced, locale);
  const gain = findingGainText(priced, locale);
  if (gain === undefined) return message;
  return locale === 'zh'
    ? `${message}${gain}。`
    : `${message} ${gain.charAt(0).toUpperCase()}${gain.slice(1)}.`;
}

const TEXTS: Texts<'of'> = { of: { en: '{gain}, in {program}', zh: '{program} 中{gain}' } };

/** The gain in words; undefined where there is none. Says of which program it is where several share the place. */
export function findingGainText({ gain, program }: PricedFinding, locale: Locale): string | undefined {
  if (gain === null) return undefined;
  const text = gainText(gain, locale);
  return program === undefined ? text : translator(TEXTS, locale)('of', { gain: text, program });
}

export function relatedMessage(rule: string, related: RelatedLocation, locale: Locale): string {
  return messageText(rule, related.messageId, related.data, locale);
}

export function fixTitle(rule: string, fix: Fix, locale: Locale): string {
  return messageText(rule, fix.titleId, fix.data, locale);
}
