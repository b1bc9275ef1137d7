/** New calls that are checked as the program checks a call of its own: by its macro, its `if`, its return. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { CallNode, LoopNode } from '../../../trace/nodes.ts';
import { literalText } from '../../../literal.ts';
import { withCheck } from './edits.ts';
import { blockEnd } from './scan.ts';
import type { SourceText } from './source-text.ts';

/** Ways out that mean a loop, so that a check with one cannot stand behind it. */
const OF_A_LOOP = /\b(?:break|continue)\s*;/;
const DECLARES = /^\s*(?:const\s+)?[A-Za-z_][\w:]*[\s*&]+\w+\s*=/;

/** A call's own statement with its check: in a macro, with the `if` behind it, or as the condition of one. */
export function checkedStatement(text: SourceText, call: CallNode): SourceRange | undefined {
  return macroOf(text, call) ?? withCheck(text, call) ?? conditionOf(text, call);
}

/** Lines that make `newCall` with the check that `call` has, to stand where the call stands. */
export function checkedLines(text: SourceText, call: CallNode, newCall: string): string[] {
  const range = checkedStatement(text, call);
  if (!range) return [`${newCall};`];
  const {
    callRange: own,
    callRange: { file },
  } = call;
  const before = text.slice({ ...range, endLine: own.line, endColumn: own.column });
  const after = text.slice({
    file,
    line: own.endLine,
    column: own.endColumn,
    endLine: range.endLine,
    endColumn: range.endColumn,
  });
  const whole = `${before}${newCall}${after}`;
  const ended = /[;}]\s*$/.test(whole) ? whole : `${whole};`;
  return dedented(ended, text.indentOf(range.line));
}

/** The same to stand behind the loop; undefined where the check leaves or goes on with the loop itself. */
export function checkedBehind(
  text: SourceText,
  call: CallNode,
  loop: LoopNode,
  newCall: string,
): string[] | undefined {
  const lines = checkedLines(text, call, newCall);
  const [first = '', ...rest] = lines;
  if (lines.some((line) => OF_A_LOOP.test(line))) return undefined;
  if (DECLARES.test(first)) return block(lines, text);
  const name = call.resultName;
  if (name === undefined || !first.startsWith(name) || !declares(text.slice(loop.statement), name))
    return lines;
  return block([`aclError ${first}`, ...rest], text);
}

const declares = (body: string, name: string): boolean =>
  new RegExp(`\\b(?:aclError|auto|int|int32_t)\\s+${literalText(name)}\\s*[=;{]`).test(body);

const block = (lines: readonly string[], text: SourceText): string[] => [
  '{',
  ...lines.map((line) => `${text.indentUnit}${line}`),
  '}',
];

/** `CHECK(call(…));` on lines of its own. */
function macroOf(text: SourceText, { callRange }: CallNode): SourceRange | undefined {
  const before = text.line(callRange.line).slice(0, callRange.column - 1);
  const after = text.line(callRange.endLine).slice(callRange.endColumn - 1);
  const end = /^\s*(?:,[^;]*)?\)\s*;/.exec(after)?.[0].length;
  if (end === undefined || !/^\s*[A-Za-z_]\w*\(\s*$/.test(before) || /^\s*(?:if|while|return)\b/.test(before))
    return undefined;
  const column = text.indentOf(callRange.line).length + 1;
  return { ...callRange, column, endColumn: callRange.endColumn + end };
}

/** `if (call(…) != ACL_SUCCESS) { … }`, where the call is the condition. */
function conditionOf(text: SourceText, { callRange }: CallNode): SourceRange | undefined {
  const before = text.line(callRange.line).slice(0, callRange.column - 1);
  const start = /(?:^|[{};])\s*(?=if\s*\([^{};]*$)/.exec(before);
  if (!start) return undefined;
  const column = start.index + start[0].length + 1;
  const end = blockEnd(text, callRange.line, column);
  if (!end || /^\s*else\b/.test(text.line(end.line).slice(end.column - 1))) return undefined;
  if (/^\s*else\b/.test(text.line(end.line + 1))) return undefined;
  return { ...callRange, column, endLine: end.line, endColumn: end.column };
}

/** Each line less the indentation of the first. */
function dedented(whole: string, indent: string): string[] {
  return whole
    .split('\n')
    .map((line, i) => (i > 0 && line.startsWith(indent) ? line.slice(indent.length) : line));
}
