/** Threads that a loop without an end starts and does not wait for, as one for each client: only run time knows how many. */
import { multiply } from '../../../pipeline/quantity.ts';
import { lastName } from '../../program/qualified.ts';
import { anyNode, visitNodes, type SpawnNode, type TraceNode, type TraceThread } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { SEVERAL } from '../threads/replicas.ts';

/** Makes the number of such threads a parameter. */
export function countUnboundedStarts(run: Interpreter): void {
  for (const { body } of [...run.trace.threads])
    visitNodes(body, (node) => {
      if (node.kind !== 'spawn' || node.operation !== 'start' || !isUnbounded(node)) return;
      for (const thread of node.threads) if (goesOn(thread)) assumeSeveral(run, thread, node);
    });
}

/** Started in each pass of a loop of which no pass waits for a thread. */
function isUnbounded({ loops }: SpawnNode): boolean {
  const loop = loops.at(-1);
  return loop?.times === 'forever' && !loop.isCounted && !anyNode(loop.body, isJoin);
}

const isJoin = (node: TraceNode): boolean => node.kind === 'spawn' && node.operation === 'join';

/** It does more than one piece of work, so that it is still there when the next one is started. */
const goesOn = ({ kind, replicas, body }: TraceThread): boolean =>
  kind === 'thread' &&
  replicas === 1 &&
  anyNode(body, (node) => node.kind === 'loop' && node.times === 'forever');

function assumeSeveral(run: Interpreter, thread: TraceThread, { range }: SpawnNode): void {
  const entry = lastName(thread.entry);
  const name = `${/^\w+$/.test(entry) ? entry : 'client'}_threads`;
  const origin = { kind: 'default' as const, range, evidence: thread.entry };
  const key = `${range.file}:${range.line}:${range.column}`;
  const { quantity } = run.parameters.open(name, key, SEVERAL, origin);
  const parameter = run.parameters.get(String(quantity));
  // From one client to many.
  if (parameter) parameter.spread = SEVERAL;
  thread.replicas = multiply(thread.replicas, quantity);
}
