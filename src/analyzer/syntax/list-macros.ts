/** Macros that list things in the braces of an enumeration or an initializer: `enum Model { MODELS(AS_NAME) kCount };`. */
import { scan } from './macro-arguments.ts';

const OPEN = /\benum\b[^;{}()=]*\{|(?:=|\])\s*\{/g;
/** Strings, comments and characters, ended or not, and braces. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.){1,8}'|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[{}]/g;
const DIRECTIVE = /^[ \t]*#[ \t]*(?:define|undef)\b(?:[^\n\\]|\\\r?\n|\\.)*/gm;
/** A name, and what opens its arguments. */
const USE = /\b([A-Za-z_]\w*)([ \t]*\()?/g;
/** A directive, or what may be a use with arguments. */
const MAY_LIST = /^[ \t]*#|\b[A-Z][A-Z0-9_]+[ \t]*\(/m;
/** What an item begins behind. */
const BEGUN = /(?:^|[,)])$/;
const HIDDEN = /"(?:[^"\\\n]|\\.)*"?|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Longest braces that are looked through, UTF-16 units. */
const MAX_LENGTH = 8000;

/**
 * The text with directives in such braces blanked and a comma behind each use, offsets unchanged: a parser would stop at
 * either. In an enumeration the use is an enumerator of the macro's name.
 */
export function plainLists(text: string): string {
  let result = '';
  let done = 0;
  for (const { 0: head, index } of text.matchAll(OPEN)) {
    const from = index + head.length;
    const to = from > done ? closing(text, from) : undefined;
    if (to === undefined) continue;
    const inside = text.slice(from, to);
    const plain = head.startsWith('enum') ? enumerators(withoutDirectives(inside)) : items(inside);
    result += text.slice(done, from) + plain;
    done = to;
  }
  return result + text.slice(done);
}

function closing(text: string, from: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.slice(from, from + MAX_LENGTH).matchAll(TOKEN)) {
    if (token === '{') depth++;
    else if (token === '}' && depth-- === 0) return from + index;
  }
  return undefined;
}

const blanked = (text: string): string => text.replace(/[^\n]/g, ' ');

const withoutDirectives = (inside: string): string => inside.replace(DIRECTIVE, blanked);

/** With a comma behind each use of a macro that has arguments, and none. */
function items(inside: string): string {
  if (!MAY_LIST.test(inside)) return inside;
  const letters = withoutDirectives(inside).split('');
  for (const { name, isCall, end, isLast } of usesIn(letters.join('')))
    if (isCall && /^[A-Z][A-Z0-9_]+$/.test(name) && (!isLast || letters[end] === '\n'))
      separate(letters, end);
  return letters.join('');
}

/** With a comma behind each name that has none, and without the arguments of macros. */
function enumerators(inside: string): string {
  const letters = inside.split('');
  for (const { isCall, start, end, isLast } of usesIn(inside)) {
    if (isCall) letters.fill(' ', start, end);
    if (!isLast) separate(letters, isCall ? end - 1 : end);
  }
  return letters.join('');
}

function separate(letters: string[], at: number): void {
  if (/\s/.test(letters[at] ?? '')) letters[at] = ',';
}

interface Use {
  name: string;
  isCall: boolean;
  /** Behind its name, and behind its arguments. */
  start: number;
  end: number;
  /** Nothing follows it, or what goes on with it or stands apart from it already. */
  isLast: boolean;
}

function usesIn(inside: string): Use[] {
  const plain = inside.replace(HIDDEN, blanked);
  return [...plain.matchAll(USE)].flatMap(({ 0: whole, 1: name = '', 2: call, index }) => {
    if (!BEGUN.test(plain.slice(Math.max(0, index - 200), index).trimEnd())) return [];
    const start = index + name.length;
    const close = call === undefined ? start - 1 : scan(plain, index + whole.length).close;
    const end = (close ?? -1) + 1;
    return end
      ? [{ name, isCall: call !== undefined, start, end, isLast: !/^\s*[\w{]/.test(plain.slice(end)) }]
      : [];
  });
}
