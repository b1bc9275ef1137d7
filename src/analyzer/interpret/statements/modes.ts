/** Choices by a mode: the side of its default is gone on with, the other one is followed beside it, as what another run does. */
import { asStatement } from '../../syntax/visit.ts';
import { heldWhere, opposite, type ModeTest } from '../../trace/modes.ts';
import type { BranchNode, TraceNode } from '../../trace/nodes.ts';
import type { Expression, IfStatement, Statement } from '../../syntax/ast.ts';
import { callsHeldWork } from '../calls/held.ts';
import { hasEffect } from '../effects.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { holdsNow } from '../values/modes.ts';
import type { Value } from '../values/value.ts';
import { givesUp, leaves, type Condition } from './conditions.ts';
import { OTHER } from './open-modes.ts';
import { apart, besideOthers } from '../threads/locks.ts';
import { followed, type Side } from './sides.ts';

/** What a branch is but for where it stands. */
export type BranchParts = Omit<BranchNode, keyof ReturnType<Interpreter['base']>>;

/** Records the branch of a mode, and says how it ends; undefined where the modes differ in nothing that counts. */
export function executeMode(
  run: Interpreter,
  statement: IfStatement,
  { test, text }: Condition,
  rest: readonly Statement[],
  frame: Frame,
): { flow: Flow; tookRest: boolean } | undefined {
  if (!test) return undefined;
  const { then, start } = statement;
  // Where the first side leaves, what follows is the other one.
  const tookRest = leaves(then) && !statement.otherwise.length && rest.length > 0;
  const otherwise = tookRest ? rest : statement.otherwise;
  const holds = holdsNow(run, test);
  const [usual, other] = holds ? [then, otherwise] : [otherwise, then];
  if (!differs(run, usual, other, frame)) return undefined;
  const flows = new Map<readonly Statement[], Flow>();
  const side = (statements: readonly Statement[]) => (): Flow => {
    const flow = run.parts.execute(statements, frame);
    flows.set(statements, flow);
    return flow;
  };
  apart(run, [...then, ...otherwise], () => {
    const sides = bothSides(run, test, side(then), side(otherwise));
    recordSides(run, { ...sides, condition: text }, run.range(frame.chunk, start, start + 2));
  });
  return { flow: flows.get(usual) ?? 'next', tookRest };
}

/** `isDevice ? a() : b()`. */
export function evaluateMode(
  run: Interpreter,
  { condition, then, otherwise }: Extract<Expression, { kind: 'conditional' }>,
  test: ModeTest,
  frame: Frame,
): Value {
  const isOpen = heldWhere(run.when, test) === undefined;
  const sides = [then, otherwise].map((expression) => [asStatement(expression)]);
  const chosen = holdsNow(run, test) ? then : otherwise;
  if (!isOpen || !sides.some((side) => does(run, side, frame))) return run.parts.evaluate(chosen, frame);
  const values = new Map<Expression, Value>();
  const side = (expression: Expression) => (): Flow => {
    values.set(expression, run.parts.evaluate(expression, frame));
    return 'next';
  };
  const branch = bothSides(run, test, side(then), side(otherwise));
  const range = run.range(frame.chunk, condition.start, condition.end);
  recordSides(run, { ...branch, condition: run.text(frame.chunk, condition) }, range);
  const other = values.get(chosen === then ? otherwise : then);
  if (other) run.givenBeside = { test: chosen === then ? opposite(test) : test, value: other };
  return values.get(chosen) ?? { kind: 'unknown', text: '' };
}

/** A branch that does nothing on either side is none. */
export function recordSides(run: Interpreter, branch: BranchParts, range: BranchNode['range']): void {
  if (branch.then.length || branch.otherwise.length) run.record({ ...run.base(range), ...branch });
}

function bothSides(
  run: Interpreter,
  test: ModeTest,
  then: () => Flow,
  otherwise: () => Flow,
): Omit<BranchParts, 'condition'> {
  const holds = holdsNow(run, test);
  const [usual, other, asked] = holds ? [then, otherwise, test] : [otherwise, then, opposite(test)];
  nameOther(run, test);
  const beside = followBeside(run, opposite(asked), other);
  const nodes: TraceNode[] = [];
  run.where([asked], () => besideOthers(run, nodes, usual));
  noteLeft(run, opposite(asked), beside);
  const sides = holds ? { then: nodes, otherwise: beside.nodes } : { then: beside.nodes, otherwise: nodes };
  return { kind: 'branch', share: Number(holds), guessed: true, modes: [test], ...sides };
}

/** Where every choice that is named goes another way, the last side is that of any other. */
function nameOther(run: Interpreter, test: ModeTest): void {
  const { mode } = test;
  const { choices = [] } = run.parameters.get(mode) ?? {};
  const when = [...run.when, { ...test, is: false }];
  const isLeft = choices.some((_, value) => heldWhere(when, { mode, value, is: true }) !== false);
  if (choices.length > 1 && !isLeft) run.parameters.choiceOf(mode, OTHER);
}

/** Where the program gives up in the other mode, it has only this one. */
function differs(
  run: Interpreter,
  usual: readonly Statement[],
  other: readonly Statement[],
  frame: Frame,
): boolean {
  return does(run, other, frame) || (!givesUp(other) && does(run, usual, frame));
}

const COUNTING = ['work', 'effect', 'ending'] as const;

function does(run: Interpreter, statements: readonly Statement[], frame: Frame): boolean {
  return COUNTING.some((kind) => hasEffect(run, statements, kind)) || callsHeldWork(run, statements, frame);
}

/** Follows a side as it is in another mode: with what the sides before left there. */
function followBeside(run: Interpreter, test: ModeTest, work: () => Flow): Side {
  let side = followed(run, () => 'next');
  run.store.tentatively(() => {
    run.beside.restore(run.store, test);
    side = run.where([test], () => followed(run, work));
  });
  return side;
}

function noteLeft(run: Interpreter, test: ModeTest, { changes, returned }: Side): void {
  if (returned && returned !== run.returned) run.returnedBeside ??= { test, value: returned };
  for (const [cell, value] of changes.written) run.beside.note(cell, { test, value });
}
