/** A statement behind a loop that does nothing but wait for a stream, through a function of the program. */
import type { CallNode, LoopNode } from '../../../trace/nodes.ts';
import type { TraceObject } from '../../../trace/values.ts';
import type { RuleContext } from '../../context.ts';
import { isWait } from '../../query/waits/work.ts';
import { streamOf } from '../../query/streams.ts';
import { functionsOf } from '../hoist/invariant.ts';
import { siteOfLoop, type LoopSite } from '../loop-site.ts';
import { namesOf } from '../syntax.ts';

/** Its lines, which may stand in the loop as well. */
export function waitBehind(loop: LoopNode, stream: TraceObject, context: RuleContext): string[] | undefined {
  const site = siteOfLoop(loop, context);
  if (typeof site === 'string') return undefined;
  const waits = context.calls.filter((call) => isWait(call) && streamOf(call) === stream);
  return waits.map((wait) => statementFor(wait, site)).find((lines) => lines !== undefined);
}

function statementFor({ path }: CallNode, site: LoopSite): string[] | undefined {
  const hop = path[site.node.path.length];
  const own = site.behind.find((one) => hop && site.body.holds(one, hop.range));
  if (!hop || own?.kind !== 'expression' || !doesOneThing(hop.callee, site.context)) return undefined;
  const isThere = namesOf(own.expression).every((name) =>
    site.outside.every((one) => one.name !== name || one.start < site.start),
  );
  return isThere ? [`${site.text.slice(site.body.rangeOf(own)).replace(/;?$/, '')};`] : undefined;
}

/** The function is a single statement. */
const doesOneThing = (callee: string, context: RuleContext): boolean =>
  functionsOf(context).some(({ name, body }) => name === callee && body?.length === 1);
