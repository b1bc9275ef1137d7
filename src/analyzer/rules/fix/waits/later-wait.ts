/**
 * Where a pass has to wait for the work of the pass before: right before the first thing in the loop that may meet it. What
 * the host does up to there goes on beside the device.
 */
import type { SourceRange } from '../../../../pipeline/source.ts';
import { oncePer } from '../../../../base/once.ts';
import type { Statement } from '../../../syntax/ast.ts';
import type { CallRole } from '../../../acl/catalogue.ts';
import { visitNodes, type CallNode, type LoopNode, type TraceNode } from '../../../trace/nodes.ts';
import type { RuleContext } from '../../context.ts';
import { callsIn } from '../../query/loops.ts';
import { meetings } from '../ordered-work.ts';
import type { Refusal } from '../refusals.ts';
import { bodyAround } from '../syntax.ts';

export interface LaterWait {
  /** The statement of the loop's own body that the wait stands before. */
  before: SourceRange;
  /** The first call of it that may meet the work. */
  first: TraceNode;
}

/** Takes time of the host, so that it is worth being done beside the device. */
const TAKES_TIME: readonly CallRole[] = ['hostRead', 'hostWork', 'hostWrite', 'sleep', 'synchronize'];

/** `wait`: that which follows the call today. */
export function laterWait(
  call: CallNode,
  loop: LoopNode,
  context: RuleContext,
  wait?: CallNode,
): LaterWait | Refusal {
  const body = bodyAround(context.facts(loop.statement.file), loop.statement);
  const statements = body?.loopAt(loop.statement)?.loop.body;
  if (!body || !statements) return 'layoutUnclear';
  const placeOf = kept(placesIn(statements), loop, (node) =>
    statements.findIndex((one) => body.holds(one, standsIn(loop, node))),
  );
  const own = placeOf(call);
  const met = meetings(loop, call, context, wait).map((node) => ({ node, at: placeOf(node) }));
  if (own < 0 || met.some(({ at }) => at < 0)) return 'otherWork';
  const next = met.find(({ at }) => at >= own);
  if (next) return next.node.kind === 'queue' ? 'bufferShared' : 'resultReadNext';
  const first = met.reduce((a, b) => (b.at < a.at ? b : a));
  const statement = statements[first.at];
  // The wait of today goes: it is nothing that the host does beside.
  const isBeside = (node: TraceNode) => node !== wait && isOutside(placeOf(node), first.at, own);
  if (!statement || !goesOnBeside(loop, isBeside)) return 'otherWork';
  return bindsSeveral(loop) ? 'severalBound' : { before: body.rangeOf(statement), first: first.node };
}

/** Of each loop that these statements are the body of: which of them a node stands in, kept as all calls in it ask for all. */
const placesIn = oncePer(
  (_statements: readonly Statement[]) => new WeakMap<LoopNode, Map<TraceNode, number>>(),
);

function kept(
  places: WeakMap<LoopNode, Map<TraceNode, number>>,
  loop: LoopNode,
  find: (node: TraceNode) => number,
): (node: TraceNode) => number {
  const known = places.get(loop) ?? new Map<TraceNode, number>();
  places.set(loop, known);
  return (node) => {
    const at = known.get(node) ?? find(node);
    known.set(node, at);
    return at;
  };
}

/** A wait elsewhere could stand in another context than that of its stream. */
const bindsSeveral = (loop: LoopNode): boolean =>
  new Set(
    callsIn(loop)
      .filter(({ row }) => row.role === 'bindContext')
      .map(({ args }) => args[0]?.text),
  ).size > 1;

/** The place in the loop's own function: the node's, or that of the call that leads to it. */
const standsIn = (loop: LoopNode, { path, range }: TraceNode): SourceRange =>
  path[loop.path.length]?.range ?? range;

/** Behind the call, or before the first thing that may meet its work. */
const isOutside = (at: number, first: number, own: number): boolean => at < first || at > own;

function goesOnBeside(loop: LoopNode, isBetween: (node: TraceNode) => boolean): boolean {
  let found = false;
  visitNodes(loop.body, (node) => {
    if (!found && takesTime(node) && isBetween(node)) found = true;
  });
  return found;
}

const takesTime = (node: TraceNode): boolean =>
  node.kind === 'queue' || (node.kind === 'call' && TAKES_TIME.includes(node.row.role));
