/** Allocations in loops that are none of the fault: those that happen once in a while. */
import type { CallNode } from '../../trace/trace.ts';
import type { RuleContext } from './context.ts';

/** A condition that asks whether there is memory yet, or enough of it. */
const FIRST_TIME = /==\s*(?:nullptr|NULL|0)\b|!\s*\w+$|!\s*[\w.>-]*(?:init|alloc|ready)\w*|\bfirst\b/i;
const LARGER = /(?:size|len|bytes|cap|capacity|need)\w*\s*[<>]|[<>]=?\s*\w*(?:size|len|bytes|cap)\w*/i;

/** Is the allocation under a condition that holds only the first time, or when the size rises? */
export function growsOnly(call: CallNode, context: RuleContext): boolean {
  return context.branchesTo(call).some(({ branch, inThen }) => inThen && isFirstTime(branch.condition));
}

function isFirstTime(condition: string): boolean {
  return FIRST_TIME.test(condition) || LARGER.test(condition);
}
