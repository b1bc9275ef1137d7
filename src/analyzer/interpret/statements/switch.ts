/** `switch`: the case that a known subject picks, or a branch of the trace for each. */
import { eitherOf, isOneOfSeveral } from '../../idioms/factories.ts';
import type { Expression, Statement } from '../../syntax/ast.ts';
import type { Frame } from '../names/frame.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { choiceIn, declareMode, holdsNow } from '../values/modes.ts';
import type { Value } from '../values/value.ts';
import { withoutCasts } from '../../syntax/visit.ts';
import type { ModeTest } from '../../trace/modes.ts';
import { isFixed } from './fixed.ts';
import { decide, OTHER, placeAt } from './open-modes.ts';
import { hasReturn } from './branches.ts';
import { choiceNodes, weightiest, type Way } from './alternatives.ts';
import { apart } from '../threads/locks.ts';
import { apply, follow, type Side } from './sides.ts';

type SwitchStatement = Extract<Statement, { kind: 'switch' }>;

/** Executes a `switch`; where its subject is not known, the weightiest case is the likely one. */
export function executeSwitch(run: Interpreter, statement: SwitchStatement, frame: Frame): Flow {
  run.deciding?.note(run, statement.subject, frame);
  const subject = run.parts.evaluate(statement.subject, frame);
  const tests = testsOf(run, statement, subject, frame);
  const known = tests ? undefined : knownCase(run, statement, subject, frame);
  const bodies = statement.cases.flatMap(({ body }) => body);
  if (!known) return apart(run, bodies, () => followCases(run, statement, tests, frame));
  const flow = run.parts.execute(known, frame);
  return flow === 'break' ? 'next' : flow;
}

/** What each case asks for, where the subject is a mode that is not decided here. */
function testsOf(
  run: Interpreter,
  { subject, cases }: SwitchStatement,
  value: Value,
  frame: Frame,
): (ModeTest | undefined)[] | undefined {
  const own = value.kind === 'number' || value.kind === 'constant' ? value.mode : undefined;
  const isOpen =
    own === undefined && !(value.kind === 'number' && value.fixed) && isFixed(run, subject, frame);
  const cell = isOpen ? placeAt(run, withoutCasts(subject), frame) : undefined;
  const labels = cases.map((one) => one.value && choiceIn(run.parts.evaluate(one.value, frame)));
  const first = labels.find((label) => label !== undefined);
  const mode = own ?? (cell && first !== undefined ? declareMode(run, cell, [first], 0) : undefined);
  if (mode === undefined || run.when.some((test) => test.mode === mode)) return undefined;
  const named = labels.map((label) => label && run.parameters.choiceOf(mode, label));
  return cases.map((one, at) => {
    const choice = one.value ? named[at] : run.parameters.choiceOf(mode, OTHER);
    return typeof choice === 'number' ? { mode, value: choice, is: true } : undefined;
  });
}

type Tests = readonly (ModeTest | undefined)[] | undefined;

function followCases(run: Interpreter, statement: SwitchStatement, tests: Tests, frame: Frame): Flow {
  if (statement.cases.some(({ body }) => hasReturn(body))) run.course = 'open';
  const sides = statement.cases.map((_, index) => {
    const test = tests?.[index];
    return run.where(test ? [test] : [], () => follow(run, bodyFrom(statement, index), frame));
  });
  const winner = likelyCase(run, tests, sides);
  const ways = statement.cases.flatMap((one, index) =>
    wayOf(run, statement, one, { side: sides[index], test: tests?.[index] }, frame),
  );
  const likely = !tests && changesPerPass(run, statement.subject, frame) ? undefined : winner;
  const branches = choiceNodes(run, ways, likely);
  const { returned } = run;
  if (winner) apply(run, winner, ...sides.filter((side) => side !== winner));
  if (noteSeveral(run, sides)) run.returned = returned;
  for (const node of branches) run.record(node);
  return winner?.flow === 'return' && sides.every((side) => side.flow === 'return') ? 'return' : 'next';
}

/** Labels without statements fall through to the next that has some. */
function bodyFrom({ cases }: SwitchStatement, index: number): readonly Statement[] {
  return cases.slice(index).find(({ body }) => body.length)?.body ?? [];
}

/** That of the mode's default; where there is none, the weightiest is made it. */
function likelyCase(run: Interpreter, tests: Tests, sides: readonly Side[]): Side | undefined {
  const heaviest = weightiest(sides);
  const mode = tests?.find((test) => test)?.mode;
  if (!tests || mode === undefined) return heaviest;
  if (!run.parameters.isDecided(mode)) {
    const test = heaviest && tests[sides.indexOf(heaviest)];
    if (test) decide(run, test, true);
  }
  const chosen = tests.findIndex((test) => test && holdsNow(run, test));
  return sides[chosen] ?? sides[tests.findIndex((test) => test && isOther(run, test))];
}

function isOther(run: Interpreter, { mode, value }: ModeTest): boolean {
  return run.parameters.get(mode)?.choices?.[value] === OTHER;
}

function wayOf(
  run: Interpreter,
  { subject, start }: SwitchStatement,
  { value }: SwitchStatement['cases'][number],
  { side, test }: { side: Side | undefined; test: ModeTest | undefined },
  { chunk }: Frame,
): (Way & { side: Side; tests: ModeTest[] })[] {
  if (!side) return [];
  const text = run.text(chunk, subject);
  const condition = value ? `${text} == ${run.text(chunk, value)}` : text;
  const range = value ? run.range(chunk, value.start, value.end) : run.range(chunk, start, start + 6);
  return [{ condition, range, side, tests: test ? [test] : [] }];
}

/** Whether a subject is another one in each pass of a loop, as the kind of a message is, and not fixed for the run. */
function changesPerPass(run: Interpreter, subject: Expression, frame: Frame): boolean {
  const root = rootOf(subject);
  if (!run.loops.length) return false;
  if (root.kind !== 'name') return root.kind === 'call';
  const cell = frame.find(root.name);
  if (!cell) return false;
  if (cell.declared) return run.isInLoop(cell.declared);
  // What a function is given whole is the message itself; a number may be a mode.
  return root !== subject;
}

/** `m` of `m->head.kind`, and the call of `next().kind()`. */
function rootOf(expression: Expression): Expression {
  if (expression.kind === 'member' || expression.kind === 'index') return rootOf(expression.object);
  if (expression.kind === 'unary' || expression.kind === 'cast') return rootOf(expression.operand);
  const isMethod = expression.kind === 'call' && expression.callee.kind === 'member';
  return isMethod && expression.callee.kind === 'member' ? rootOf(expression.callee.object) : expression;
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
  statement: SwitchStatement,
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
