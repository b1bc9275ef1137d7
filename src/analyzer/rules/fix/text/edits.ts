/** Text edits of quick fixes. All keep the file's indentation and line ends. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { Fix, TextEdit } from '../../../finding.ts';
import type { CallNode, TraceArgument } from '../../../trace/nodes.ts';
import { blockEnd, statementEnd } from './scan.ts';
import type { SourceText } from './source-text.ts';
import { literalText } from '../../../literal.ts';

/** A fix whose title is a message of the rule (or a shared one). */
export function fix<Title extends string>(
  titleId: Title,
  edits: TextEdit[],
  preferred: boolean,
  data: Record<string, string | number> = {},
): Fix<Title> {
  return { titleId, data, edits, preferred };
}

export function rename(call: CallNode, name: string): TextEdit {
  return { range: call.range, newText: name };
}

export function replaceArgument(argument: TraceArgument, text: string): TextEdit {
  return { range: argument.range, newText: text };
}

/** Adds arguments behind the last one. */
export function appendArgument(call: CallNode, text: string): TextEdit {
  const { file, endLine, endColumn } = call.callRange;
  const at = { file, line: endLine, column: endColumn - 1, endLine, endColumn: endColumn - 1 };
  return { range: at, newText: call.args.length > 0 ? `, ${text}` : text };
}

/** An empty range at a place. */
export function point(file: string, line: number, column: number): SourceRange {
  return { file, line, column, endLine: line, endColumn: column };
}

/** New lines before the line on which `range` starts; right before it, where other statements stand before it there. */
export function linesBefore(text: SourceText, range: SourceRange, lines: readonly string[]): TextEdit {
  if (isBehindOthers(text, range))
    return { range: point(text.file, range.line, range.column), newText: onOneLine(text, lines) };
  const indent = text.indentOf(range.line);
  const newText = lines.map((line) => `${indent}${line}${text.newline}`).join('');
  return { range: point(text.file, range.line, 1), newText };
}

/** New lines behind the line on which `range` ends; right behind it, where other statements follow there. */
export function linesAfter(text: SourceText, range: SourceRange, lines: readonly string[]): TextEdit {
  if (isBeforeOthers(text, range))
    return {
      range: point(text.file, range.endLine, range.endColumn),
      newText: ` ${onOneLine(text, lines).trimEnd()}`,
    };
  const indent = text.indentOf(range.line);
  const at = point(text.file, range.endLine, text.line(range.endLine).length + 1);
  return { range: at, newText: lines.map((line) => `${text.newline}${indent}${line}`).join('') };
}

/** A comment takes the rest of its line. */
export const onOneLine = (text: SourceText, lines: readonly string[]): string =>
  lines.map((line) => `${line.trim()}${line.includes('//') ? text.newline : ' '}`).join('');

const isBehindOthers = (text: SourceText, { line, column }: SourceRange): boolean =>
  /[{};]\s*$/.test(text.line(line).slice(0, column - 1));

const isBeforeOthers = (text: SourceText, { endLine, endColumn }: SourceRange): boolean =>
  !/^\s*(?:\/\/.*)?$/.test(text.line(endLine).slice(endColumn - 1));

/** Not all that an `if` or a loop does, so that more can stand before and behind. */
export function hasRoom(text: SourceText, range: SourceRange): boolean {
  if (
    text
      .line(range.line)
      .slice(0, range.column - 1)
      .trim() !== ''
  )
    return isBehindOthers(text, range);
  return !isOnlyOne(text, range.line);
}

/** With its semicolon, where it stands on lines of its own and is not all that an `if` or a loop does. */
function withSemicolon(text: SourceText, range: SourceRange): SourceRange {
  const end = statementEnd(text, range);
  const before = text.line(range.line).slice(0, range.column - 1);
  const after = text.line(end.line).slice(end.column - 1);
  if (before.trim() !== '' || after.trim() !== '' || isOnlyOne(text, range.line)) return range;
  return { ...range, endLine: end.line, endColumn: end.column };
}

export function isOnlyOne(text: SourceText, line: number): boolean {
  let above = line - 1;
  while (above > 0 && /^\s*(\/\/.*)?$/.test(text.line(above))) above--;
  return /(\)|\belse|\bdo)\s*$/.test(text.line(above));
}

/** The statement of a call; undefined where the call is a part of a condition, which no edit may take out. */
function statementOf({ statement, callRange }: CallNode): SourceRange | undefined {
  if (statement.file !== callRange.file) return undefined;
  const starts =
    statement.line < callRange.line ||
    (statement.line === callRange.line && statement.column <= callRange.column);
  const ends =
    statement.endLine > callRange.endLine ||
    (statement.endLine === callRange.endLine && statement.endColumn >= callRange.endColumn);
  return starts && ends ? statement : undefined;
}

/**
 * Where lines can be put before a call: before its statement, or before the `if` that asks for its result. Undefined
 * where it is all that an `if` or a loop does, or stands elsewhere in a condition.
 */
export function placeBefore(text: SourceText, call: CallNode): SourceRange | undefined {
  const inCondition = /^\s*if\b/.test(text.line(call.callRange.line)) ? call.callRange : undefined;
  const place = statementOf(call) ?? inCondition;
  return place && !isOnlyOne(text, place.line) ? place : undefined;
}

/** The statement of a call with the check of its result that follows, if one does; undefined as for its statement. */
export function withCheck(text: SourceText, call: CallNode): SourceRange | undefined {
  const own = statementOf(call);
  if (!own) return undefined;
  const statement = withSemicolon(text, own);
  const name = call.resultName;
  if (name === undefined) return statement;
  const end = statementEnd(text, statement);
  const check = new RegExp(`^\\s*if\\s*\\(\\s*${literalText(name)}\\b`);
  const next =
    text
      .line(end.line)
      .slice(end.column - 1)
      .trim() === ''
      ? end.line + 1
      : end.line;
  const rest = next === end.line ? text.line(next).slice(end.column - 1) : text.line(next);
  if (!check.test(rest)) return statement;
  const close = blockEnd(text, next, next === end.line ? end.column : 1);
  return close ? { ...statement, endLine: close.line, endColumn: close.column } : statement;
}

/** Takes a range out; with its lines where nothing else stands on them. */
export function remove(text: SourceText, range: SourceRange): TextEdit {
  const before = text.line(range.line).slice(0, range.column - 1);
  const after = text.line(range.endLine).slice(range.endColumn - 1);
  if (before.trim() !== '' || after.trim() !== '' || range.endLine >= text.lineCount) {
    return { range, newText: '' };
  }
  const lines = { file: range.file, line: range.line, column: 1, endLine: range.endLine + 1, endColumn: 1 };
  return { range: lines, newText: '' };
}
