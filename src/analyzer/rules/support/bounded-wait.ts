/** Edits that let the host wait now and then in a loop of asynchronous submissions. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { TextEdit } from '../../finding.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import type { RuleContext } from './context.ts';
import { literalText } from '../../literal.ts';
import { linesBefore, point } from './edits.ts';
import { loopVariable } from './loops.ts';
import type { SourceText } from './source-text.ts';

/** Submissions between two waits: far fewer than any device's queue holds, far more than it takes to fill its engines. */
export const SUBMISSIONS_PER_WAIT = 64;

/** Edits that add `wait`, in lines, after every 64th pass; undefined where the body has no braces. */
export function waitEvery64(
  loop: LoopNode,
  wait: readonly string[],
  context: RuleContext,
): TextEdit[] | undefined {
  const text = context.text(loop.statement.file);
  if (!closesWithBrace(text, loop.statement)) return undefined;
  const variable = passCounter(loop, context);
  const counter = freshName(text, 'submitted');
  const condition =
    variable === undefined
      ? `++${counter} % ${String(SUBMISSIONS_PER_WAIT)} == 0`
      : `${variable} % ${String(SUBMISSIONS_PER_WAIT)} == ${String(SUBMISSIONS_PER_WAIT - 1)}`;
  const waiting = beforeClosingBrace(text, loop.statement, [
    `if (${condition}) {`,
    ...wait.map((line) => `${text.indentUnit}${line}`),
    '}',
  ]);
  if (variable !== undefined) return [waiting];
  return [linesBefore(text, loop.statement, [`unsigned ${counter} = 0;`]), waiting];
}

/** The loop's own variable, where it goes up by one in each pass and so counts them. */
function passCounter(loop: LoopNode, context: RuleContext): string | undefined {
  const name = loopVariable(loop, context);
  if (name === undefined) return undefined;
  const header = context.text(loop.statement.file).slice(loop.statement).split('\n', 1)[0] ?? '';
  const own = literalText(name);
  const upByOne = new RegExp(`;\\s*(?:\\+\\+\\s*${own}|${own}\\s*\\+\\+|${own}\\s*\\+=\\s*1)\\s*\\)`);
  return upByOne.test(header) ? name : undefined;
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
  return { range: at, newText: `${text.newline}${block}${text.indentOf(statement.line)}` };
}

export function freshName(text: SourceText, base: string): string {
  let name = base;
  for (let n = 2; text.hasWord(name); n++) name = `${base}${String(n)}`;
  return name;
}
