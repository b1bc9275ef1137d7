/**
 * Loops that start threads in some of their passes: `if (mask & (1 << i)) threads.emplace_back(run, i)`,
 * `if (device == 2) continue;`. Their passes are followed one by one, and each starts what it does.
 */
import { lastName } from '../../program/qualified.ts';
import type { LoopStatement } from '../../syntax/ast.ts';
import { anyNode, startsIn, visitNodes, type TraceNode, type TraceThread } from '../../trace/nodes.ts';
import { bringsWork } from '../effects.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { filesGiven } from '../threads/identity.ts';
import { oneByOne, tried } from './attempt.ts';
import { followPass, type TurnLoop } from './follow.ts';
import { listsModels } from './goes-over.ts';
import { alone, askedIn, writesIn } from './writes.ts';

/** A loop of more passes is no choice of devices or lanes. */
const MOST_PASSES = 64;

/** The passes of a loop until its end, each in a loop of its own; undefined where it is not known. */
interface Passes {
  nodes: TraceNode[][];
  flow: Flow;
}

/** Follows a loop whose passes start different threads; undefined where it does not, and nothing was changed. */
export function followStarts(
  run: Interpreter,
  statement: LoopStatement,
  loop: TurnLoop,
  frame: Frame,
): Flow | undefined {
  const isInside = run.oneByOne > 0 || run.sharedLoop === statement;
  if (isInside || !mayStartSome(run, statement, loop, frame)) return undefined;
  const passes = tried(run, () => {
    const all = oneByOne(run, () => passesOf(run, loop));
    return all && startsDiffer(run, all.nodes) && !all.nodes.every(endsOne) ? all : undefined;
  });
  for (const node of passes?.nodes.flat() ?? []) run.record(node);
  return passes?.flow;
}

/** Whether it asks, in its body, for something that its passes move, or goes over models, and hands on work. */
function mayStartSome(
  run: Interpreter,
  statement: LoopStatement,
  { head, times }: TurnLoop,
  frame: Frame,
): boolean {
  if (typeof times === 'number' && times > MOST_PASSES) return false;
  if (!bringsWork(run, statement.body)) return false;
  const moved = new Set(writesIn(alone(statement)).all.map(({ name }) => name));
  if (head.variable !== undefined) moved.add(head.variable);
  const asks = askedIn(statement.body).some((name) => moved.has(lastName(name)));
  return asks || listsModels(run, statement, frame);
}

function passesOf(run: Interpreter, loop: TurnLoop): Passes | undefined {
  const nodes: TraceNode[][] = [];
  const most = typeof loop.times === 'number' ? loop.times : MOST_PASSES + 1;
  while (nodes.length < most) {
    if (nodes.length > MOST_PASSES || run.exhausted || !run.budget.mayTry()) return undefined;
    const { node, flow } = followPass(run, loop, nodes.length);
    visitNodes(node.body, (inner) => (inner.loops = inner.loops.filter((one) => one !== node)));
    // The test that ends the loop is no pass.
    if (node.body.length || flow !== 'break') nodes.push(node.body);
    if (flow === 'break' || flow === 'return') return { nodes, flow: flow === 'return' ? 'return' : 'next' };
  }
  return { nodes, flow: 'next' };
}

/** Whether one pass starts other threads than another. */
function startsDiffer(run: Interpreter, passes: readonly TraceNode[][]): boolean {
  return new Set(passes.map((nodes) => startedBy(run, nodes))).size > 1;
}

/** A pass that waits for what one before it has started, to fetch ahead, is none that starts lanes. */
const endsOne = (nodes: readonly TraceNode[]): boolean =>
  anyNode(nodes, (node) => node.kind === 'spawn' && node.operation === 'join');

function startedBy(run: Interpreter, nodes: readonly TraceNode[]): string {
  return startsIn(nodes)
    .map(({ range: { line, column }, threads }) => {
      const started = threads.map((thread) => `${thread.entry} ${filesGivenTo(run, thread)}`);
      return `${line}:${column} ${started.join()}`;
    })
    .join();
}

/** The models that a thread is told to work with. */
function filesGivenTo({ pending }: Interpreter, thread: TraceThread): string {
  const started = pending.find((one) => one.thread === thread);
  return started ? filesGiven(started.target, started.args) : '';
}
