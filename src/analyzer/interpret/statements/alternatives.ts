/** Several ways of which one is gone: by a value that only run time knows, such as a name that the user gives. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { heldWhere, type ModeTest } from '../../trace/modes.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import type { Interpreter } from '../interpreter.ts';
import { eitherOfAll } from '../values/join.ts';
import type { Pick, Value } from '../values/value.ts';
import { apply, followed, weigh, type Side } from './sides.ts';

/** One of the ways: what decides for it, as written, and where. */
export interface Way {
  condition: string;
  range: SourceRange;
}

/** How it is chosen between ways. */
interface Choice {
  /** Whether it is the same for the whole run, as it is outside of loops. */
  isFixed?: boolean;
  /** What the mode is called. */
  name?: string;
  /** What decides, where it is known. */
  pick?: Pick | undefined;
}

/**
 * Follows each way from the same state, and goes on with the one that the mode has by default, else with the weightiest; what
 * that one gives, or one of what they give where that differs. Which of them is gone is a mode where that is fixed for the run, as it is outside of loops: one of these may
 * go another one each time.
 */
export function chooseOne(
  run: Interpreter,
  ways: readonly (Way & { work: () => Value })[],
  { isFixed = !run.loops.length, name, pick }: Choice = {},
): Value | undefined {
  const given: Value[] = [];
  const own = isFixed ? (pick ?? pickOfWays(run, ways, name)) : undefined;
  const left = open(run, ways, own);
  const [only] = left;
  if (only && left.length === 1) return only.work();
  const sides = left.map(({ condition, range, work, test }) => {
    const tests = test ? [test] : [];
    const side = run.where(tests, () =>
      followed(run, () => {
        given.push(work());
        return 'next';
      }),
    );
    return { condition, range, side, tests };
  });
  const winner = winnerOf(run, sides);
  for (const node of choiceNodes(run, sides, winner)) run.record(node);
  if (!winner) return undefined;
  const all = sides.map(({ side }) => side);
  apply(run, winner, ...all.filter((side) => side !== winner));
  const choices = sides.flatMap(({ tests }) => tests.map(({ value }) => value));
  const either = oneOfGiven(run, given, own && { ...own, choices });
  return either ?? given[all.indexOf(winner)];
}

/** Objects or functions that differ by the way, as factories make them: one of them. */
function oneOfGiven(run: Interpreter, given: readonly Value[], pick: Pick | undefined): Value | undefined {
  const [first, ...others] = given;
  if (!first || !/^(instance|function|pointer)$/.test(first.kind)) return undefined;
  if (others.some(({ kind }) => kind !== first.kind)) return undefined;
  const either = eitherOfAll(run, first, others, pick);
  return either === first ? undefined : either;
}

/** The ways that are open in the modes at hand, each with what it asks of its own. */
function open<W extends Way>(
  run: Interpreter,
  ways: readonly W[],
  pick: Pick | undefined,
): (W & { test?: ModeTest })[] {
  if (!pick) return [...ways];
  return ways
    .map((way, place) => ({ ...way, test: { mode: pick.mode, value: pick.choices[place] ?? -1, is: true } }))
    .filter(({ test }) => heldWhere(run.when, test) !== false);
}

/** The side that the mode has by default; where nothing has decided on one, the weightiest does, if any does something. */
function winnerOf(
  { parameters }: Interpreter,
  sides: readonly { side: Side; tests: readonly ModeTest[] }[],
): Side | undefined {
  const usual = sides.find(
    ({ tests: [test] }) =>
      test && parameters.isDecided(test.mode) && parameters.get(test.mode)?.value === test.value,
  );
  if (usual) return usual.side;
  const winner = weightiest(sides.map(({ side }) => side));
  const [test] = sides.find(({ side }) => side === winner)?.tests ?? [];
  if (test && winner && weigh(winner.nodes) > 0) parameters.decide(test.mode, test.value);
  return winner;
}

/** Which of the ways is gone: one mode, wherever the program chooses between the same ones. */
function pickOfWays(run: Interpreter, ways: readonly Way[], name?: string): Pick | undefined {
  const [first, second] = ways;
  if (!first || !second) return undefined;
  const names = ways.map(({ condition }) => condition);
  const origin = { kind: 'default' as const, range: first.range, evidence: names.join(' | ').slice(0, 200) };
  const key = `ways ${[...names].sort().join()}`;
  const mode = run.parameters.mode(name ?? `way_${first.range.line}`, key, names, 0, origin);
  return { mode, choices: names.map((one) => run.parameters.choiceOf(mode, one)) };
}

/** The way with the most kinds of stages; between equals the first one. */
export function weightiest(sides: readonly Side[]): Side | undefined {
  const [first, ...others] = sides;
  return others.reduce((best, side) => (best && weigh(best.nodes) >= weigh(side.nodes) ? best : side), first);
}

/** More ways than these are halved first: the trace's walks go as deep as its branches do. */
const NESTED = 32;

/**
 * Each way that does something as a branch with the later ones on its other side. `likely`: the one that is taken to be
 * gone; undefined where each is gone in turn, as often as the others.
 */
export function choiceNodes(
  run: Interpreter,
  ways: readonly (Way & { side: Side; tests?: readonly ModeTest[] })[],
  likely: Side | undefined,
): TraceNode[] {
  const busy = ways.filter(({ side }) => side.nodes.length > 0);
  // Where each way does something, or some is always gone, the last one needs no condition.
  const isWhole = busy.length === ways.length || !likely;
  const nest = (some: typeof ways): TraceNode[] => {
    const [only] = some;
    if (!only) return [];
    if (isWhole && some.length === 1) return only.side.nodes;
    const at = some.length > NESTED ? Math.ceil(some.length / 2) : 1;
    const first = some.slice(0, at);
    const then: TraceNode[] = at === 1 ? only.side.nodes : nest(first);
    const otherwise = nest(some.slice(at));
    const isOpen = !some.some(({ side }) => side === likely);
    const share = isOpen ? at / some.length : Number(first.some(({ side }) => side === likely));
    const { condition, range } = only;
    const modes = first.flatMap(({ tests = [] }) => tests);
    const sides = { condition, share, guessed: true, isChoice: true as const, then, otherwise };
    const more = modes.length ? { ...sides, modes } : sides;
    return [{ ...run.base(range), kind: 'branch', ...more }];
  };
  return nest(busy);
}
