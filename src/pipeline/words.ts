/**
 * How the core speaks: it names what it has to say by an id and values, and a catalogue has the words in each language.
 * Notes of the simulator, notices of the analysis and errors are all such statements.
 */
import { ownValue } from '../base/own-value.ts';
import { visible } from './visible.ts';

export type Locale = 'en' | 'zh';

/** Texts in each language; `{name}` is filled from values. */
export type Texts<K extends string> = Readonly<Record<K, Readonly<Record<Locale, string>>>>;

/** Something to say. A value may be a statement or an error itself, which becomes a part of the sentence. */
export interface Statement<Id extends string = string> {
  readonly id: Id;
  readonly data: Values<Id>;
}

type Value<Id extends string> = string | number | Statement<Id> | UserError;

/** A list becomes an enumeration. */
export type Values<Id extends string = string> = Readonly<Record<string, Value<Id> | readonly Value<Id>[]>>;

/**
 * Fills `{name}` from `data`; a name that `data` lacks stays as it is. Values may be anybody's text: they are made
 * visible here, where all words meet them.
 */
export function fill(text: string, data: Readonly<Record<string, string | number>>, locale: Locale): string {
  const parts = text.split(/(\{\w+\})/).map((part) => {
    const name = part.slice(1, -1);
    return part.startsWith('{') && Object.hasOwn(data, name) ? visible(String(ownValue(data, name))) : part;
  });
  return locale === 'zh' ? parts.reduce(joinChinese) : parts.join('');
}

const HAN = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/;
const IDEOGRAPH = /[\u4e00-\u9fff]/;
const LATIN = /[A-Za-z0-9]/;

/** Chinese is set with a space beside Latin letters and figures, and with none between its own characters. */
function joinChinese(left: string, right: string): string {
  if (left === '' || right === '') return left + right;
  const [before, after] = [left.trimEnd().slice(-1), right.trimStart().charAt(0)];
  if (HAN.test(before) && HAN.test(after)) return left.trimEnd() + right.trimStart();
  const [last, first] = [left.slice(-1), right.charAt(0)];
  const meets = (IDEOGRAPH.test(last) && LATIN.test(first)) || (LATIN.test(last) && IDEOGRAPH.test(first));
  return meets ? `${left} ${right}` : left + right;
}

/** Gives the texts of one catalogue in one language. */
export function translator<K extends string>(texts: Texts<K>, locale: Locale) {
  return (key: K, data: Readonly<Record<string, string | number>> = {}): string =>
    fill(texts[key][locale], data, locale);
}

/** A statement in the words of a catalogue. */
export function sentence<K extends string>(
  texts: Texts<K>,
  { id, data }: Statement<K>,
  locale: Locale,
): string {
  const said = (value: Value<K>): string => {
    if (value instanceof UserError) return value.in(locale);
    return typeof value === 'object' ? sentence(texts, value, locale) : String(value);
  };
  const parts = Object.entries(data).map(([name, value]): [string, string] => [
    name,
    isList(value) ? value.map(said).join(SEPARATORS[locale]) : said(value),
  ]);
  return fill(texts[id][locale], Object.fromEntries(parts), locale);
}

const SEPARATORS: Record<Locale, string> = { en: ', ', zh: '、' };

function isList<K extends string>(value: Values<K>[string]): value is readonly Value<K>[] {
  return Array.isArray(value);
}

/**
 * An error that a user is told of: a statement, and the catalogue with its words. `message` is the English for a log;
 * `errorText` says it in the user's language.
 */
export class UserError<Id extends string = string> extends Error {
  constructor(
    private readonly texts: Texts<Id>,
    readonly statement: Statement<Id>,
  ) {
    super(sentence(texts, statement, 'en'));
  }

  in(locale: Locale): string {
    return sentence(this.texts, this.statement, locale);
  }
}

/** What an error says, in the user's language where it was made for a user, else as whoever threw it has put it. */
export function errorText(error: unknown, locale: Locale): string {
  if (error instanceof UserError) return error.in(locale);
  return visible(error instanceof Error ? error.message : String(error));
}
