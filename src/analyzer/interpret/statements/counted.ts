/** How many passes a loop makes that counts: `left` and `right` of a test start somewhere, and each pass moves them. */
import { asStatement } from '../../syntax/visit.ts';
import { add, divideUp, min, type Quantity } from '../../../pipeline/quantity.ts';
import { ownValue } from '../../../base/own-value.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { knownValue } from '../values/elements.ts';
import { calculate } from '../values/numbers.ts';
import { literal, type NumberValue } from '../values/value.ts';
import { gapBetween } from './gaps.ts';
import { testsOf, type Test } from './exits.ts';
import { movedPlace, movement, placeKey, readPlaces, stepsOf, type Step } from './motion.ts';
import { iteratorPosition, knownPosition, positionOf } from './positions.ts';
import { amountOf, mentions, type Amount } from './amounts.ts';

/** A count of passes, and the place that counts them. */
export interface Count {
  /** How often the test lets a pass go on. */
  held: Quantity;
  counter: Expression;
  test: Test;
  /** Counts passes, wherever the test stands. */
  isWhole: boolean;
  /** Only what a pass calls moves the counter. */
  isCalled?: true;
  /** Where the counter's name is seen, if not at the loop. */
  within?: Frame;
}

/** The counts that a loop's tests give, in their order: nothing of the loop has been followed yet. */
export function countsOf(run: Interpreter, loop: LoopStatement, frame: Frame): Count[] {
  return testsOf(loop).flatMap((test) => countOf(run, loop, test, frame) ?? []);
}

/** A side of a test in the first pass, and what each pass adds to it. */
interface Motion {
  first: NumberValue | undefined;
  step: NumberValue;
  counter: Expression | undefined;
  /** Moved by what cannot be counted with. */
  by?: 'part' | 'unknown';
}

export interface Comparison {
  operator: string;
  left: Expression;
  right: Expression | undefined;
}

export function countOf(run: Interpreter, loop: LoopStatement, test: Test, frame: Frame): Count | undefined {
  const course = courseOf({ run, loop, test, frame });
  if (!course) return undefined;
  const { operator, left, right, counter } = course;
  const by = left.by ?? right.by;
  if (by) return { held: by === 'part' ? 1 : openPasses(run, loop, frame), counter, test, isWhole: true };
  usuallySome(run, left, right);
  const { holds } = test;
  const isWindow = holds.kind === 'binary' && left.counter && right.step.known === 0;
  const gap = isWindow ? gapBetween(run, [holds.left, holds.right], frame) : undefined;
  const held = gap
    ? timesHeld(operator, { ...left, first: literal(0) }, { ...right, first: gap })
    : timesHeld(operator, left, right);
  return held === undefined ? undefined : { held, counter, test, isWhole: false };
}

/** Passes of a loop that only run time counts, where the usual number of what it counts by would leave none. */
export const SOME = 64;

/** `for (i = 1; i < argc; ++i)`: what is open and stands for nothing else is as much as to have some passes. */
function usuallySome(run: Interpreter, left: Motion, right: Motion): void {
  const first = left.first?.known;
  const { quantity, known, fixed = true } = right.first ?? {};
  if (first === undefined || known === undefined || fixed || typeof quantity !== 'string') return;
  if (first > 0 && known <= first)
    run.parameters.assume(quantity, first + SOME * Math.abs(left.step.known ?? 1));
}

/** Whether a loop counts towards an end, which need not be known. */
export function countsToEnd(run: Interpreter, loop: LoopStatement, frame: Frame): boolean {
  return testsOf(loop).some((test) => {
    const course = test.certain ? courseOf({ run, loop, test, frame }) : undefined;
    return course && !course.left.by && !course.right.by && stepTowards(course) !== undefined;
  });
}

/** A test of a counter: how its sides move. */
interface Course {
  operator: string;
  left: Motion;
  right: Motion;
  counter: Expression;
}

function courseOf(scene: Scene): Course | undefined {
  const comparison = comparisonOf(scene.test);
  if (!comparison) return undefined;
  if (![comparison.left, comparison.right].some((side) => side && isMoving(scene, side))) return undefined;
  const left = motionOf(scene, comparison.left);
  const right = comparison.right ? motionOf(scene, comparison.right) : still(literal(0));
  const counter = left.counter ?? right.counter;
  return counter && { operator: comparison.operator, left, right, counter };
}

/** The passes of a loop that work before the test: the last of them goes as far as the test that fails. */
export function passesOf({ held, isWhole }: Count, isAfterWork: boolean): Quantity {
  return isAfterWork && !isWhole ? add(held, 1) : held;
}

/** Passes until the first of the tests fails, `most` at most. A test that lets none pass is not come to so early. */
export function leastPasses(
  run: Interpreter,
  [first, ...others]: readonly Count[],
  isAfterWork: (count: Count) => boolean,
  most?: Quantity,
): Quantity | undefined {
  if (!first) return most;
  const passes = (count: Count) => passesOf(count, isAfterWork(count));
  if (first.isWhole) return passes(first);
  const further = others.filter((one) => one.test.certain && !one.isWhole && isSome(run, one.held));
  const all = [...(most === undefined ? [] : [most]), ...[first, ...further].map(passes)];
  return all.reduce((one, other) => (one === other ? one : min(one, other)));
}

const isSome = (run: Interpreter, held: Quantity): boolean => (knownValue(run, held) ?? 0) > 0;

/** A count that nothing in the source tells: open, and said to be. */
export function openPasses(
  run: Interpreter,
  { condition, start, keywordEnd }: LoopStatement,
  frame: Frame,
): Quantity {
  const range = run.range(frame.chunk, start, keywordEnd);
  const text = condition ? run.text(frame.chunk, condition) : `${run.functionName}_loop`;
  const origin = { kind: 'default' as const, range, evidence: text };
  // Of a call its name: `Range(0, n)`.
  const name = text.replace(/^([\w:.]+)\(.*\)$/, '$1');
  return run.parameters.open(`${name}_times`, `${range.file}:${range.line}:${range.column}`, 1, origin)
    .quantity;
}

const inverses: Record<string, string> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

export function comparisonOf({ holds, negated }: Test): Comparison | undefined {
  const inverse = holds.kind === 'binary' ? ownValue(inverses, holds.operator) : undefined;
  if (holds.kind !== 'binary' || !inverse)
    return negated ? undefined : { operator: '!=', left: holds, right: undefined };
  const operator = negated ? inverse : holds.operator;
  return operator === '==' ? undefined : { operator, left: holds.left, right: holds.right };
}

/** How often `left operator right` holds before it fails. */
export function timesHeld(operator: string, left: Motion, right: Motion): Quantity | undefined {
  const up = stepTowards({ operator, left, right });
  const distance = left.first && right.first && calculate('-', right.first, left.first);
  if (!up || !distance) return undefined;
  const isUp = (up.known ?? 0) > 0;
  const [whole, step] = isUp ? [distance, up] : [negated(distance), negated(up)];
  const reach = whole && /^[<>]=$/.test(operator) ? calculate('+', whole, literal(1)) : whole;
  return reach && step && divided(reach.quantity, step.quantity);
}

/** How far a pass brings the sides of a test towards where it fails; undefined where none does. */
function stepTowards({ operator, left, right }: Omit<Course, 'counter'>): NumberValue | undefined {
  const up = calculate('-', left.step, right.step);
  if (up?.known === undefined || up.known === 0) return undefined;
  return operator === '!=' || operator.startsWith(up.known > 0 ? '<' : '>') ? up : undefined;
}

const negated = (value: NumberValue) => calculate('-', literal(0), value);

function divided(whole: Quantity, step: Quantity): Quantity | undefined {
  const passes = step === 1 ? whole : divideUp(whole, step);
  return typeof passes === 'number' ? Math.max(0, passes) : passes;
}

interface Scene {
  run: Interpreter;
  loop: LoopStatement;
  test: Test;
  frame: Frame;
}

/** Whether a pass moves anything that an expression reads. */
function isMoving(scene: Scene, expression: Expression): boolean {
  const { test } = scene;
  const pass = [...test.before, ...test.after, asStatement(test.holds)];
  return readPlaces(expression).some((place) => {
    if (stepsOf(pass, placeKey(place) ?? '').length) return true;
    const local =
      place.kind === 'name' ? (localInitial(scene, place.name) ?? drawnLast(scene, place.name)) : undefined;
    return (
      local !== undefined && !mentions(local.holds, placeKey(place) ?? '') && isMoving(scene, local.holds)
    );
  });
}

function still(first: NumberValue | undefined): Motion {
  return { first, step: literal(0), counter: undefined };
}

/** `(i = next++) < n` asks what is drawn; `i` of a loop that draws it at its end, what the pass before has. */
function drawnMotion(scene: Scene, expression: Expression): Motion | undefined {
  if (expression.kind === 'assign')
    return expression.operator === '=' && isDraw(expression.value)
      ? motionOf(scene, expression.value)
      : undefined;
  const drawn = expression.kind === 'name' ? drawnLast(scene, expression.name) : undefined;
  if (!drawn) return undefined;
  const motion = motionOf(scene, drawn.holds);
  return { ...motion, first: knownPosition(scene.run, expression, scene.frame) ?? motion.first };
}

function motionOf(scene: Scene, expression: Expression): Motion {
  const moved = movement(expression);
  if (moved) return movedBy(scene, expression, moved);
  if (expression.kind === 'cast') return motionOf(scene, expression.operand);
  const local = expression.kind === 'name' ? localInitial(scene, expression.name) : undefined;
  if (local) return motionOf({ ...scene, test: local }, local.holds);
  const drawn = drawnMotion(scene, expression);
  if (drawn) return drawn;
  if (placeKey(expression) !== undefined) return placeMotion(scene, expression);
  if (expression.kind === 'binary' && /^[+-]$/.test(expression.operator)) {
    const sides = [expression.left, expression.right].map((side) => motionOf(scene, side));
    const [left, right] = sides;
    if (left?.counter ?? right?.counter)
      return left && right ? summed(expression.operator, left, right) : still(undefined);
  }
  return still(positionOf(scene.run, expression, scene.frame));
}

function summed(operator: string, left: Motion, right: Motion): Motion {
  const both = (a: NumberValue | undefined, b: NumberValue | undefined) =>
    a && b && calculate(operator, a, b);
  return {
    first: both(left.first, right.first),
    step: both(left.step, right.step) ?? literal(0),
    counter: left.counter ?? right.counter,
    ...withBy(left.by ?? right.by),
  };
}

function withBy(by: Motion['by']): Pick<Motion, 'by'> {
  return by ? { by } : {};
}

/** `int i = next++;`, `i = next++;` in the body: the test asks what the counter was there. */
function localInitial({ test }: Scene, name: string): Test | undefined {
  const { before, after } = test;
  for (const [at, statement] of before.entries()) {
    const holds = initialIn(statement, name) ?? drawnIn(statement, name);
    if (!holds) continue;
    const rest = [...before.slice(at + 1), ...after];
    return { ...test, holds, before: before.slice(0, at), after: rest };
  }
  return undefined;
}

function initialIn(statement: Statement, name: string): Expression | undefined {
  const variables = statement.kind === 'declare' ? statement.variables : [];
  return variables.find((one) => one.name === name)?.initial;
}

/** `i = next++;`, `i = next.fetch_add(1);`: a number that others draw from too. */
function drawnIn(statement: Statement, name: string): Expression | undefined {
  const set = statement.kind === 'expression' ? statement.expression : undefined;
  const isSet = set?.kind === 'assign' && set.operator === '=' && placeKey(set.target) === name;
  return isSet && isDraw(set.value) ? set.value : undefined;
}

const isDraw = (value: Expression): boolean =>
  (value.kind === 'update' || value.kind === 'call') && movement(value) !== undefined;

/** `for (int i = next++; i < n; i = next++)`: the pass before has drawn it. */
function drawnLast({ test }: Scene, name: string): Test | undefined {
  const holds = test.after.map((one) => drawnIn(one, name)).find((one) => one !== undefined);
  return holds && { ...test, holds };
}

/** `++i` and `i += k` count before they are compared; of `i++` and `n.fetch_add(k)` one gets what was there. */
function movedBy(
  scene: Scene,
  expression: Expression,
  { step }: NonNullable<ReturnType<typeof movement>>,
): Motion {
  const place = movedPlace(expression) ?? expression;
  const motion = placeMotion(scene, place);
  const isBefore =
    expression.kind === 'assign' ||
    (expression.kind === 'update' && expression.operand.start > expression.start);
  const by = isBefore ? stepNumber(scene, step, place) : undefined;
  if (typeof by !== 'object' || !motion.first) return motion;
  return { ...motion, first: calculate('+', motion.first, by) };
}

/** A place's motion over a pass; before the test it has made the steps that stand before it. */
function placeMotion(scene: Scene, place: Expression): Motion {
  const { test, run, frame } = scene;
  const key = placeKey(place) ?? '';
  const pass = stepsOf([...test.before, ...test.after, asStatement(test.holds)], key);
  if (!pass.length) return still(declaredPosition(scene, place) ?? positionOf(run, place, frame));
  const step = total(scene, pass, place);
  const ahead = total(scene, stepsOf(test.before, key), place);
  const first = startOf(scene, place, step);
  if (typeof step === 'string') return { ...still(first), counter: place, by: step };
  const start = typeof ahead === 'object' ? calculate('+', first, ahead) : first;
  return { first: start, step, counter: place };
}

/** Where a place stands before the loop. What is not known counts up from zero, and down from what run time says. */
function startOf(scene: Scene, place: Expression, step: Amount): NumberValue {
  const { run, frame } = scene;
  const value = declaredPosition(scene, place) ?? knownPosition(run, place, frame);
  if (value) return value;
  const isDown = typeof step === 'object' && (step.known ?? 0) < 0;
  return (isDown && positionOf(run, place, frame)) || literal(0);
}

/** What the loop's head makes a position, as `auto it = v.begin(), last = v.end()` does. */
function declaredPosition({ run, loop, frame }: Scene, place: Expression): NumberValue | undefined {
  const declared = loop.initial?.kind === 'declare' ? loop.initial.variables : [];
  const own = place.kind === 'name' ? declared.find(({ name }) => name === place.name)?.initial : undefined;
  return own && iteratorPosition(run, own, frame);
}

function total(scene: Scene, steps: readonly Step[], place: Expression): Amount {
  let sum: NumberValue = literal(0);
  for (const step of steps) {
    const by = stepNumber(scene, step, place);
    if (typeof by === 'string') return by;
    sum = calculate('+', sum, by) ?? sum;
  }
  return sum;
}

function stepNumber(scene: Scene, { sign, by, inner }: Step, place: Expression): Amount {
  const { run, loop, frame } = scene;
  const one = by === 1 ? literal(1) : amountOf(run, loop, by, place, frame);
  const amount = inner && typeof one === 'object' ? innerAmount(scene, inner, one, place) : one;
  if (typeof amount === 'string' || sign === 1) return amount;
  return calculate('-', literal(0), amount) ?? 'unknown';
}

/** What the passes of an inner loop add, by what counts them beside the place itself: `n < batch && it != end` makes `batch` of them. */
function innerAmount(
  { run, frame }: Scene,
  inner: LoopStatement,
  by: NumberValue,
  place: Expression,
): NumberValue {
  const key = placeKey(place);
  const counts = testsOf(inner).flatMap((test) =>
    mentions(test.holds, key ?? '') ? [] : (countOf(run, inner, test, frame) ?? []),
  );
  const [held] = counts.map((count) => passesOf(count, false));
  if (held === undefined) return by;
  const times = {
    ...literal(0),
    quantity: held,
    known: knownValue(run, held),
    fixed: typeof held === 'number',
  };
  return calculate('*', by, times) ?? by;
}
