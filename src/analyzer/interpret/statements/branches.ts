/** `if` and `switch`: error returns are passed over, choices become branches of the trace. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { IfStatement, Statement } from '../../syntax/ast.ts';
import { bodiesOf } from '../../syntax/visit.ts';
import { evaluateCondition, givesUp, leaves, type Condition } from './conditions.ts';
import { eitherOf, isMaking, isOneOfSeveral } from '../../idioms/factories.ts';
import type { Frame } from '../names/frame.ts';
import { makesWhatIsMissing, missingThing } from '../../idioms/lazy.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { isThing, Changes } from '../values/store.ts';
import type { Cell, Value } from '../values/value.ts';
import { visitNodes, type BranchNode, type TraceNode } from '../../trace/nodes.ts';
import { hasEffect } from '../effects.ts';

/** Executes an `if`; `rest` is what follows it in its block, and is its other side where its first one leaves. */
export function executeIf(
  run: Interpreter,
  statement: IfStatement,
  rest: readonly Statement[],
  frame: Frame,
): { flow: Flow; tookRest: boolean } {
  if (statement.before) run.parts.execute([statement.before], frame);
  const condition = evaluateCondition(run, statement.condition, frame);
  const { then, otherwise } = statement;
  noteCourse(run, condition, statement);
  if (isLazyMaking(run, condition, statement, frame))
    return { flow: makeOnce(run, statement, condition, frame), tookRest: false };
  const plain = (side: readonly Statement[]) => ({
    flow: run.parts.execute(side, frame),
    tookRest: false,
  });
  const simple = simpleSide(run, condition, statement, rest);
  if (simple !== then && condition.known === undefined && condition.outcome !== 'failure')
    noteAlternative(run, then, frame);
  if (simple === otherwise && !condition.outcome) noteGuard(run, statement, condition, frame);
  if (simple) return plain(simple);
  const isGuard = leaves(then) && otherwise.length === 0;
  if (isGuard && hasEffect(run, then, 'submission') && rest.length) {
    return { flow: choose(run, statement, condition, then, rest, frame), tookRest: true };
  }
  if (isGuard) {
    rareBranch(run, statement, condition, frame);
    return { flow: 'next', tookRest: false };
  }
  return { flow: choose(run, statement, condition, then, otherwise, frame), tookRest: false };
}

/** Whether what follows is certain: a side that returns under an open condition leaves it open. */
function noteCourse(run: Interpreter, { known, outcome }: Condition, { then, otherwise }: IfStatement): void {
  if (run.course === 'open' || !(hasReturn(then) || hasReturn(otherwise))) return;
  const isDecided = known !== undefined || outcome !== undefined;
  run.course = isDecided || (givesUp(then) && !otherwise.length) ? 'checked' : 'open';
}

/** Whether the function may end inside the statements. */
function hasReturn(statements: readonly Statement[]): boolean {
  return statements.some(
    (statement) => statement.kind === 'return' || bodiesOf(statement).some((body) => hasReturn(body)),
  );
}

/** `if (size <= size_) return;` is kept for what is made behind it. */
function noteGuard(
  run: Interpreter,
  { then, start }: IfStatement,
  { text, known }: Condition,
  frame: Frame,
): void {
  if (known !== undefined || !leaves(then)) return;
  run.guards = [...run.guards, { condition: text, range: run.range(frame.chunk, start, start + 2) }];
}

/** `if (p == nullptr) p = …;` of what is not there yet. */
function isLazyMaking(
  run: Interpreter,
  { outcome }: Condition,
  statement: IfStatement,
  frame: Frame,
): boolean {
  const { condition, then, otherwise } = statement;
  const missing = outcome === 'failure' && !otherwise.length ? missingThing(condition) : undefined;
  if (!missing || givesUp(then)) return false;
  return makesWhatIsMissing(run, missing, then) && !isThing(run.parts.evaluate(missing, frame));
}

/** Happens in the first of a loop's passes only. */
function makeOnce(run: Interpreter, statement: IfStatement, condition: Condition, frame: Frame): Flow {
  const nodes: TraceNode[] = [];
  run.into(nodes, () => run.parts.execute(statement.then, frame));
  const sides = { condition: condition.text, guessed: true, makesOnce: true, then: nodes, otherwise: [] };
  recordBranch(run, statement, { ...sides, share: run.loops.length ? 0 : 1 }, frame);
  return 'next';
}

/** The one side that is ordinarily taken, where there is only one. */
function simpleSide(
  run: Interpreter,
  condition: Condition,
  statement: IfStatement,
  rest: readonly Statement[],
): readonly Statement[] | undefined {
  const { then, otherwise } = statement;
  if (condition.known !== undefined) {
    // What other threads, files and devices do is not followed: a program that gave up here would do nothing.
    const isTaken = condition.known && !(givesUp(then) && !hasEffect(run, then));
    return isTaken ? then : otherwise;
  }
  if (condition.outcome === 'failure' && !isFlag(run, condition, then)) return otherwise;
  if (condition.outcome === 'success' && !skipsWork(run, then, rest)) return then;
  if (leavesLightly(run, then)) return otherwise;
  return leavesLightly(run, otherwise) ? then : undefined;
}

/** `if (ok)` may be a flag of that name: what submits work is no handling of errors. */
function isFlag(run: Interpreter, { text }: Condition, then: readonly Statement[]): boolean {
  return /^\w+$/.test(text) && hasEffect(run, then, 'submission');
}

function leavesLightly(run: Interpreter, statements: readonly Statement[]): boolean {
  return leaves(statements) && !hasEffect(run, statements);
}

/** `if (matches) return i;` that is passed over: what a search gives where it finds something. */
function noteAlternative(run: Interpreter, then: readonly Statement[], frame: Frame): void {
  const last = then.at(-1);
  const inner = last?.kind === 'block' ? last.body.at(-1) : last;
  if (inner?.kind !== 'return' || !inner.value || givesUp(then) || hasEffect(run, then)) return;
  if (run.alternative && !isMaking(inner.value)) return;
  const value = run.parts.evaluate(inner.value, frame);
  run.alternative = run.alternative ? eitherOf(run.alternative, value) : value;
}

/**
 * `if (ready) return;` before the work itself: what a first call does is what counts. And what gives up is no success,
 * as in `if (S_ISREG(mode) == 0) return FAILED;`.
 */
function skipsWork(run: Interpreter, then: readonly Statement[], rest: readonly Statement[]): boolean {
  return leavesLightly(run, then) && (givesUp(then) || hasEffect(run, rest, 'effect'));
}

/** A side that leaves and does something of weight, such as sleeping until there is work: seldom taken. */
function rareBranch(run: Interpreter, statement: IfStatement, condition: Condition, frame: Frame): void {
  const nodes: TraceNode[] = [];
  run.store.tentatively(() => {
    run.into(nodes, () => run.parts.execute(statement.then, frame));
  });
  recordBranch(
    run,
    statement,
    { condition: condition.text, share: 0, guessed: true, then: nodes, otherwise: [] },
    frame,
  );
}

interface Side {
  nodes: TraceNode[];
  changes: Changes;
  flow: Flow;
  returned: Value | undefined;
}

function follow(run: Interpreter, statements: readonly Statement[], frame: Frame): Side {
  const side: Side = { nodes: [], changes: new Changes([]), flow: 'next', returned: undefined };
  const { returned } = run;
  side.changes = run.store.tentatively(() => {
    run.into(side.nodes, () => {
      side.flow = run.parts.execute(statements, frame);
    });
  });
  side.returned = run.returned;
  run.returned = returned;
  return side;
}

/** Follows both sides from the same value and goes on with that of the likelier one. */
function choose(
  run: Interpreter,
  statement: IfStatement,
  condition: Condition,
  then: readonly Statement[],
  otherwise: readonly Statement[],
  frame: Frame,
): Flow {
  if (!otherwise.length) return followOne(run, statement, condition, frame);
  const first = follow(run, then, frame);
  const second = follow(run, otherwise, frame);
  const firstWins = weigh(first.nodes) >= weigh(second.nodes);
  const [winner, loser] = firstWins ? [first, second] : [second, first];
  apply(run, winner, loser);
  const guessed = condition.share === undefined;
  const share: Quantity = condition.share ?? (firstWins ? 1 : 0);
  const sides = { condition: condition.text, share, guessed, then: first.nodes, otherwise: second.nodes };
  recordBranch(run, statement, sides, frame);
  return winner.flow === 'next' || winner.flow === loser.flow
    ? winner.flow
    : winner.flow === 'return'
      ? 'return'
      : 'next';
}

function followOne(run: Interpreter, statement: IfStatement, condition: Condition, frame: Frame): Flow {
  const nodes: TraceNode[] = [];
  run.into(nodes, () => run.parts.execute(statement.then, frame));
  const guessed = condition.share === undefined;
  recordBranch(
    run,
    statement,
    { condition: condition.text, share: condition.share ?? 1, guessed, then: nodes, otherwise: [] },
    frame,
  );
  return 'next';
}

function apply(run: Interpreter, winner: Side, ...losers: Side[]): void {
  for (const { changes } of losers) {
    changes.redoAdditions(run.store);
    for (const [cell, value] of changes.written)
      if (!winner.changes.written.has(cell) && isBetter(value, cell)) run.store.write(cell, value);
  }
  winner.changes.redo(run.store);
  run.returned ??= winner.returned ?? losers.find((side) => side.returned)?.returned;
}

/** What the other side wrote is kept where nothing is known yet, or where it leaves a number open to run time. */
function isBetter(value: Value, cell: Cell): boolean {
  if (value.kind === 'number' && cell.value.kind === 'number')
    return !value.fixed && typeof value.quantity === 'string';
  const isOpen = cell.value.kind === 'unknown' || cell.value.kind === 'null';
  return value.kind !== 'null' && value.kind !== 'unknown' && isOpen;
}

/** The side with more kinds of stages is the pipeline; between equals the first one as written. */
function weigh(nodes: readonly TraceNode[]): number {
  const kinds = new Set<string>();
  let others = 0;
  visitNodes(nodes, (node) => {
    if (node.kind === 'call' && node.row.stage && node.row.engine !== 'host') kinds.add(node.row.stage);
    else if (node.kind === 'call' && node.row.stage) others = 1;
    else if (node.kind === 'queue' || node.kind === 'spawn') others = 2;
  });
  return kinds.size * 10 + others;
}

function recordBranch(
  run: Interpreter,
  statement: IfStatement | Extract<Statement, { kind: 'switch' }>,
  branch: Pick<BranchNode, 'condition' | 'share' | 'guessed' | 'makesOnce' | 'then' | 'otherwise'>,
  frame: Frame,
): void {
  if (!branch.then.length && !branch.otherwise.length) return;
  const range = run.range(frame.chunk, statement.start, statement.start + (statement.kind === 'if' ? 2 : 6));
  run.record({ ...run.base(range), kind: 'branch', ...branch });
}

/** Executes a `switch`: the case that a known subject picks, or each as a branch with the weightiest as the likely one. */
export function executeSwitch(
  run: Interpreter,
  statement: Extract<Statement, { kind: 'switch' }>,
  frame: Frame,
): Flow {
  const subject = run.parts.evaluate(statement.subject, frame);
  const text = run.text(frame.chunk, statement.subject);
  const known = knownCase(run, statement, subject, frame);
  if (known) {
    const flow = run.parts.execute(known, frame);
    return flow === 'break' ? 'next' : flow;
  }
  if (statement.cases.some(({ body }) => hasReturn(body))) run.course = 'open';
  const sides = statement.cases.map((one) => follow(run, one.body, frame));
  const winner = sides.reduce<Side | undefined>(
    (best, side) => (best && weigh(best.nodes) >= weigh(side.nodes) ? best : side),
    undefined,
  );
  let rest: TraceNode[] = [];
  for (const side of sides.toReversed()) {
    if (!side.nodes.length) continue;
    const range = run.range(frame.chunk, statement.start, statement.start + 6);
    const branch: BranchNode = {
      ...run.base(range),
      kind: 'branch',
      condition: text,
      share: side === winner ? 1 : 0,
      guessed: true,
      then: side.nodes,
      otherwise: rest,
    };
    rest = [branch];
  }
  const { returned } = run;
  if (winner) apply(run, winner, ...sides.filter((side) => side !== winner));
  if (noteSeveral(run, sides)) run.returned = returned;
  for (const node of rest) run.record(node);
  return winner?.flow === 'return' && sides.every((side) => side.flow === 'return') ? 'return' : 'next';
}

/** Where the cases return objects of different classes, none of them is the result. */
function noteSeveral(run: Interpreter, sides: readonly Side[]): boolean {
  const given = sides.flatMap(({ returned }) => (returned ? [returned] : []));
  const [first, ...others] = given;
  const result = first && others.reduce(eitherOf, first);
  if (!isOneOfSeveral(result)) return false;
  run.alternative = result;
  return true;
}

function knownCase(
  run: Interpreter,
  statement: Extract<Statement, { kind: 'switch' }>,
  subject: Value,
  frame: Frame,
): readonly Statement[] | undefined {
  if (subject.kind !== 'number' || !subject.fixed || subject.known === undefined) return undefined;
  const at = statement.cases.findIndex((one) => {
    const value = one.value && run.parts.evaluate(one.value, frame);
    return value?.kind === 'number' && value.known === subject.known;
  });
  const fallback = statement.cases.findIndex((one) => !one.value);
  const start = at >= 0 ? at : fallback;
  // Labels without statements fall through to the next that has some.
  return start < 0 ? [] : statement.cases.slice(start).find((one) => one.body.length)?.body;
}
