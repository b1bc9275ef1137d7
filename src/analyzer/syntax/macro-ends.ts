/** Uses of macros that bring their own semicolon, as in `REGISTER("detect", Detect)` on a line of its own. */
import { scan } from './macro-arguments.ts';
import { beginsStatement } from './macro-declared.ts';

const USE = /^[ \t]*([A-Z][A-Z0-9_]{2,})\s*\(/gm;
const DEFINED = /^[ \t]*#[ \t]*define[ \t]+(\w+)\([^()\n]*\)((?:[^\n\\]|\\\r?\n|\\.)*)/gm;
/** The head of a statement and not its end: what follows a use of such a macro belongs to it. */
const HEAD = /^[\s\\]*(?:for|while|if|else|switch|do)\b(?!.*[;}]\s*$)/s;
/** The rest of a line after a use that ends there. */
const REST = /[ \t]*(?:\/\/[^\n]*|\/\*[^\n]*?\*\/[ \t]*)?\r?\n/y;
/** What the next statement begins with: no operator, and no body of what the use would be the head of. */
const NEXT = /[A-Za-z_}~#]/y;
/** What may follow a head that a macro makes. */
const TAIL = /(?:const|noexcept|override|final|throw|try|requires)\b/y;
const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;

/**
 * The text with a semicolon behind each such use, in place of the space or the end of the line there: offsets stay, lines
 * may not. To a parser a use without one is broken, and so is what follows it.
 */
export const endMacroUses = (text: string): string => endLines(endEnded(text));

function endLines(text: string): string {
  const heads = headsIn(text);
  let result = '';
  let done = 0;
  for (const { 0: whole, 1: name, index } of text.matchAll(USE)) {
    const open = index + whole.length;
    if (open < done || heads.has(name) || !beginsStatement(text, index + whole.search(/\S/))) continue;
    const { close } = scan(text, open);
    if (close === undefined || !isEnded(text, close + 1)) continue;
    result += `${text.slice(done, close + 1)};`;
    done = close + 2;
  }
  return result + text.slice(done);
}

/** A directive whole, or a word. */
const PART = /^[ \t]*#(?:[^\n\\]|\\\r?\n|\\.)*|\b[A-Za-z_]\w*/gm;
const DEFINITION = /^[ \t]*#[ \t]*define[ \t]+(\w+)(\(?)((?:[^\n\\]|\\\r?\n|\\.)*)/gm;

/** `EXEC x = 0;`, `STEP(2) if (x) …` of macros of the file whose own text ends with a semicolon. */
function endEnded(text: string): string {
  const ended = endedIn(text);
  if (!ended.size) return text;
  let result = '';
  let done = 0;
  for (const { 0: name, index } of text.matchAll(PART)) {
    const isCalled = ended.get(name);
    if (isCalled === undefined || index < done) continue;
    const isBegun = (done > 0 && !text.slice(done, index).trim()) || mayBegin(text, index);
    const end = isBegun ? useEnd(text, index + name.length, isCalled) : undefined;
    if (end === undefined || !isFollowed(text, end)) continue;
    result += `${text.slice(done, end)};`;
    done = end + 1;
  }
  return result + text.slice(done);
}

const mayBegin = (text: string, at: number): boolean =>
  beginsStatement(text, at) || /\b(?:else|do)\s*$/.test(text.slice(Math.max(0, at - 40), at));

/** By name, whether it takes arguments. */
function endedIn(text: string): ReadonlyMap<string, boolean> {
  const names = new Map<string, boolean>();
  for (const [, name = '', opened, rest = ''] of text.matchAll(DEFINITION)) {
    const body = rest.replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, '').trimEnd();
    if (body.endsWith(';') && /\w/.test(body) && !HEAD.test(body)) names.set(name, opened === '(');
  }
  return names;
}

/** Past its arguments, where it takes some. */
function useEnd(text: string, at: number, isCalled: boolean): number | undefined {
  if (!isCalled) return at;
  const open = /\s*\(/y;
  open.lastIndex = at;
  const { close } = open.test(text) ? scan(text, open.lastIndex) : {};
  return close === undefined ? undefined : close + 1;
}

/** Whether another statement follows behind a space that may give way. */
function isFollowed(text: string, at: number): boolean {
  const next = pastBlanks(text, at);
  return /\s/.test(text[at] ?? '') && /[A-Za-z_}~*+(-]/.test(text[next] ?? '');
}

function headsIn(text: string): ReadonlySet<string | undefined> {
  const defined = [...text.matchAll(DEFINED)];
  return new Set(defined.flatMap(([, name, body = '']) => (HEAD.test(body) ? [name] : [])));
}

/** Whether a statement may end at a place, and a character there may give way. */
function isEnded(text: string, at: number): boolean {
  const line = endOf(REST, text, at);
  if (line === undefined) return false;
  const next = pastBlanks(text, line);
  if (next < text.length && endOf(NEXT, text, next) === undefined) return false;
  if (endOf(TAIL, text, next) !== undefined) return false;
  // A directive has a line of its own.
  return text[at] !== '\n' || !/^[ \t]*#/.test(text.slice(line, line + 80));
}

/** Past spaces and comments. */
function pastBlanks(text: string, at: number): number {
  let end = at;
  for (let next = endOf(BLANK, text, at); next !== undefined; next = endOf(BLANK, text, next)) end = next;
  return end;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
