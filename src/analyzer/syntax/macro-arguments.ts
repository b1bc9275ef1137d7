/** Statements among the arguments of macros, as in `CHECK_RET(ret == ACL_SUCCESS, LOG("…"); return ret);`. */

const MACRO_CALL = /\b[A-Z][A-Z0-9_]{2,}\s*\(/g;
/** Strings, comments and characters, ended or not, and what stands between arguments. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.){1,8}'|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[()[\]{},;]/g;
const STATEMENT = /^\s*(return|break|continue|goto|throw)\b/;

/** What `TIMED(f(); g())` does it does one after the other, and no check stands before it. */
const CALL = /^\s*(?!(?:return|throw|if|for|while|switch)\b)[\w:.]+(?:->\w+)*\s*\(/;

/** Another block or expression, with room for a comma before it. */
const BEHIND =
  /^\s\s*(?:\{|(?!(?:return|throw|break|continue|goto|if|for|while|switch|do|else|catch)\b)[A-Za-z_])/;

/** Longest arguments that are looked through, UTF-16 units. */
const MAX_LENGTH = 4000;

/**
 * The text with such statements blanked, offsets unchanged: C++ has no statements there, and a parser would take
 * `return ret` for one that is always reached. What they do, they do only where a check fails. Calls that are all that the
 * macro is given are done: a comma stands between them.
 */
export function blankMacroStatements(text: string): string {
  const blanks: Blank[] = [];
  for (const match of text.matchAll(MACRO_CALL)) {
    const open = match.index + match[0].length;
    if ((blanks.at(-1)?.end ?? 0) <= open) blanks.push(...statementsIn(text, open));
  }
  let result = '';
  let done = 0;
  for (const { start, end, by } of blanks) {
    result += text.slice(done, start) + (by ?? text.slice(start, end).replace(/[^\n]/g, ' '));
    done = end;
  }
  return result + text.slice(done);
}

interface Blank {
  start: number;
  end: number;
  /** What stands there instead. */
  by?: string;
}

/** The parts of the arguments that begin at `open` which are statements. */
function statementsIn(text: string, open: number): Blank[] {
  const { marks, close } = scan(text, open);
  if (close === undefined) return [];
  const bounds = [...marks, { at: close, kind: ')' }];
  const blanks = behindBlocks(text, open, bounds[0]?.at ?? close);
  let isDone = true;
  for (const [index, { at, kind }] of marks.entries()) {
    const end = bounds[index + 1]?.at ?? close;
    const statement = text.slice(at + 1, end);
    const behind = kind === ',' ? behindBlocks(text, at + 1, end) : [];
    isDone = kind === ';' ? isDone : behind.length > 0;
    if (isDone && CALL.test(statement)) blanks.push({ start: at, end: at + 1, by: ',' });
    else if (kind === ';' || STATEMENT.test(statement)) blanks.push({ start: at, end });
    blanks.push(...behind);
  }
  return blanks;
}

/** What follows a block at the begin of an argument is done behind it, as in `DEFER({ lock(); } close(model))`. */
function behindBlocks(text: string, from: number, to: number): Blank[] {
  const blanks: Blank[] = [];
  let at = from;
  for (let end = blockEnd(text, at); end !== undefined && end < to; end = blockEnd(text, at)) {
    if (!BEHIND.test(text.slice(end, to))) break;
    blanks.push({ start: end, end: end + 1, by: ',' });
    at = end + 1;
  }
  return blanks;
}

/** Where the block ends that stands at `from`. */
function blockEnd(text: string, from: number): number | undefined {
  const [opening = ''] = /^\s*\{/.exec(text.slice(from, from + MAX_LENGTH)) ?? [];
  const close = opening && scan(text, from + opening.length, '}').close;
  return close ? close + 1 : undefined;
}

interface Mark {
  at: number;
  kind: string;
}

/** The commas and semicolons between the arguments, and where they end; those inside brackets belong to something else. */
export function scan(
  text: string,
  open: number,
  closing = ')',
): { marks: Mark[]; close: number | undefined } {
  const marks: Mark[] = [];
  let depth = 0;
  for (const match of text.slice(open, open + MAX_LENGTH).matchAll(TOKEN)) {
    const [kind] = match;
    const at = open + match.index;
    if (/^[([{]$/.test(kind)) depth++;
    else if (/^[\])}]$/.test(kind) && --depth < 0) return { marks, close: kind === closing ? at : undefined };
    else if (depth === 0 && /^[,;]$/.test(kind)) marks.push({ at, kind });
  }
  return { marks, close: undefined };
}
