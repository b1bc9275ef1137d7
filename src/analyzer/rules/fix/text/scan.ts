/** Finds the ends of statements and blocks in text: parentheses, braces, strings and comments are skipped over. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { SourceText } from './source-text.ts';

export interface Position {
  line: number;
  column: number;
}

/** Longest stretch that is searched, in lines: a check of a result is short. */
const MAX_LINES = 60;
const SKIPPED = /\/\/.*|"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.){1,8}'/g;

/** Behind the semicolon that ends the statement, where the range leaves it out. */
export function statementEnd(text: SourceText, range: SourceRange): Position {
  const rest = text.line(range.endLine).slice(range.endColumn - 1);
  const semicolon = /^\s*;/.exec(rest)?.[0].length ?? 0;
  return { line: range.endLine, column: range.endColumn + semicolon };
}

/** Behind the `}` of an `if` with braces, or behind the `;` of one without, that starts at the given place. */
export function blockEnd(text: SourceText, line: number, column: number): Position | undefined {
  let depth = 0;
  let opened = false;
  for (const { character, at, parens } of characters(text, line, column)) {
    if (parens > 0) continue;
    if (character === '{') {
      depth++;
      opened = true;
    } else if (character === '}') {
      depth--;
      if (opened && depth === 0) return at;
    } else if (character === ';' && !opened) return at;
  }
  return undefined;
}

/** Behind the `)` that closes the head of a loop or an `if` which starts at the given place. */
export function headEnd(text: SourceText, line: number, column: number): Position | undefined {
  for (const { character, at, parens } of characters(text, line, column)) {
    if (parens === 0 && character === ')') return at;
    if (parens === 0 && character === '{') return undefined;
  }
  return undefined;
}

/** Behind the `{` that opens the body of a function whose name ends at the given place. */
export function openingBrace(text: SourceText, line: number, column: number): Position | undefined {
  for (const { character, at, parens } of characters(text, line, column)) {
    if (parens === 0 && character === '{') return at;
    if (parens === 0 && character === ';') return undefined;
  }
  return undefined;
}

/** Characters outside strings and comments, each with the place behind it and the parentheses open around it. */
function* characters(text: SourceText, line: number, column: number) {
  let parens = 0;
  for (let n = line; n < line + MAX_LINES && n <= text.lineCount; n++) {
    const visible = text.line(n).replace(SKIPPED, (s) => ' '.repeat(s.length));
    for (let i = n === line ? column - 1 : 0; i < visible.length; i++) {
      const character = visible.charAt(i);
      if (character === '(') parens++;
      if (character === ')') parens--;
      yield { character, at: { line: n, column: i + 2 }, parens };
    }
  }
}
