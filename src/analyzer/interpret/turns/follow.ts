/**
 * Loops whose passes take things in turn, such as `streams[i % 2]`, `cur ^= 1` or `std::swap(front, back)`: their passes are
 * followed one by one, with the values that they have, until what they use comes round.
 */
import { divideUp, type Quantity } from '../../../pipeline/quantity.ts';
import { anyNode, visitNodes, type LoopHead, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { hasEffect } from '../effects.ts';
import { withHeldItems } from '../../library/held-items.ts';
import { SOME } from '../statements/counted.ts';
import { separate } from '../values/separate.ts';
import type { LoopStatement } from '../../syntax/ast.ts';
import type { TraceObject } from '../../trace/values.ts';
import { besideOthers } from '../threads/locks.ts';
import { joinRounds } from './carried.ts';
import { attempted, oneByOne } from './attempt.ts';
import { filledAndEmptied } from './filled.ts';
import { goesRound, picks, rotates } from './rotation.ts';
import { alike, apart, different, periodOf, usesOf, type Uses } from './uses.ts';

/** Things that take turns at most; what is picked from more of them is taken for one. */
const MOST_THINGS = 16;
/** Each has to come round twice, after a round that may only fill. */
const MOST_PASSES = 3 * MOST_THINGS;
/** Loops in each other of which the passes are followed one by one. */
const MOST_NESTED = 2;

export interface TurnLoop {
  head: Omit<LoopHead, 'times'>;
  times: Quantity | 'forever';
  /** Follows the pass of that number. */
  pass: (at: number) => Flow;
}

interface Turn {
  node: LoopNode;
  uses: Uses;
}

/** Consecutive passes after which all begins anew, or all that there are. */
interface Turns {
  /** What only the first passes do. */
  filling: readonly Turn[];
  turns: readonly Turn[];
  isWhole: boolean;
}

/** Follows a loop in turns and records it; false where nothing takes turns, and nothing was changed. */
export function followInTurn(run: Interpreter, statement: LoopStatement, loop: TurnLoop): boolean {
  const most = passesKnown(run, statement, loop.times);
  if (
    run.sharedLoop === statement ||
    run.oneByOne >= MOST_NESTED ||
    most === 1 ||
    !mayTurn(run, statement, most)
  )
    return false;
  const kept = attempted(run, () => {
    const node = run.enterLoop({ ...loop.head, times: loop.times });
    const passes = (): Turns | undefined => oneByOne(run, () => followPasses(run, loop, most));
    const turns = withHeldItems(run, filledAndEmptied(run, statement), passes);
    return turns && { node, turns };
  });
  if (!kept) return false;
  // A state machine has followed each of the passes that there are.
  for (const [cell, value] of run.deciding && kept.found.turns.isWhole ? [] : kept.changes.written)
    if (value.kind === 'number') run.store.set(cell, 'varying', true);
  // Turns come round.
  if (loop.times !== 'forever' && isGuess(run, loop.times)) run.parameters.assume(loop.times, SOME);
  record(run, kept.found.node, kept.found.turns);
  return true;
}

function passesKnown(
  run: Interpreter,
  statement: LoopStatement,
  times: Quantity | 'forever',
): number | undefined {
  if (
    times === 'forever' ||
    (isGuess(run, times) && (goesRound(statement) || filledAndEmptied(run, statement).size > 0))
  )
    return undefined;
  return typeof times === 'number' ? times : run.parameters.get(times)?.value;
}

/** Of what only run time counts, one pass is no more than a guess: a later one asks what the first has noted. */
function isGuess(run: Interpreter, times: Quantity): times is string {
  const { kind, value } = (typeof times === 'string' && run.parameters.get(times)) || {};
  return kind === 'open' && value === 1;
}

/** Whether it works or waits, and walks over few things or moves something round. */
function mayTurn(run: Interpreter, statement: LoopStatement, most: number | undefined): boolean {
  const { body } = statement;
  const works = hasEffect(run, body, 'submission') || hasEffect(run, body, 'waiting');
  // What the states of a machine do may be held in a table.
  if (!works && !run.deciding) return false;
  if (isFew(most)) return picks(statement);
  return statement.loop !== 'range' && (rotates(run, statement) || filledAndEmptied(run, statement).size > 0);
}

const isFew = (passes: number | undefined): boolean => passes !== undefined && passes <= MOST_THINGS;

function followPasses(run: Interpreter, loop: TurnLoop, most = Infinity): Turns | undefined {
  for (const [cell, store] of run.elements) separate(run, store, cell);
  const before: ReadonlySet<unknown> = new Set(run.objects);
  const all: Turn[] = [];
  while (all.length < Math.min(most, MOST_PASSES)) {
    const turn = turnAt(run, loop, all.length, before);
    if (!turn || run.exhausted) return undefined;
    all.push(turn);
    const [first, second] = all;
    if (all.length === 2 && first && second && !isOther(first, second)) return undefined;
    const period = periodOf(all.map(({ uses }) => uses));
    if (period) return turnsAt(all, period);
  }
  return wholeOf(all, most);
}

/** Whether the passes are given other things, or make other calls. */
const isOther = (one: Turn, next: Turn): boolean =>
  different(one.uses, next.uses) || apart(one.uses, next.uses);

function turnsAt(all: readonly Turn[], { from, size }: { from: number; size: number }): Turns | undefined {
  const turns = all.slice(from, from + size);
  const isRound = turns.every((turn, at) => {
    const next = turns[(at + 1) % size];
    return next !== undefined && isOther(turn, next);
  });
  if (!isRound || size === 1) return undefined;
  const nodes = all.map(({ node }) => node);
  joinRounds(nodes, from, size);
  return { filling: all.slice(0, from), turns, isWhole: false };
}

/** All passes of a loop over few things, each with one of its own. */
function wholeOf(all: readonly Turn[], most: number): Turns | undefined {
  if (all.length !== most || !isFew(most) || all.some(({ node }) => makes(node))) return undefined;
  const isEachOwn = all.every((turn, at) => all.slice(0, at).every((one) => !alike(one.uses, turn.uses)));
  return isEachOwn ? { filling: [], turns: all, isWhole: true } : undefined;
}

/** Follows one pass by itself, in a loop of its own that is recorded nowhere yet. */
export function followPass(
  run: Interpreter,
  { head, pass }: TurnLoop,
  at: number,
): { node: LoopNode; flow: Flow } {
  let flow = 'next' as Flow;
  const node = run.enterLoop({ ...head, times: 1 });
  besideOthers(run, node.body, () => (flow = pass(at)));
  run.into([], () => run.leaveLoop(node));
  return { node, flow };
}

/** One pass; undefined where it leaves the loop or starts threads. */
function turnAt(
  run: Interpreter,
  loop: TurnLoop,
  at: number,
  before: ReadonlySet<unknown>,
): Turn | undefined {
  const threads = run.trace.threads.length;
  const { node, flow } = followPass(run, loop, at);
  if (flow === 'break' || flow === 'return' || anyNode(node.body, neverGoesOn)) return undefined;
  if (at > 0 && run.trace.threads.length > threads) return undefined;
  const isOld = (object: unknown): boolean => before.has(object) || run.separated.has(object as never);
  node.isTurn = true;
  const isAnew = (queue: TraceObject): boolean => run.queuesEach.get(queue)?.includes(node) ?? false;
  return { node, uses: usesOf(node.body, isOld, isAnew) };
}

/** A thread that is started does not take turns with the next one, nor does a pass without an end. */
const neverGoesOn = (node: TraceNode): boolean =>
  node.kind === 'loop' ? node.times === 'forever' : node.kind === 'spawn' && node.operation === 'start';

const makes = (loop: LoopNode): boolean =>
  anyNode(loop.body, (node) => node.kind === 'call' && node.creates !== undefined);

function record(run: Interpreter, node: LoopNode, { filling, turns, isWhole }: Turns): void {
  const nodes = turns.map((turn) => turn.node);
  const { times } = node;
  run.loops = run.loops.filter((one) => one !== node);
  for (const one of onlyFilling(filling, turns)) run.record(one);
  node.body.push(...nodes);
  node.passes = times;
  if (filling.length) node.isFilledFirst = true;
  if (times !== 'forever') node.times = isWhole ? 1 : divideUp(times, nodes.length);
  run.record(node);
}

/** Calls that no later pass comes to, such as making what is missing: before the loop, once. */
function onlyFilling(filling: readonly Turn[], turns: readonly Turn[]): TraceNode[] {
  const steady = new Set(turns.flatMap(({ uses }) => [...uses.keys()]));
  return filling.flatMap(({ node, uses }) => {
    const calls: TraceNode[] = [];
    visitNodes(node.body, (inner) => {
      if (inner.kind !== 'call' || !inner.creates) return;
      inner.loops = inner.loops.slice(0, inner.loops.indexOf(node) - 1);
      calls.push(inner);
    });
    return [...uses.keys()].every((site) => steady.has(site)) ? [] : calls;
  });
}
