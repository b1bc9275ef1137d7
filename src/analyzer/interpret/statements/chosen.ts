/** The sides of an `if` of which no one is simply taken: they become a branch of the trace. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { IfStatement, Statement } from '../../syntax/ast.ts';
import { opposite, type ModeTest } from '../../trace/modes.ts';
import type { BranchNode, TraceNode } from '../../trace/nodes.ts';
import { callsHeldWork } from '../calls/held.ts';
import { hasEffect } from '../effects.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { apart, besideOthers, goOnHolding } from '../threads/locks.ts';
import { eitherValue } from '../values/join.ts';
import { asSetting } from '../values/settings.ts';
import type { Changes } from '../values/store.ts';
import { isOpen, type Condition } from './conditions.ts';
import { recordSides, type BranchParts } from './modes.ts';
import { decide, openMode, placeTest } from './open-modes.ts';
import { apply, follow, weigh } from './sides.ts';

/** Follows a side that only some of the passes take. */
function selectively<T>(run: Interpreter, work: () => T): T {
  const loop = run.loops.at(-1);
  if (!loop || run.selective.has(loop)) return work();
  run.selective.add(loop);
  try {
    return work();
  } finally {
    run.selective.delete(loop);
  }
}

/** What no share of the passes does, as the first frame of a video does, happens once and not in the loop. */
function atShare<T>(run: Interpreter, share: Quantity | undefined, work: () => T): T {
  return share === 0 ? run.outOfLoops(1, work) : work();
}

const rare = { kind: 'branch' as const, share: 0, guessed: true, otherwise: [] };

/** A side that leaves and does something of weight, such as sleeping until there is work: seldom taken. */
export function rareBranch(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  frame: Frame,
  loopsLeft = 0,
): void {
  const nodes: TraceNode[] = [];
  apart(run, statement.then, () => {
    const held = run.apart?.before ?? [];
    run.store.tentatively(() => {
      besideOthers(run, nodes, () =>
        run.outOfLoops(loopsLeft, () => run.parts.execute(statement.then, frame)),
      );
    });
    goOnHolding(run, held);
    recordBranch(
      run,
      statement,
      {
        ...rare,
        condition: condition.text,
        then: nodes,
        ...(condition.isFailedWork ? { isFailure: true } : {}),
      },
      frame,
    );
  });
}

/** Follows both sides from the same value and goes on with that of the likelier one. */
export function choose(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  then: readonly Statement[],
  otherwise: readonly Statement[],
  frame: Frame,
): Flow {
  const test = openMode(run, statement.condition, condition, frame);
  const isOne = !otherwise.length && !(test && isWorkOfMode(run, statement, frame));
  return apart(run, [...then, ...otherwise], () =>
    isOne
      ? followOne(run, statement, condition, frame)
      : followBoth(run, statement, { condition, then, otherwise, test }, frame),
  );
}

interface Sides {
  condition: Condition;
  then: readonly Statement[];
  otherwise: readonly Statement[];
  test: ModeTest | undefined;
}

function followBoth(
  run: Interpreter,
  statement: IfStatement,
  { condition, then, otherwise, test }: Sides,
  frame: Frame,
): Flow {
  const { share: known, text } = condition;
  const side = (statements: readonly Statement[], share: Quantity | undefined, tests: readonly ModeTest[]) =>
    run.where(tests, () => selectively(run, () => atShare(run, share, () => follow(run, statements, frame))));
  const first = side(then, known, test ? [test] : []);
  const second = side(otherwise, known === 1 ? 0 : 1, test ? [opposite(test)] : []);
  const isHeavier = weigh(first.nodes) >= weigh(second.nodes);
  const firstWins = known !== 0 && (known === 1 || isHeavier);
  if (test) decide(run, test, firstWins);
  const [winner, loser] = firstWins ? [first, second] : [second, first];
  apply(run, winner, loser);
  const share: Quantity = known ?? Number(firstWins);
  const sides = {
    condition: text,
    share,
    guessed: known === undefined,
    then: first.nodes,
    otherwise: second.nodes,
  };
  recordBranch(run, statement, { kind: 'branch', ...sides, ...modesOf(test) }, frame);
  return winner.flow === 'next' || winner.flow === loser.flow
    ? winner.flow
    : winner.flow === 'return'
      ? 'return'
      : 'next';
}

/** Work that a flag, or what is asked of a setting, turns on; what only sets things up is taken to be wanted. */
function isWorkOfMode(run: Interpreter, { condition, then }: IfStatement, frame: Frame): boolean {
  const works = (['submission', 'waiting'] as const).some((effect) => hasEffect(run, then, effect));
  return (works || callsHeldWork(run, then, frame)) && placeTest(run, condition, frame) !== undefined;
}

function followOne(run: Interpreter, statement: IfStatement, condition: Condition, frame: Frame): Flow {
  const nodes: TraceNode[] = [];
  const { text, share } = condition;
  const changes = run.store.tentatively(() => {
    besideOthers(run, nodes, () =>
      selectively(run, () => atShare(run, share, () => run.parts.execute(statement.then, frame))),
    );
  });
  (isOpen(condition) && share === undefined ? mergeIn : redo)(run, changes);
  const sides = { share: share ?? 1, guessed: share === undefined, then: nodes, otherwise: [] };
  recordBranch(run, statement, { kind: 'branch', condition: text, ...sides }, frame);
  return 'next';
}

function redo(run: Interpreter, changes: Changes): void {
  changes.redo(run.store);
}

/** Goes on with what a side changed; where that puts another function or object in a place, it is one of the two. */
function mergeIn(run: Interpreter, changes: Changes): void {
  const either = [...changes.written].map(
    ([cell, after]) => [cell, eitherValue(run, cell.value, after) ?? asSetting(run, cell, [after])] as const,
  );
  redo(run, changes);
  for (const [cell, value] of either) if (value) run.store.assign(cell, value);
}

const modesOf = (test: ModeTest | undefined): Pick<BranchNode, 'modes'> => (test ? { modes: [test] } : {});

export function recordBranch(
  run: Interpreter,
  { start }: IfStatement,
  branch: BranchParts,
  frame: Frame,
): void {
  recordSides(run, branch, run.range(frame.chunk, start, start + 2));
}
