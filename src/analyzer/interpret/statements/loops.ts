/** Loops: how often they run, and one pass through their body. */
import type { Quantity } from '../../../pipeline/quantity.ts';
import type { Expression, LoopStatement, Statement, Variable } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../../syntax/visit.ts';
import { countedBy } from '../after/shared-counters.ts';
import { awaitedIn } from '../../library/awaited-names.ts';
import { placeKey } from './motion.ts';
import { waitsForNumber } from '../../library/counters.ts';
import { isRetry } from './conditions.ts';
import { chainPasses } from './chains.ts';
import { calledCounts } from './called-steps.ts';
import { countsOf, countsToEnd, leastPasses, type Count } from './counted.ts';
import { anew } from './fixed.ts';
import { endingOf, withoutEnding } from './ending-side.ts';
import { elementLoop } from './element-loop.ts';
import { ownLoop } from './own-ranges.ts';
import { isIdle, isPolling, replaceByWait } from './polling.ts';
import { quietly } from './positions.ts';
import { rangePasses } from './ranges.ts';
import { dropsSurplus } from './surplus.ts';
import { stepsOn } from './stepping.ts';
import { ticketCounts } from './tickets.ts';
import { followHeld } from './held-loop.ts';
import { makeVarying } from './varying.ts';
import { indexedStore, isUnrolled, passed, unrolled, unrolledByIndex } from './unrolled.ts';
import { hasEffect } from '../effects.ts';
import { apart, besideOthers } from '../threads/locks.ts';
import { noteReadList } from '../threads/read-lists.ts';
import { noteDoubtfulWait } from '../threads/waits.ts';
import { visitNodes, type LoopNode, type TraceNode } from '../../trace/nodes.ts';
import type { Frame } from '../names/frame.ts';
import { holdContainer } from '../names/elements.ts';
import { headOf, inFill, inStarts, inStates, inTurn } from '../turns/passes.ts';
import { bindElementParts } from './bindings.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { walksGenerator } from '../coroutines/walk.ts';
import { noteFlow } from '../values/data-flow.ts';
import { indexOf, inWalk } from '../values/by-index.ts';
import { pointee, newCell, unknown, type ArrayStore, type LoopIndex, type Value } from '../values/value.ts';

/** Executes a loop; the trace gets one pass and the number of passes. */
export function executeLoop(run: Interpreter, statement: LoopStatement, frame: Frame): Flow {
  frame.enter();
  const flow = walksGenerator(run, statement, frame)
    ? 'next'
    : followLoop(
        run,
        elementLoop(run, statement, frame) ?? ownLoop(run, statement, frame) ?? statement,
        frame,
      );
  frame.leave();
  return flow;
}

function followLoop(run: Interpreter, statement: LoopStatement, frame: Frame): Flow {
  if (statement.initial && statement.loop !== 'while') run.parts.execute([statement.initial], frame);
  if (onlyWaitsOrSteps(run, statement, frame)) return 'next';
  const held = followHeld(run, statement, frame);
  if (held) return held;
  if (runsOnce(statement)) return runOnce(run, statement, frame);
  const store = itemsOf(run, statement, frame);
  if (store?.kind === 'array' && isUnrolled(run, statement, store.store))
    return unrolled(run, statement, store.store, frame);
  const chain = chainPasses(run, statement, frame);
  if (chain !== undefined)
    return followPasses(run, statement, { times: chain, items: store, counts: [] }, frame);
  const counts = allCounts(run, statement, frame);
  const count = counts.find(({ test }) => test.certain);
  const indexed = count && indexedStore(run, statement, count, frame);
  if (indexed) return unrolledByIndex(run, statement, indexed, frame);
  const times =
    statement.loop === 'range' ? rangePasses(run, statement, frame) : expected(run, statement, counts);
  if (times === 0) return 'next';
  return followPasses(run, statement, { times: times ?? 'forever', items: store, counts }, frame);
}

const onlyWaitsOrSteps = (run: Interpreter, statement: LoopStatement, frame: Frame): boolean =>
  waitsForNumber(run, statement, frame) ||
  dropsSurplus(run, statement, frame) ||
  stepsOn(run, statement, frame);

const followPasses = (run: Interpreter, statement: LoopStatement, pass: Pass, frame: Frame): Flow =>
  apart(run, statement.body, () => followApart(run, statement, pass, frame));

function followApart(run: Interpreter, statement: LoopStatement, pass: Pass, frame: Frame): Flow {
  const { times, items } = pass;
  const filled = inFill(run, statement, { times, items }, frame);
  if (filled) return filled;
  const started = inStarts(run, statement, { times, items }, frame);
  if (started) return started;
  const counter = pass.counts.find(({ test }) => test.certain)?.counter;
  const asStates = inStates(run, statement, { times, counter }, frame);
  if (asStates) return asStates;
  if (inTurn(run, statement, { times, items }, frame)) return 'next';
  return followPass(run, statement, pass, frame);
}

function withoutHead(statement: LoopStatement): LoopStatement {
  const rest = { ...statement };
  delete rest.condition;
  return rest;
}

/** What the text counts; where it counts nothing in each pass, what its calls do. */
function allCounts(run: Interpreter, statement: LoopStatement, frame: Frame): Count[] {
  // What a range loop walks over is no test of it.
  if (statement.loop === 'range') return countsOf(run, withoutHead(statement), frame);
  // What a pass waits for, others move: it counts what they have done, and no passes.
  const awaited = awaitedIn(statement.body);
  const isOwn = ({ test, counter }: Count) => !test.at || !awaited.has(placeKey(counter) ?? '');
  const counts = countsOf(run, statement, frame).filter(isOwn);
  const isCounted = counts.some(({ test }) => test.certain);
  if (isCounted) return counts;
  const called = [...ticketCounts(run, statement, frame), ...calledCounts(run, statement, frame)];
  return [...counts, ...called.filter(isOwn)];
}

/** What a range loop walks over. */
function itemsOf(run: Interpreter, { loop, condition }: LoopStatement, frame: Frame): Value | undefined {
  return loop === 'range' && condition ? pointee(run.parts.evaluate(condition, frame)) : undefined;
}

/** `do { … } while (0)` is a block; a loop that tries again ordinarily passes once. */
function runsOnce({ loop, condition }: LoopStatement): boolean {
  if (!condition || (loop !== 'do' && loop !== 'while')) return false;
  if (loop === 'do' && condition.kind === 'number') return condition.value === 0;
  return isRetry(condition);
}

/** The pass of a loop that has one; what its condition calls belongs to it. */
function runOnce(run: Interpreter, { condition, loop, body }: LoopStatement, frame: Frame): Flow {
  const asks = condition !== undefined && !callsNothing(condition);
  if (asks && loop === 'while') run.parts.evaluate(condition, frame);
  // The call in the condition went well: what its body does between two tries is not come to.
  if (asks && loop === 'while' && !hasEffect(run, body, 'submission')) return 'next';
  const flow = passed(run.parts.execute(body, frame));
  if (asks && loop === 'do' && flow === 'next') run.parts.evaluate(condition, frame);
  return flow;
}

/** The passes as far as the text tells: whether work is done before the test is seen when a pass has been followed. */
function expected(run: Interpreter, { loop }: LoopStatement, counts: readonly Count[]): Quantity | undefined {
  const certain = counts.filter(({ test }) => test.certain);
  return leastPasses(run, certain, ({ test: { at, before } }) =>
    at ? hasEffect(run, before) : loop === 'do',
  );
}

interface Pass {
  times: Quantity | 'forever';
  /** What a range loop walks over. */
  items: Value | undefined;
  counts: readonly Count[];
}

function followPass(
  run: Interpreter,
  statement: LoopStatement,
  { times, items, counts }: Pass,
  frame: Frame,
): Flow {
  // Only where the count is not known is it asked whether there is one.
  const isCounted = times === 'forever' && statement.loop !== 'range' && countsToEnd(run, statement, frame);
  const ending = endingOf(run, statement, counts);
  const node = run.enterLoop({ ...headOf(run, statement, frame), times });
  noteReadList(run, node, statement, frame);
  let flow = 'next' as Flow;
  let answer: Value | undefined;
  besideOthers(run, node.body, () => {
    for (const { test } of counts) if (test.at) run.tested.delete(test.at);
    makeVarying(run, statement, counts, { loop: node.order, times }, frame);
    bindElement(run, statement, items, { loop: node.order, times }, frame);
    if (statement.initial && statement.loop === 'while') run.parts.execute([statement.initial], frame);
    if (statement.loop !== 'range' && statement.loop !== 'do' && statement.condition)
      answer = run.parts.evaluate(statement.condition, frame);
    flow = withoutEnding(run, ending, () => run.parts.execute(statement.body, frame));
    if (statement.loop === 'do' && statement.condition)
      answer = run.parts.evaluate(statement.condition, frame);
    if (statement.update) run.parts.evaluate(statement.update, frame);
  });
  node.times = reached(run, node, statement.loop === 'range' ? times : undefined, counts) ?? times;
  if (isCounted) node.isCounted = true;
  if (flow === 'break' || flow === 'return' || endsAfterPass(run, statement, frame)) node.times = 1;
  else noteCounter(run, node, counts, frame);
  node.isElementLoop =
    node.body.every((inner) => inner.kind === 'access' || inner.kind === 'loop') &&
    writesElements(statement.body);
  if (!node.isCounted && !counts.length && node.body.every(isIdle)) noteDoubtfulWait(run);
  if (isPolling(statement, node, answer)) replaceByWait(run, node);
  else run.leaveLoop(node);
  if (ending) run.parts.execute(ending.side, frame);
  return passed(flow);
}

/** Threads that count in one place share its passes. */
function noteCounter(run: Interpreter, node: LoopNode, counts: readonly Count[], frame: Frame): void {
  const count = counts.find(({ test }) => test.certain || (test.at && run.tested.has(test.at)));
  const cell = count && run.parts.locate(count.counter, count.within ?? frame);
  if (cell) countedBy(run).set(node, cell);
}

/** The count of the tests inside that the pass came to, where the head counts nothing; `walked`: what a range loop goes over. */
function reached(
  run: Interpreter,
  { body }: LoopNode,
  walked: Quantity | 'forever' | undefined,
  counts: readonly Count[],
): Quantity | undefined {
  const come = counts.filter(({ test }) => !test.at || run.tested.has(test.at));
  const isAfterWork = ({ test: { at } }: Count): boolean => {
    const order = at && run.tested.get(at);
    return order !== undefined && worksBefore(body, order);
  };
  if (walked === undefined) return come[0]?.test.at && leastPasses(run, come, isAfterWork);
  const ends = come.filter(({ test }) => test.certain);
  return leastPasses(run, ends, isAfterWork, walked === 'forever' ? undefined : walked);
}

function worksBefore(body: readonly TraceNode[], order: number): boolean {
  let works = false;
  visitNodes(body, (node) => {
    works ||= node.order < order && (node.kind === 'call' || node.kind === 'queue');
  });
  return works;
}

/** Whether the pass that was followed left nothing to go on for: the call that is tried again went well. */
function endsAfterPass(run: Interpreter, { loop, condition }: LoopStatement, frame: Frame): boolean {
  if (!condition || loop === 'range') return false;
  return conjunctsOf(condition).some((part) => {
    const value = callsNothing(part) ? quietly(run, part, frame) : unknown();
    return value.kind === 'number' && value.settled !== undefined && value.known === 0;
  });
}

function conjunctsOf(condition: Expression): Expression[] {
  if (condition.kind !== 'binary' || condition.operator !== '&&') return [condition];
  return [...conjunctsOf(condition.left), ...conjunctsOf(condition.right)];
}

/** What calls something was followed with the pass, and must not be again. */
function callsNothing(expression: Expression): boolean {
  let isCalling = false;
  visitExpression(expression, ({ kind }) => {
    isCalling ||= kind === 'call' || kind === 'assign' || kind === 'update';
  });
  return !isCalling;
}

function bindElement(
  run: Interpreter,
  statement: LoopStatement,
  items: Value | undefined,
  index: LoopIndex,
  frame: Frame,
): void {
  const { variable } = statement;
  if (!variable) return;
  if (items?.kind === 'array') return bindItem(run, variable, items.store, index, frame);
  const value = ofPass(unknown(variable.name), index);
  frame.declare(anew(run, newCell(variable.name, value, variable.type)));
}

function bindItem(
  run: Interpreter,
  variable: Variable,
  store: ArrayStore,
  index: LoopIndex,
  frame: Frame,
): void {
  const { rest } = store;
  holdContainer(run, store, rest);
  const value = inWalk(store, indexOf(variable.name, index)) ?? ofPass(elementOf(store), index);
  const walked = { store, element: rest, index };
  if (variable.type.reference) {
    run.store.assign(rest, value);
    if (!rest.type) run.store.set(rest, 'type', variable.type);
    frame.share(variable.name, rest);
    return bindElementParts(run, variable, walked, rest, frame);
  }
  const cell = anew(run, newCell(variable.name, value, variable.type));
  frame.declare(cell);
  noteFlow(run, 'whole', [cell], [store]);
  bindElementParts(run, variable, walked, cell, frame);
}

/** Numbers that differ from element to element tell the passes apart; so does what only run time knows of each. */
const ofPass = (value: Value, index: LoopIndex): Value =>
  value.kind === 'unknown' || (value.kind === 'number' && !value.fixed) ? { ...value, index } : value;

function elementOf(store: ArrayStore): Value {
  if (store.rest.value.kind !== 'unknown') return store.rest.value;
  const [first] = store.at.values();
  return first?.value ?? unknown(store.name);
}

function writesElements(body: readonly Statement[]): boolean {
  let found = false;
  visitExpressions(body, (expression) => {
    if (expression.kind !== 'assign') return;
    const { target } = expression;
    found ||= target.kind === 'index' || (target.kind === 'unary' && target.operator === '*');
  });
  return found;
}
