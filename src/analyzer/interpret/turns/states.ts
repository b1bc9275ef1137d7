/**
 * State machines: loops of which each pass does what the passes before have decided, such as
 * `switch (state) { case Fill: …; if (++n == 16) state = Flush; … }`. Their passes are followed one by one until they begin
 * anew, or come to an end.
 */
import { divideUp, subtract } from '../../../pipeline/quantity.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import { literal, type Cell } from '../values/value.ts';
import type { LoopStatement } from '../../syntax/ast.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { Deciding } from './deciding.ts';
import type { Far } from './far.ts';
import { followPass, type TurnLoop } from './follow.ts';
import { mayHaveStates } from './machine.ts';
import { oneByOne, tried } from './attempt.ts';
import { notedOf, restore } from './noted.ts';
import { backFrom } from './far-turn.ts';
import { folded, foldedPasses, outOf, passOf, type Pass, type Rounds } from './groups.ts';
import { passOrWait } from './standing.ts';

/** A machine that takes more passes to come round is not followed. */
const MOST_PASSES = 300;
/** Passes that ask the same of ever more other things, or how many there have been, do not come round. */
const MOST_ALIKE = 16;

interface Course {
  /** The passes before it first comes round. */
  first: readonly Pass[];
  /** Those that begin anew, or lead to the end. */
  passes: readonly Pass[];
  /** By how much these move what the loop counts. */
  moved?: number | undefined;
  /** How often they come round before they have counted to the end. */
  rounds?: number;
  /** Those before them in each round, and how often these come round themselves. */
  inner?: Rounds;
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
  let alike = 0;
  const counts: (number | undefined)[] = [];
  const mayAskCount = isFew(loop);
  while (passes.length <= MOST_PASSES && run.budget.mayTry()) {
    const state = deciding.state();
    const before = ending;
    ending = deciding.passEnds();
    const from = states.lastIndexOf(state);
    // A round more tells whether it counts by what is far away.
    const isOpen = deciding.mayCount && from === states.indexOf(state);
    const { counter, count } = countIn(loop);
    // Before the first pass nothing has been decided.
    if (from > 0 && !isOpen) return comesRound(run, loop, passes, from, distance(counts[from], count));
    alike = ending === before ? alike + 1 : 0;
    if (!mayAskCount && !isOpen && goesOn(deciding, alike, counter)) return undefined;
    states.push(state);
    counts.push(count);
    const { node, flow } = passOrWait(run, deciding, () => followPass(run, loop, passes.length));
    if (run.exhausted || run.pending.length > MOST_PASSES) return undefined;
    passes.push(passOf(node));
    if (isEnd(flow)) return { first: [], passes, end: flow };
  }
  return undefined;
}

const isEnd = (flow: Flow): boolean => flow === 'break' || flow === 'return';

function comesRound(
  run: Interpreter,
  loop: StateLoop,
  passes: readonly Pass[],
  from: number,
  moved: number | undefined,
): Course | undefined {
  const far = run.deciding?.far;
  const ends = far !== undefined && endsAt(run, loop, far, passes.length);
  const back = far && !ends ? backFrom(run, loop, far, passes.slice(from)) : undefined;
  if (back) return { first: passes.slice(0, from), ...back };
  if (far && !ends && !far.isLimit) return undefined;
  return { ...round(passes, from), moved, ...(ends ? { rounds: far.passes } : {}) };
}

/** Passes that a machine may take to end, once what it counts has come there. */
const MOST_LAST = 8;

/** Whether what a machine counts, and only many passes come to, ends it: else that leads to what has not been seen. */
const endsAt = (run: Interpreter, loop: StateLoop, { cell, near }: Far, passes: number): boolean =>
  near.some((held) => endsFrom(run, loop, { cell, held }, passes));

function endsFrom(
  run: Interpreter,
  loop: StateLoop,
  { cell, held }: { cell: Cell; held: number },
  passes: number,
): boolean {
  let isEnded = false;
  const noted = notedOf(run);
  const { forget } = run.store.attempt(() => {
    run.store.assign(cell, literal(held));
    for (let at = 0; at < MOST_LAST && !isEnded && !run.exhausted; at++)
      isEnded = isEnd(followPass(run, loop, passes + at).flow);
  });
  forget();
  restore(run, noted);
  return isEnded;
}

/** Whether the passes only count, or ask the same again and again. */
const goesOn = (deciding: Deciding, alike: number, counter: Cell | undefined): boolean =>
  alike > (deciding.asksOthers ? MOST_ALIKE : 0) || (counter !== undefined && deciding.has(counter));

/** The place that a loop counts with, and what it holds. */
function countIn(loop: StateLoop): { counter: Cell | undefined; count: number | undefined } {
  const counter = loop.counted();
  return { counter, count: counter?.value.kind === 'number' ? counter.value.known : undefined };
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

/** Passes that all do the same, if with other things, make no machine, nor do those that do nothing. */
function isMachine({ first, inner, passes }: Course): boolean {
  return new Set([...first, ...(inner?.passes ?? []), ...passes].map(({ course }) => course)).size > 1;
}

function record(
  run: Interpreter,
  node: LoopNode,
  times: TurnLoop['times'],
  { first, passes, moved, rounds, inner, end }: Course,
): void {
  run.loops = run.loops.filter((one) => one !== node);
  for (const inner of first.flatMap((pass) => outOf(outOf(pass.node.body, pass.node), node)))
    run.record(inner);
  if (end !== undefined) node.times = 1;
  else if (times !== 'forever') node.times = divideUp(subtract(times, first.length), moved ?? passes.length);
  else if (rounds !== undefined) node.times = rounds;
  node.body.push(...(inner ? folded(inner) : []), ...foldedPasses(passes));
  run.record(node);
}
