/**
 * Counters that a pass moves in what it calls: `while (done_ < 1200) Step();`. How far is found out by following one pass and
 * taking it back, as no text of the loop says it.
 */
import { oncePer } from '../../../base/once.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, LoopStatement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../../syntax/visit.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { tried } from '../turns/attempt.ts';
import { namesRead, nameOf } from '../turns/writes.ts';
import { calculate } from '../values/numbers.ts';
import { literal, type Value } from '../values/value.ts';
import { comparisonOf, openPasses, timesHeld, type Comparison, type Count } from './counted.ts';
import { testsOf, type Test } from './exits.ts';
import { calledName, movedPlace, movement } from './motion.ts';
import { quietly } from './positions.ts';

/** The counts that a loop's tests give whose counters only what a pass calls moves. */
export function calledCounts(run: Interpreter, loop: LoopStatement, frame: Frame): Count[] {
  if (run.isTrying) return [];
  const counted = new Set([...countedNames(run.symbols), ...givenAway(run.symbols, loop.body)]);
  const asked = testsOf(loop).flatMap((test) => askedOf(run, test, counted, frame) ?? []);
  if (!asked.length || !isFollowed(run, loop, asked, frame)) return [];
  return asked.flatMap((one) => countOf(run, loop, one, frame) ?? []);
}

/** A test of a number that something moves elsewhere, with what it is in the course of a pass. */
interface Asked {
  test: Test;
  comparison: Comparison;
  counter: Expression;
  bound: Expression;
  before: Value;
  /** When the test is come to. */
  met?: Value;
  after?: Value;
}

function askedOf(
  run: Interpreter,
  test: Test,
  counted: ReadonlySet<string>,
  frame: Frame,
): Asked | undefined {
  const comparison = comparisonOf(test);
  if (!comparison?.right) return undefined;
  const { left, right } = comparison;
  const isLeft = mayCount(run.symbols, left, counted);
  const [counter, bound] = isLeft ? [left, right] : [right, left];
  if (!isLeft && !mayCount(run.symbols, right, counted)) return undefined;
  if (quietly(run, bound, frame).kind !== 'number') return undefined;
  return { test, comparison, counter, bound, before: startOf(run, counter, frame) };
}

/** What is not known counts from zero. */
function startOf(run: Interpreter, counter: Expression, frame: Frame): Value {
  const value = quietly(run, counter, frame);
  return value.kind === 'unknown' && counter.kind !== 'call' ? literal(0) : value;
}

/** Follows a pass, and takes back what it did; false where that was cut short. */
function isFollowed(run: Interpreter, loop: LoopStatement, asked: readonly Asked[], frame: Frame): boolean {
  const { met } = run;
  let isWhole = false;
  run.isTrying = true;
  tried(run, () => {
    for (const one of asked) start(run, one, frame);
    run.met = (statement) => {
      for (const one of asked) if (one.test.at === statement) one.met ??= quietly(run, one.counter, frame);
    };
    run.into([], () => onePass(run, loop, frame));
    for (const one of asked) one.after = quietly(run, one.counter, frame);
    isWhole = !run.exhausted;
    return undefined;
  });
  run.isTrying = false;
  run.met = met;
  return isWhole;
}

function start(run: Interpreter, { counter, before }: Asked, frame: Frame): void {
  const cell = counter.kind === 'call' ? undefined : run.parts.locate(counter, frame);
  if (cell?.value.kind === 'unknown') run.store.assign(cell, before);
}

function onePass(run: Interpreter, { body, update }: LoopStatement, frame: Frame): void {
  const { loops } = run;
  frame.enter();
  run.parts.execute(body, frame);
  if (update) run.parts.evaluate(update, frame);
  frame.leave();
  run.loops = loops;
}

function countOf(run: Interpreter, loop: LoopStatement, asked: Asked, frame: Frame): Count | undefined {
  const { test, comparison, counter, bound, before, after } = asked;
  if (before.kind !== 'number' || !after) return undefined;
  const step = after.kind === 'number' ? calculate('-', after, before) : undefined;
  const count = { counter, test, isCalled: true as const };
  if (step?.known === undefined)
    return before.known !== undefined
      ? { ...count, held: openPasses(run, loop, frame), isWhole: true }
      : undefined;
  const first = test.at ? asked.met : loop.loop === 'do' ? after : before;
  const end = quietly(run, bound, frame);
  if (first?.kind !== 'number' || end.kind !== 'number') return undefined;
  const moving = { first, step, counter };
  const standing = { first: end, step: literal(0), counter: undefined };
  const isLeft = comparison.left === counter;
  const held = timesHeld(comparison.operator, isLeft ? moving : standing, isLeft ? standing : moving);
  return held === undefined ? undefined : { ...count, held, isWhole: false };
}

/** Whether an expression asks for something that a function of the program counts. */
function mayCount(symbols: SymbolTable, expression: Expression, counted: ReadonlySet<string>): boolean {
  let found = false;
  visitExpression(expression, (one) => {
    found ||= counted.has(nameOf(one) ?? '') || (one.kind === 'call' && givesCounted(symbols, one, counted));
  });
  return found;
}

/** `r.done()`. */
function givesCounted(
  { functions }: SymbolTable,
  call: Extract<Expression, { kind: 'call' }>,
  counted: ReadonlySet<string>,
): boolean {
  return functions.named(calledName(call)).some(({ body }) => {
    const [only] = body ?? [];
    return only?.kind === 'return' && only.value && namesRead(only.value).some((one) => counted.has(one));
  });
}

/** The last names of what a text gives functions of the program by address or by reference. */
function givenAway({ functions }: SymbolTable, body: LoopStatement['body']): string[] {
  const names: string[] = [];
  visitExpressions(body, (one) => {
    if (one.kind !== 'call') return;
    const called = functions.named(calledName(one));
    for (const [at, arg] of one.args.entries()) {
      const mayMove = called.some(({ parameters }) => {
        const type = parameters[at]?.type;
        return type && !type.constant && (type.reference || type.pointers > 0);
      });
      if (mayMove) names.push(nameOf(arg) ?? '');
    }
  });
  return names.filter(Boolean);
}

/** The last names of the places that functions count with. */
const countedNames = oncePer(({ functions }: SymbolTable): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const { body } of functions.values())
    visitExpressions(body ?? [], (one) => {
      const place = one.kind === 'update' || movement(one) ? movedPlace(one) : undefined;
      names.add((place && nameOf(place)) ?? '');
    });
  names.delete('');
  return names;
});
