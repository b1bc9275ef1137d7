/** A loop that asks a queue again until it has room or an item: it waits, as a blocking call would. */
import type { LoopStatement } from '../../syntax/ast.ts';
import { childLists, visitNodes, type LoopNode, type QueueNode, type TraceNode } from '../../trace/nodes.ts';
import type { Value } from '../values/value.ts';
import type { Interpreter } from '../interpreter.ts';
import { noteWait } from '../threads/waits.ts';
import { fillAsked } from '../values/fill.ts';
import { outcomeOf } from './conditions.ts';

/**
 * `while (!q.try_push(x)) yield();`, `do { ok = q.try_pop(x); } while (!ok);`, `while (q.empty()) yield();`. `answer`: what
 * its condition gave.
 */
export function isPolling(loop: LoopStatement, node: LoopNode, answer: Value | undefined): boolean {
  const queues = queueNodes(node.body);
  const [first] = queues;
  if (!first) return asksInVain(answer) && node.body.every(isIdle);
  const isOne = queues.every(
    ({ queue, operation }) => queue === first?.queue && operation === first.operation,
  );
  return isOne && isTriedAgain(loop, answer) && node.body.every(isIdle);
}

const asksInVain = (answer: Value | undefined): boolean =>
  answer !== undefined && /^(none|full)$/.test(fillAsked(answer) ?? '');

/** Goes on as long as it fails: a try that is followed goes well. */
function isTriedAgain({ condition, body }: LoopStatement, answer: Value | undefined): boolean {
  if (condition && condition.kind !== 'number')
    return (answer?.kind === 'number' && answer.known === 0) || outcomeOf(condition) === 'failure';
  return body.some(
    (statement) =>
      statement.kind === 'if' &&
      statement.condition.kind === 'call' &&
      statement.then.at(-1)?.kind === 'break',
  );
}

/** Does nothing beside asking: sleeps, or says so. */
export function isIdle(node: TraceNode): boolean {
  if (node.kind === 'call') return ['sleep', 'log', 'get', 'other'].includes(node.row.role);
  if (node.kind === 'queue' || node.kind === 'access' || node.kind === 'awaited') return true;
  return (
    (node.kind === 'lock' || node.kind === 'branch') && childLists(node).every((list) => list.every(isIdle))
  );
}

/** Puts in place of the loop its transfers, which wait; where it has none, what the function takes next has waited. */
export function replaceByWait(run: Interpreter, loop: LoopNode): void {
  const nodes = waitingNodes(loop);
  if (!nodes.length) noteWait(run);
  run.replaceLoop(loop, nodes);
}

function waitingNodes(loop: LoopNode): QueueNode[] {
  const nodes = queueNodes(loop.body).slice(0, 1);
  for (const node of nodes) {
    node.blocking = true;
    node.loops = node.loops.filter((one) => one !== loop);
  }
  return nodes;
}

function queueNodes(nodes: readonly TraceNode[]): QueueNode[] {
  const found: QueueNode[] = [];
  visitNodes(nodes, (node) => {
    // A number that the try moves tells of the same transfer.
    if (node.kind === 'queue' && node.isSet !== true) found.push(node);
  });
  return found;
}
