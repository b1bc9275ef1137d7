/** A finding in the user's language: one place for the editor, the command line and SARIF. */
import type { Finding, Fix, RelatedLocation } from '../analyzer/finding.ts';
import { messageText, refusalText } from '../analyzer/rules/index.ts';
import { gainShare, gainText } from './gain-text.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';
import type { PricedFinding } from './price.ts';

/** The rule's message without the gain, and in which modes it holds. */
export function plainMessage({ finding }: PricedFinding, locale: Locale): string {
  const message = messageText(finding.rule, finding.messageId, finding.data, locale);
  const { modes } = finding;
  if (!modes) return message;
  const where = modes.map(({ mode, choice }) => `${mode} = ${choice}`).join(', ');
  return withSentence(message, translator(TEXTS, locale)('inMode', { where }), locale);
}

/** The rule's message with the gain before it, which a narrow list cuts off last: "+92 % · …". */
export function leadingMessage(priced: PricedFinding, locale: Locale): string {
  const share = priced.gain === null ? undefined : gainShare(priced.gain);
  const message = plainMessage(priced, locale);
  return share === undefined ? message : `${share} · ${message}`;
}

/** The rule's message with the gain before it; behind it the gain in words, and why there is no fix, where that is so. */
export function fullMessage(priced: PricedFinding, locale: Locale): string {
  const { finding } = priced;
  const behind = [entryText(finding, locale), findingGainText(priced, locale), notFixedText(finding, locale)];
  return behind.reduce<string>(
    (message, more) => (more === undefined ? message : withSentence(message, more, locale)),
    leadingMessage(priced, locale),
  );
}

const withSentence = (message: string, more: string, locale: Locale): string =>
  locale === 'zh' ? `${message}${more}。` : `${message} ${more.charAt(0).toUpperCase()}${more.slice(1)}.`;

const TEXTS: Texts<'of' | 'perFrame' | 'called' | 'notFixed' | 'inMode'> = {
  notFixed: { en: 'not fixed: {why}', zh: '未提供修复：{why}' },
  inMode: { en: 'this holds where {where}', zh: '仅当 {where} 时成立' },
  of: { en: '{gain}, in {program}', zh: '{program} 中{gain}' },
  perFrame: {
    en: 'not reached from main: as if called once a frame',
    zh: '从 main 不可达：视为每帧调用一次',
  },
  called: { en: 'not reached from main: as if called', zh: '从 main 不可达：视为被调用' },
};

/** That nothing at hand calls what it is in; undefined where something does. */
export function entryText({ entry }: Pick<Finding, 'entry'>, locale: Locale): string | undefined {
  return entry && translator(TEXTS, locale)(entry.repeats ? 'perFrame' : 'called');
}

/** Why there is no fix, of a rule that has some. */
export function notFixedText({ notFixed }: Pick<Finding, 'notFixed'>, locale: Locale): string | undefined {
  return notFixed && translator(TEXTS, locale)('notFixed', { why: refusalText(notFixed, locale) });
}

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
