/**
 * What a line of a program's own log looks like, as its user says it: text, with `{ms}` where the number stands. No
 * regular expression: whatever is written here, a line is gone through in a time that grows with its length.
 */
import type { Texts } from './words.ts';

/** What is wrong with a pattern. */
export const PATTERN_PROBLEMS = {
  'pattern-number': {
    en: 'a pattern of a log line needs one of {ms}, {us}, {ns}, {s}, {time} or {fps} where its number stands',
    zh: '日志行模式需要且只能有一个表示数值位置的 {ms}、{us}、{ns}、{s}、{time} 或 {fps}',
  },
  'pattern-name': {
    en: 'in a pattern of a log line braces hold one of ms, us, ns, s, time, fps, batch, count or * (a brace itself is written twice)',
    zh: '日志行模式的花括号内应为 ms、us、ns、s、time、fps、batch、count 或 *（花括号本身需写两次）',
  },
  'pattern-text': {
    en: 'a pattern of a log line needs two characters of text beside its number, or any line would fit',
    zh: '日志行模式在数值之外至少需要两个字符的文字，否则任何一行都会匹配',
  },
  'pattern-apart': {
    en: 'in a pattern of a log line text has to stand between two numbers',
    zh: '日志行模式的两个数值之间需要有文字',
  },
} satisfies Texts<string>;

export type PatternProblem = keyof typeof PATTERN_PROBLEMS;

/** Milliseconds of one of the unit; `fps` is frames a second. */
const MS_PER = new Map([
  ['ns', 1e-6],
  ['us', 1e-3],
  ['ms', 1],
  ['s', 1000],
]);
const VALUES = new Set([...MS_PER.keys(), 'time', 'fps']);
const PLACES = new Set([...VALUES, 'batch', 'count', '*']);

/** Units as logs write them. */
const UNITS = new Map<string, string>([
  ...[...MS_PER.keys()].map((unit): [string, string] => [unit, unit]),
  ...['µs', 'μs', 'usec', 'usecs', '微秒'].map((unit): [string, string] => [unit, 'us']),
  ...['msec', 'msecs', 'millis', 'milliseconds', '毫秒'].map((unit): [string, string] => [unit, 'ms']),
  ...['sec', 'secs', 'second', 'seconds', '秒'].map((unit): [string, string] => [unit, 's']),
]);

type Part = { text: string } | { place: string } | 'blank';

export interface LineMatch {
  /** Of `{fps}` frames a second, else ms; of one thing where the line counts those of the time. */
  value: number;
  isRate: boolean;
  batch?: number;
  /** Where the number begins in the line. */
  at: number;
}

/** `{{` and `}}` are braces themselves; a lone `{` that closes nothing is one too. */
const TOKEN = /\{\{|\}\}|\{([^{}]*)\}|\s+|[^{}\s]+|[{}]/g;

function partsOf(pattern: string): Part[] {
  const parts: Part[] = [];
  for (const [token, place] of pattern.trim().matchAll(TOKEN)) {
    const last = parts.at(-1);
    if (place !== undefined) parts.push({ place: place.trim() });
    else if (/^\s/.test(token)) parts.push('blank');
    else if (typeof last === 'object' && 'text' in last) last.text += bare(token);
    else parts.push({ text: bare(token) });
  }
  return parts;
}

const bare = (token: string): string => (token === '{{' || token === '}}' ? token.slice(1) : token);

const placeOf = (part: Part | undefined): string | undefined =>
  typeof part === 'object' && 'place' in part ? part.place : undefined;
const textOf = (part: Part | undefined): string =>
  typeof part === 'object' && 'text' in part ? part.text : '';

/** Undefined for a good one. */
export function patternProblem(pattern: string): PatternProblem | undefined {
  const parts = partsOf(pattern);
  const places = parts.flatMap((part) => placeOf(part) ?? []);
  if (places.some((place) => !PLACES.has(place))) return 'pattern-name';
  if (places.filter((place) => VALUES.has(place)).length !== 1) return 'pattern-number';
  const isTwice = (name: string): boolean => places.filter((place) => place === name).length > 1;
  if (isTwice('batch') || isTwice('count')) return 'pattern-number';
  if (parts.map(textOf).join('').length < 2) return 'pattern-text';
  const solid = parts.filter((part) => part !== 'blank');
  const isNumber = (part: Part | undefined): boolean => (placeOf(part) ?? '*') !== '*';
  const meets = solid.some((part, i) => isNumber(part) && isNumber(solid[i + 1]));
  return meets ? 'pattern-apart' : undefined;
}

/** A sign of writing behind it is none of it. */
const NUMBER = /\d(?:[\d.,]{0,30}\d)?(?:[eE][+-]?\d{1,3})?/y;
const GROUPED = /^\d{1,3}(,\d{3})+(\.\d*)?$/;
const PLAIN = /^\d+(\.\d*)?([eE][+-]?\d+)?$/;
const WORD = /[A-Za-zµμ%]+|毫秒|微秒|秒/y;

/** A number and where it ends; undefined for none. */
function numberAt(line: string, at: number): { value: number; end: number } | undefined {
  NUMBER.lastIndex = at;
  const found = NUMBER.exec(line)?.[0];
  if (found === undefined) return undefined;
  const plain = GROUPED.test(found) ? found.replaceAll(',', '') : found;
  return PLAIN.test(plain) ? { value: Number(plain), end: at + found.length } : undefined;
}

function wordAt(line: string, at: number): string {
  WORD.lastIndex = at;
  return WORD.exec(line)?.[0] ?? '';
}

function blanksAt(line: string, at: number): number {
  let end = at;
  while (end < line.length && /\s/.test(line.charAt(end))) end++;
  return end;
}

export class LogPattern {
  /** What stands between `{*}`: each is looked for behind the one before. */
  private readonly pieces: Part[][];
  /** Its words were there, and its number was none, or in another unit. */
  lacksNumber = false;
  private found: Partial<LineMatch> & { count?: number } = {};

  /** @param pattern one in which `patternProblem` finds none */
  constructor(pattern: string) {
    const pieces: Part[][] = [[]];
    for (const part of partsOf(pattern)) {
      if (placeOf(part) === '*') pieces.push([]);
      else pieces.at(-1)?.push(part);
    }
    this.pieces = pieces.map(withoutOuterBlanks);
  }

  /** Undefined for a line that does not look so. */
  match(line: string): LineMatch | undefined {
    this.lacksNumber = false;
    this.found = {};
    let from: number | undefined = 0;
    for (const piece of this.pieces) {
      from = this.find(piece, line, from);
      if (from === undefined) return undefined;
    }
    const { value, at, isRate = false, count = 1, ...rest } = this.found;
    this.lacksNumber ||= count === 0;
    if (value === undefined || at === undefined || count === 0) return undefined;
    return { value: isRate ? value : value / count, at, isRate, ...rest };
  }

  /** Where the piece ends, at the first place where it stands. */
  private find(piece: readonly Part[], line: string, from: number): number | undefined {
    const [first] = piece;
    if (first === undefined) return from;
    const text = textOf(first);
    for (let at = from; at < line.length; at++) {
      at = text === '' ? nextNumber(line, at) : line.indexOf(text, at);
      if (at < 0) return undefined;
      const end = this.endAt(piece, line, at);
      if (end !== undefined) return end;
    }
    return undefined;
  }

  private endAt(piece: readonly Part[], line: string, start: number): number | undefined {
    let at: number | undefined = start;
    for (const [i, part] of piece.entries()) {
      const place = placeOf(part);
      if (part === 'blank') at = blanksAt(line, at);
      else if (place === undefined) at = textAt(line, at, textOf(part));
      else at = this.take(place, line, blanksAt(line, at), textOf(piece[i + 1]), i > 0);
      if (at === undefined) return undefined;
    }
    return at;
  }

  /** Takes a number. @param next text that the pattern has right behind it @param isLed text stands before it */
  private take(place: string, line: string, at: number, next: string, isLed: boolean): number | undefined {
    const number = numberAt(line, at);
    const taken = number && this.taken(place, line, { ...number, at }, next);
    if (taken === undefined) this.lacksNumber ||= isLed;
    return taken;
  }

  private taken(
    place: string,
    line: string,
    { value, at, end }: { value: number; at: number; end: number },
    next: string,
  ): number | undefined {
    if (place === 'batch' || place === 'count') {
      this.found[place] = value;
      return end;
    }
    const unitAt = blanksAt(line, end);
    const word = wordAt(line, unitAt);
    const unit = UNITS.get(word.toLowerCase());
    const isRate = place === 'fps';
    const isOther = unit === undefined ? place === 'time' : place !== 'time' && unit !== place;
    const isPart = unitAt === end && unit === undefined && !line.startsWith(next || '\0', end);
    if (isOther || (isPart && isOtherKind(word, isRate))) return undefined;
    this.found.value = value * (MS_PER.get(unit ?? place) ?? 1);
    this.found.isRate = isRate;
    this.found.at = at;
    return place === 'time' && next === '' ? unitAt + word.length : end;
  }
}

/** By what stands right behind a number: 40% is no time, and 3x none either. */
const isOtherKind = (word: string, isRate: boolean): boolean => (isRate ? word.startsWith('%') : word !== '');

function withoutOuterBlanks(piece: readonly Part[]): Part[] {
  const isSolid = (part: Part): boolean => part !== 'blank';
  return piece.slice(Math.max(0, piece.findIndex(isSolid)), piece.findLastIndex(isSolid) + 1);
}

const textAt = (line: string, at: number, text: string): number | undefined =>
  line.startsWith(text, at) ? at + text.length : undefined;

/** Where the next number begins that is no part of a word or of another number; below 0 where there is none. */
function nextNumber(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (/\d/.test(line.charAt(at)) && !/[\w.]/.test(line.charAt(at - 1))) return at;
  }
  return -1;
}
