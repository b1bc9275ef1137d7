/** Edits that let the host wait now and then in a loop of asynchronous submissions. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { TextEdit } from '../../../finding.ts';
import type { LoopNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { hasRoom, linesBefore, onOneLine, point } from '../text/edits.ts';
import { counterOf, passesOf } from '../../query/loops.ts';
import { blockEnd, headEnd } from '../text/scan.ts';
import type { SourceText } from '../text/source-text.ts';

/** Submissions between two waits: far fewer than any device's queue holds, far more than it takes to fill its engines. */
export const SUBMISSIONS_PER_WAIT = 64;

/** Edits that add `wait`, in lines, after every 64th pass; undefined where the loop shares its lines with others. */
export function waitEvery64(
  loop: LoopNode,
  wait: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const text = context.text(loop.statement.file);
  if (!hasRoom(text, loop.statement)) return undefined;
  const variable = passCounter(loop, context);
  const counter = freshName(text, 'submitted');
  const condition =
    variable === undefined
      ? `++${counter} % ${String(SUBMISSIONS_PER_WAIT)} == 0`
      : `${variable} % ${String(SUBMISSIONS_PER_WAIT)} == ${String(SUBMISSIONS_PER_WAIT - 1)}`;
  const lines = [`if (${condition}) {`, ...wait.map((line) => `${text.indentUnit}${line}`), '}'];
  const body = loop.loop === 'do' ? doBody(text, loop.statement) : loop.statement;
  const waiting = closesWithBrace(text, body)
    ? [beforeClosingBrace(text, body, lines)]
    : inBraces(text, loop, lines);
  if (!waiting || variable !== undefined) return waiting;
  return [linesBefore(text, loop.statement, [`unsigned ${counter} = 0;`]), ...waiting];
}

/** A `do` loop up to the brace that closes its body. */
function doBody(text: SourceText, statement: SourceRange): SourceRange {
  const head = /^do\s*(?=\{)/.exec(text.slice(statement))?.[0];
  const end = head === undefined ? undefined : blockEnd(text, statement.line, statement.column);
  return end ? { ...statement, endLine: end.line, endColumn: end.column } : statement;
}

/** The same, but for a loop that has no 64th pass. */
export const waitNowAndThen = (
  loop: LoopNode,
  wait: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined =>
  (passesOf(loop, context) ?? Infinity) < SUBMISSIONS_PER_WAIT ? [] : waitEvery64(loop, wait, context);

/** Braces around the one statement of a loop, with lines behind it. */
function inBraces(
  text: SourceText,
  { loop, statement }: LoopNode,
  lines: readonly string[],
): TextEdit[] | undefined {
  const head = loop === 'do' ? undefined : headEnd(text, statement.line, statement.column);
  if (!head) return undefined;
  const { file, line, endLine, endColumn } = statement;
  const isBelow =
    text
      .line(head.line)
      .slice(head.column - 1)
      .trim() === '';
  const start = isBelow ? head.line + 1 : head.line;
  const rest = text.line(start).slice(isBelow ? 0 : head.column - 1);
  const column = (isBelow ? 1 : head.column) + (/^\s*/.exec(rest)?.[0].length ?? 0);
  if (rest.trim() === '' || rest.trim().startsWith('//')) return undefined;
  const outer = text.indentOf(line);
  const inner = `${outer}${text.indentUnit}`;
  const opening = { file, line: head.line, column: head.column, endLine: start, endColumn: column };
  const block = lines.map((one) => `${text.newline}${inner}${one}`).join('');
  if (
    line === endLine &&
    text
      .line(line)
      .slice(0, statement.column - 1)
      .trim() !== ''
  )
    return [
      { range: opening, newText: ' { ' },
      { range: point(file, endLine, endColumn), newText: ` ${onOneLine(text, lines)}}` },
    ];
  return [
    { range: opening, newText: ` {${text.newline}${inner}` },
    { range: point(file, endLine, endColumn), newText: `${block}${text.newline}${outer}}` },
  ];
}

/** The loop's own variable, where it goes up by one in each pass and so counts them. */
function passCounter(loop: LoopNode, context: RuleContext): string | undefined {
  const counter = counterOf(loop, context);
  const body = context.text(loop.statement.file).slice(loop.statement);
  // A pass that is left before its end would miss the wait.
  return counter?.byOne === true && !/\bcontinue\b/.test(body) ? counter.name : undefined;
}

function closesWithBrace(text: SourceText, statement: SourceRange): boolean {
  return text.line(statement.endLine).charAt(statement.endColumn - 2) === '}';
}

function beforeClosingBrace(text: SourceText, statement: SourceRange, lines: readonly string[]): TextEdit {
  const { endLine, endColumn, file } = statement;
  const before = text.line(endLine).slice(0, endColumn - 2);
  const inner = `${text.indentOf(statement.line)}${text.indentUnit}`;
  const block = lines.map((line) => `${inner}${line}${text.newline}`).join('');
  if (before.trim() === '') return { range: point(file, endLine, 1), newText: block };
  const at = point(file, endLine, endColumn - 1);
  if (statement.line === endLine) {
    const space = /\s$/.test(before) ? '' : ' ';
    return { range: at, newText: `${space}${onOneLine(text, lines)}` };
  }
  return { range: at, newText: `${text.newline}${block}${text.indentOf(statement.line)}` };
}

export function freshName(text: Pick<SourceText, 'hasWord'>, base: string): string {
  let name = base;
  for (let n = 2; text.hasWord(name); n++) name = `${base}${String(n)}`;
  return name;
}
