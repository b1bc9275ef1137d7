/** Takes out a wait that gives nothing. */
import type { CallNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { fix, remove, withCheck } from '../text/edits.ts';
import type { Offer } from '../refusals.ts';

/** With the check of its result, unless something else uses that. */
export function dropWait(call: CallNode, context: RuleContext): Offer<'drop'> {
  const text = context.text(call.range.file);
  const own = text.slice(call.statement).trimStart();
  if (!own.startsWith(call.name) && call.resultName === undefined) return 'inExpression';
  if (/^\w+\s+\w+\s*=/.test(own)) return 'usedAfterLoop';
  const statement = withCheck(text, call);
  return statement ? [fix('drop', [remove(text, statement)], true)] : 'inExpression';
}
