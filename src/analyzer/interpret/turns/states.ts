/**
 * State machines: loops of which each pass does what the passes before have decided, such as
 * `switch (state) { case Fill: …; if (++n == 16) state = Flush; … }`. Their passes are followed one by one until they begin
 * anew, or come to an end.
 */
import { divideUp, subtract } from '../../../pipeline/quantity.ts';
import { visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Cell } from '../values/value.ts';
import type { LoopStatement } from '../../syntax/ast.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { Deciding } from './deciding.ts';
import { followPass, type TurnLoop } from './follow.ts';
import { mayHaveStates } from './machine.ts';
import { oneByOne, tried } from './attempt.ts';
import { placesIn, thingsIn } from './uses.ts';

/** A machine that takes more passes to come round is not followed. */
const MOST_PASSES = 300;

interface Pass {
  node: LoopNode;
  /** Equal for passes that do the same with the same things. */
  shape: string;
  /** Equal for passes that do the same. */
  course: string;
}

interface Course {
  /** The passes before it first comes round. */
  first: readonly Pass[];
  /** Those that begin anew, or lead to the end. */
  passes: readonly Pass[];
  /** By how much these move what the loop counts. */
  moved?: number | undefined;
  /** How it ends, where it does. */
  end?: Flow;
}

export interface StateLoop extends TurnLoop {
  /** The class or namespace of the function that it stands in. */
  scope: string;
  /** The place that the loop counts with, where it does. */
  counted: () => Cell | undefined;
}

/** Follows a state machine and records it; undefined where the loop is none, and nothing was changed. */
export function followStates(run: Interpreter, statement: LoopStatement, loop: StateLoop): Flow | undefined {
  const isInside = run.oneByOne > 0 || run.sharedLoop === statement;
  if (isInside || !mayHaveStates(run, statement, loop.scope)) return undefined;
  const machine = tried(run, () => {
    // Few passes are followed each by itself: what one of them does, it does once.
    const node = run.enterLoop({ ...loop.head, times: isFew(loop) ? 1 : loop.times });
    const course = oneByOne(run, () => courseOf(run, loop));
    run.deciding = undefined;
    return course && isMachine(course) ? { node, course } : undefined;
  });
  if (!machine) return undefined;
  record(run, machine.node, loop.times, machine.course);
  return machine.course.end === 'return' ? 'return' : 'next';
}

const isFew = ({ times }: TurnLoop): boolean => typeof times === 'number' && times <= MOST_PASSES;

function courseOf(run: Interpreter, loop: StateLoop): Course | undefined {
  const deciding = (run.deciding = new Deciding(run));
  const passes: Pass[] = [];
  const states: string[] = [];
  let ending: string | undefined;
  const counts: (number | undefined)[] = [];
  const mayAskCount = isFew(loop);
  while (passes.length <= MOST_PASSES && run.budget.mayTry()) {
    const state = deciding.state();
    const before = ending;
    ending = deciding.passEnds();
    const from = states.indexOf(state);
    const counter = loop.counted();
    const count = counter?.value.kind === 'number' ? counter.value.known : undefined;
    // Before the first pass nothing has been decided.
    if (from > 0) return { ...round(passes, from), moved: distance(counts[from], count) };
    // Passes that ask the same of other things each time, or how many there have been, do not come round.
    if (!mayAskCount && (ending === before || (counter && deciding.has(counter)))) return undefined;
    states.push(state);
    counts.push(count);
    const { node, flow } = followPass(run, loop, passes.length);
    if (run.exhausted || run.pending.length > MOST_PASSES) return undefined;
    passes.push({
      node,
      shape: JSON.stringify(thingsIn(node.body)),
      course: JSON.stringify(placesIn(node.body)),
    });
    if (flow === 'break' || flow === 'return') return { first: [], passes, end: flow };
  }
  return undefined;
}

/** A round begins as early as it can: what its last pass does may have been done before the first of them. */
function round(all: readonly Pass[], from: number): Pick<Course, 'first' | 'passes'> {
  let start = from;
  let end = all.length;
  while (start > 0 && all[start - 1]?.shape === all[end - 1]?.shape) {
    start--;
    end--;
  }
  return { first: all.slice(0, start), passes: all.slice(start, end) };
}

const distance = (from: number | undefined, to: number | undefined): number | undefined =>
  from === undefined || to === undefined ? undefined : Math.abs(to - from) || undefined;

/** Passes that all do the same make no machine, nor do those that do nothing; the first may do it with what is at a place of its own. */
function isMachine({ first, passes }: Course): boolean {
  const shapes = new Set(passes.map(({ shape }) => shape));
  return shapes.size > 1 || new Set([...first, ...passes].map(({ course }) => course)).size > 1;
}

function record(
  run: Interpreter,
  node: LoopNode,
  times: TurnLoop['times'],
  { first, passes, moved, end }: Course,
): void {
  run.loops = run.loops.filter((one) => one !== node);
  for (const inner of first.flatMap((pass) => outOf(outOf(pass.node.body, pass.node), node)))
    run.record(inner);
  if (end !== undefined) node.times = 1;
  else if (times !== 'forever') node.times = divideUp(subtract(times, first.length), moved ?? passes.length);
  node.body.push(...groupsOf(passes).flatMap(folded));
  run.record(node);
}

interface Group {
  passes: readonly Pass[];
  times: number;
}

/** Passes in their order; those that come again at once are told once, with how often. */
function groupsOf(all: readonly Pass[]): Group[] {
  const shapes = all.map(({ shape }) => shape);
  const groups: Group[] = [];
  for (let at = 0; at < all.length;) {
    const { size, times } = repeatAt(shapes, at);
    groups.push({ passes: all.slice(at, at + size), times });
    at += size * times;
  }
  return groups;
}

/** How many passes, from one on, come again at once, and how often. */
function repeatAt(shapes: readonly string[], at: number): { size: number; times: number } {
  for (let size = 1; at + 2 * size <= shapes.length; size++) {
    let end = at + size;
    while (end < shapes.length && shapes[end] === shapes[end - size]) end++;
    const times = Math.floor((end - at) / size);
    if (times > 1) return { size, times };
  }
  return { size: 1, times: 1 };
}

/** What comes again is the body of a loop in the loop. */
function folded({ passes, times }: Group): TraceNode[] {
  const [head, ...others] = passes.map(({ node }) => node);
  if (!head) return [];
  if (times === 1) return outOf(head.body, head);
  for (const other of others) head.body.push(...into(head, other));
  head.times = times;
  return head.body.length ? [head] : [];
}

function into(loop: LoopNode, other: LoopNode): TraceNode[] {
  const place = (one: LoopNode): LoopNode => (one === other ? loop : one);
  visitNodes(other.body, (inner) => (inner.loops = inner.loops.map(place)));
  return other.body;
}

function outOf(nodes: TraceNode[], loop: LoopNode): TraceNode[] {
  visitNodes(nodes, (inner) => (inner.loops = inner.loops.filter((one) => one !== loop)));
  return nodes;
}
