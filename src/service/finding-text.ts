/** A finding in the user's language: one place for the editor, the command line and SARIF. */
import type { Fix, RelatedLocation } from '../analyzer/finding.ts';
import { messageText } from '../analyzer/rules/index.ts';
import { gainText } from './gain-text.ts';
import type { Locale } from './locale.ts';
import type { PricedFinding } from './price.ts';

/** The rule's message without the gain. */
export function plainMessage({ finding }: PricedFinding, locale: Locale): string {
  return messageText(finding.rule, finding.messageId, finding.data, locale);
}

/** The rule's message, and the gain in words where there is one. */
export function fullMessage(priced: PricedFinding, locale: Locale): string {
  const message = plainMessage(priced, locale);
  if (priced.gain === null) return message;
  const gain = gainText(priced.gain, locale);
  return locale === 'zh'
    ? `${message}${gain}。`
    : `${message} ${gain.charAt(0).toUpperCase()}${gain.slice(1)}.`;
}

export function relatedMessage(rule: string, related: RelatedLocation, locale: Locale): string {
  return messageText(rule, related.messageId, related.data, locale);
}

export function fixTitle(rule: string, fix: Fix, locale: Locale): string {
  return messageText(rule, fix.titleId, fix.data, locale);
}
