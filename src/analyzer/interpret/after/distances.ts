/** Two counters whose distance is waited for are one: the first counts up what the second counts down. */
import { subtract } from '../../../pipeline/quantity.ts';
import type { Awaited, Permit } from '../../library/permits.ts';
import { roomOf } from '../../library/counters.ts';
import type { DistanceWait } from '../../library/states.ts';
import { mirrored } from '../../syntax/comparisons.ts';
import { visitNodes, type QueueNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { literal, type Cell } from '../values/value.ts';
import type { Interpreter } from '../interpreter.ts';

interface Pair {
  plus: Cell;
  minus: Cell;
  waits: DistanceWait[];
}

/** Makes one permit of each pair of counters, before the moves of permits are looked at. */
export function joinCounters(run: Interpreter): void {
  if (!run.distances.length) return;
  const nodes = movesOf(run);
  for (const pair of pairsOf(run.distances)) {
    const { plus, minus, waits } = turned(pair);
    const [up, down] = [run.permits.get(plus), run.permits.get(minus)];
    if (!up || !down) continue;
    for (const node of nodes.get(down.queue) ?? []) turn(node, up);
    run.permits.delete(minus);
    up.start = literal(0);
    up.waits = waits.flatMap((wait) => awaitedOf(wait));
  }
}

function movesOf({ trace }: Interpreter): ReadonlyMap<TraceObject, QueueNode[]> {
  const nodes = new Map<TraceObject, QueueNode[]>();
  for (const { body } of trace.threads)
    visitNodes(body, (node) => {
      if (node.kind === 'queue') nodes.set(node.queue, [...(nodes.get(node.queue) ?? []), node]);
    });
  return nodes;
}

function pairsOf(distances: readonly DistanceWait[]): Pair[] {
  const pairs: Pair[] = [];
  for (const wait of distances) {
    const same = pairs.find(({ plus, minus }) => new Set([plus, minus, wait.plus, wait.minus]).size === 2);
    if (!same) pairs.push({ plus: wait.plus, minus: wait.minus, waits: [wait] });
    else same.waits.push(same.plus === wait.plus ? wait : reversed(wait));
  }
  return pairs;
}

function reversed({ plus, minus, goesOn, bound, node }: DistanceWait): DistanceWait {
  const known = bound.known === undefined ? undefined : 0 - bound.known;
  const quantity = typeof bound.quantity === 'number' ? 0 - bound.quantity : subtract(0, bound.quantity);
  return {
    plus: minus,
    minus: plus,
    goesOn: mirrored(goesOn),
    bound: { quantity, known },
    node,
  };
}

/** The counter that leads is the first: the other catches up with it, and is never beyond. */
function turned(pair: Pair): Pair {
  const isBehind = pair.waits.some(({ goesOn, bound: { known = 0 } }) =>
    goesOn.startsWith('<') ? known <= 0 : known < 0,
  );
  if (!isBehind) return pair;
  return { plus: pair.minus, minus: pair.plus, waits: pair.waits.map((wait) => reversed(wait)) };
}

function turn(node: QueueNode, { queue }: Permit): void {
  const by = node.by === 1 ? -1 : 1;
  Object.assign(node, { queue, by, operation: by > 0 ? 'enqueue' : 'dequeue' });
}

function awaitedOf({ goesOn, bound, node }: DistanceWait): Awaited[] {
  const room = roomOf(goesOn, 0, { kind: 'number', fixed: true, ...bound });
  return room ? [{ ...room, node }] : [];
}
