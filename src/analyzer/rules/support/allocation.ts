/** Calls in loops that are none of the fault: those that happen once, or once in a while. */
import type { BranchNode, CallNode } from '../../trace/trace.ts';
import type { RuleContext } from './context.ts';

/** A condition that asks whether there is a thing yet … */
const NOT_YET = /^!\s*[\w.>-]+$|==\s*(?:nullptr|NULL|0|false)$|^(?:nullptr|NULL)\s*==/;
/** … or whether it is large enough. */
const TOO_SMALL = /[<>]/;
/** Lines behind the call in which the condition's variable is still looked for: a check of the result and a few more. */
const LINES_AFTER = 10;

/**
 * Is the call under a condition that holds only the first time, or only while a size rises? It is one where the call, or
 * the lines after it, set what the condition asks for.
 */
export function growsOnly(call: CallNode, context: RuleContext): boolean {
  return context
    .branchesTo(call)
    .some(
      ({ branch, inThen }) => inThen && asksForMore(branch.condition) && setsCondition(branch, call, context),
    );
}

function asksForMore(condition: string): boolean {
  const text = condition.trim();
  return NOT_YET.test(text) || TOO_SMALL.test(text);
}

function setsCondition(branch: BranchNode, call: CallNode, context: RuleContext): boolean {
  const names = branch.condition.match(/[A-Za-z_]\w*/g) ?? [];
  const body = textAround(branch, call, context);
  return names.some((name) => new RegExp(`&\\s*${name}\\b|\\b${name}\\s*=[^=]`).test(body));
}

/** From the line behind the condition to a few lines behind the call; the call alone where it is in another function. */
function textAround(branch: BranchNode, call: CallNode, context: RuleContext): string {
  const text = context.text(call.range.file);
  const same = branch.function === call.function && branch.range.file === call.range.file;
  const first = same ? branch.range.line + 1 : call.callRange.line;
  const last = Math.min(call.callRange.endLine + LINES_AFTER, text.lineCount);
  const lines: string[] = [];
  for (let n = Math.min(first, call.callRange.line); n <= last; n++) lines.push(text.line(n));
  return lines.join('\n');
}
