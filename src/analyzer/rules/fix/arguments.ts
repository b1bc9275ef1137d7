/** What a call in a loop is given: is it the same in every pass, and is it the loop's own? */
import { oncePer } from '../../../base/once.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { CallNode, TraceArgument, TraceThread } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { functionsOf, invariance, takesByValue } from './hoist/invariant.ts';
import { loopSite } from './loop-site.ts';
import { argumentsOf, bodyAround, changedIn, namesOf, statementsIn } from './syntax.ts';

/** Is a call given the same in every pass of its loop, whatever other threads do meanwhile? */
export const argumentsStay = oncePer((context: RuleContext) =>
  oncePer((call: CallNode): boolean => {
    const site = loopSite(call, context);
    if (typeof site === 'string') return false;
    const own = statementsIn(site.inside).findLast((one) => site.body.holds(one, call.callRange));
    if (!own) return false;
    const { isFixed } = invariance(site, []);
    const changed = changedByOthers(context, call.thread);
    return argumentsOf(call, own).every(
      (argument) => isFixed(argument) && !namesOf(argument).some((name) => changed.has(name)),
    );
  }),
);

/** What the loops of other threads give another value. */
function changedByOthers(context: RuleContext, own: TraceThread): ReadonlySet<string> {
  const statements = context.nodes.flatMap((node) => {
    if (node.kind !== 'loop' || node.thread === own) return [];
    const { file } = node.statement;
    return bodyAround(context.facts(file), node.statement)?.loopAt(node.statement)?.loop.body ?? [];
  });
  const called = new Set(
    context.nodes
      .filter(({ thread, loops }) => thread !== own && loops.length > 0)
      .map((node) => node.function),
  );
  const bodies = functionsOf(context).filter(({ name }) => called.has(name));
  return changedIn([...statements, ...bodies.flatMap(({ body }) => body ?? [])], takesByValue(context));
}

/** Does the loop name the variable of an argument nowhere else? */
export function isNamedOnce(
  argument: TraceArgument | undefined,
  call: CallNode,
  context: RuleContext,
): boolean {
  const site = loopSite(call, context);
  const name = /^\w+$/.exec(argument?.text ?? '')?.[0];
  if (typeof site === 'string' || name === undefined) return false;
  let times = 0;
  visitExpressions([...site.inside, ...site.heads], (one) => {
    if (one.kind === 'name' && one.name === name) times++;
  });
  return times === 1;
}
