/** What is behind the place where a coroutine was left, given to the thread that resumes it there. */
import { add } from '../../../pipeline/quantity.ts';
import { childLists, passesAround, visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { coroutinesOf } from './coroutine.ts';
import { isBehind, restsOf, type Rest } from './cuts.ts';

/** Once all threads have been followed: what coroutines leave goes to who resumes them, as often as there are any. */
export function finishCoroutines(run: Interpreter): void {
  moveRests(run);
  stepRests(run);
  for (const [drain, resumed] of coroutinesOf(run).drains) {
    const around = [...resumed].map(({ loops }) => loops.filter((loop) => !drain.loops.includes(loop)));
    const isEndless = around.flat().some(({ times }) => times === 'forever');
    if (!isEndless && drain.times === 'forever') drain.times = around.map(passesAround).reduce(add);
  }
}

function moveRests(run: Interpreter): void {
  const { left, claims } = restsOf(run);
  if (!claims.size) return;
  const lists = run.trace.threads.flatMap(({ body }) => listsIn(body));
  const open = new Set(left);
  for (const list of lists) {
    for (const mark of list.filter((node) => claims.has(node))) {
      const coroutine = claims.get(mark);
      const rest = [...open].find((one) => one.left.some((by) => by === coroutine));
      const home = rest && lists.find((one) => rest.nodes.every((node) => one.includes(node)));
      if (rest) open.delete(rest);
      if (rest && home) move(rest, home, mark, list);
      else replace(list, [mark], []);
    }
  }
}

/** A loop that resumes a coroutine in each of its passes does one pass of the coroutine's own endless loop with each. */
function stepRests(run: Interpreter): void {
  for (const rest of restsOf(run).left) {
    const [own] = rest.around.slice(rest.loops.length);
    const stepping = rest.loops.at(-1);
    const isStepped = stepping && stepping.times !== 'forever' && !rest.begunIn.includes(stepping);
    if (!isStepped || own?.times !== 'forever' || !rest.nodes.includes(own)) continue;
    const home = listsIn(stepping.body).find((list) => list.includes(own));
    if (!home) continue;
    const { loops, before, behind, after } = opened(rest);
    const place = { thread: own.thread, loops: rest.loops, path: rest.path };
    replace(home, rest.nodes, given([...behind, ...before, ...after], rest, place, loops));
  }
}

const listsIn = (body: TraceNode[]): TraceNode[][] => [
  body,
  ...body.flatMap((node) => childLists(node).flatMap(listsIn)),
];

/** The rest goes where the mark stands; where that is in a loop, each of its passes resumes the coroutine once. */
function move(rest: Rest, home: TraceNode[], mark: TraceNode, list: TraceNode[]): void {
  if (!mark.loops.length) {
    replace(home, rest.nodes, []);
    replace(list, [mark], given(rest.nodes, rest, mark, []));
    return;
  }
  const { loops, before, behind, after } = opened(rest);
  replace(home, rest.nodes, [...before.map((node) => withoutLoops(node, loops)), ...after]);
  replace(list, [mark], given([...behind, ...before], rest, mark, loops));
}

function replace(list: TraceNode[], old: readonly TraceNode[], by: readonly TraceNode[]): void {
  const at = list.findIndex((node) => old.includes(node));
  const kept = list.filter((node) => !old.includes(node));
  list.splice(0, list.length, ...kept.slice(0, at), ...by, ...kept.slice(at));
}

/** The nodes as those of a thread at that place. */
function given(
  nodes: readonly TraceNode[],
  { loops, path }: Rest,
  place: Pick<Rest, 'thread' | 'loops' | 'path'>,
  dissolved: readonly LoopNode[],
): readonly TraceNode[] {
  visitNodes(nodes, (node) => {
    node.thread = place.thread;
    const own = node.loops.slice(loops.length).filter((loop) => !dissolved.includes(loop));
    node.loops = [...place.loops, ...own];
    node.path = [...place.path, ...node.path.slice(path.length)];
  });
  return nodes;
}

interface Opened {
  /** The coroutine's loops in whose passes it is left: the thread's passes are theirs. */
  loops: LoopNode[];
  /** What each pass does before it is left, and after it has been resumed. */
  before: TraceNode[];
  behind: TraceNode[];
  /** What comes once these loops have ended. */
  after: TraceNode[];
}

function opened(rest: Rest): Opened {
  const parts: Opened = { loops: [], before: [], behind: [], after: [] };
  open(rest.nodes, rest, parts);
  return parts;
}

function open(nodes: readonly TraceNode[], rest: Rest, parts: Opened): void {
  const at = nodes.findIndex((node) => isBehind(node, rest));
  const node = nodes[at];
  const later = at < 0 ? [] : nodes.slice(at + 1);
  parts.before.push(...nodes.slice(0, at < 0 ? nodes.length : at));
  if (node?.kind !== 'loop' || !rest.around.includes(node)) {
    parts.behind.push(...(node ? [node] : []), ...later);
    return;
  }
  (parts.loops.length ? parts.behind : parts.after).push(...later);
  parts.loops.push(node);
  open(node.body, rest, parts);
}

/** The same once more, outside of these loops. */
function withoutLoops(node: TraceNode, loops: readonly LoopNode[]): TraceNode {
  const inner = (nodes: readonly TraceNode[]) => nodes.map((one) => withoutLoops(one, loops));
  const copy = { ...node, loops: node.loops.filter((loop) => !loops.includes(loop)) };
  if (copy.kind === 'loop') return { ...copy, body: inner(copy.body) };
  if (copy.kind === 'branch') return { ...copy, then: inner(copy.then), otherwise: inner(copy.otherwise) };
  return copy;
}
