/** A new call in a function, checked as that function checks its other calls of the runtime. */
import type { CallNode, LoopNode } from '../../../trace/nodes.ts';
import { checkedBehind, checkedLines } from './checked.ts';
import type { RuleContext } from '../../context.ts';

const RUNTIME_CALL = /\b(?:acl|hi_)\w+\s*\(/;
/** Words of a text about any failure. */
const GENERAL = /^(?:failed|failure|error|err|errno|ret|rc|code|line|file|ACL|acl|at|in|d|s|u|x|n|ld|zu)$/;

/** Lines to stand within or behind a loop of that function; undefined where it is not clear how it checks. */
export function checkedLike(loop: LoopNode, newCall: string, context: RuleContext): string[] | undefined {
  const text = context.text(loop.statement.file);
  const siblings = siblingsOf(loop, context);
  for (const sibling of siblings) {
    const lines = checkedBehind(text, sibling, loop, newCall);
    const named = lines && inOwnWords(lines, sibling, newCall);
    if (named) return named;
  }
  const isLax = siblings.some((one) => checkedLines(text, one, newCall).join('\n') === `${newCall};`);
  if (isLax) return [`${newCall};`];
  return /(?:^|::)main$/.test(loop.function) ? [`if (${newCall} != ACL_SUCCESS) return 1;`] : undefined;
}

const siblingsOf = (loop: LoopNode, context: RuleContext): CallNode[] =>
  context.calls.filter(
    ({ function: place, row, range }) =>
      place === loop.function &&
      range.file === loop.statement.file &&
      row.status === true &&
      row.role !== 'destroy' &&
      row.role !== 'free',
  );

/** The check itself; undefined where it is none, does more than to leave, or tells of the sibling alone. */
function inOwnWords(lines: readonly string[], sibling: CallNode, newCall: string): string[] | undefined {
  const whole = lines.join('\n');
  const rest = whole.replace(newCall, '');
  const setsVariable = sibling.resultName !== undefined && whole.startsWith(sibling.resultName);
  if (whole === `${newCall};` || setsVariable || RUNTIME_CALL.test(rest.replaceAll(sibling.name, '')))
    return undefined;
  const name = /^\w+/.exec(newCall)?.[0] ?? newCall;
  const own = lines.map((line) => line.replace(new RegExp(`(?<=")${sibling.name}(?=\\W)`, 'g'), name));
  return textsIn(own.join('\n').replace(newCall, '')).every((word) => word === name || GENERAL.test(word))
    ? own
    : undefined;
}

const textsIn = (code: string): string[] =>
  [...code.matchAll(/"((?:[^"\\]|\\.)*)"/g)].flatMap(
    ([, text = '']) => text.replace(/\\./g, ' ').match(/[A-Za-z]\w*/g) ?? [],
  );
