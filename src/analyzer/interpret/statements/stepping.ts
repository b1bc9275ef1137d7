/**
 * Loops that do nothing but move on until they stand at what is meant: `while (k < n && names[k] != wanted) ++k;`. Their passes
 * are followed one by one.
 */
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpression, visitExpressions } from '../../syntax/visit.ts';
import { elementAfter } from '../expressions/element-after.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Frame } from '../names/frame.ts';
import { oneByOne, tried } from '../turns/attempt.ts';
import { truthTest } from '../values/modes.ts';
import { literal } from '../values/value.ts';
import { truthOf } from '../values/truth.ts';
import type { TraceNode } from '../../trace/nodes.ts';
import { movement } from './motion.ts';

/** A table of more is data, and no list of settings. */
const MOST_PASSES = 64;

/** Whether the loop is one, and was followed to its end; where run time says how far it goes, nothing has happened. */
export function stepsOn(run: Interpreter, loop: LoopStatement, frame: Frame): boolean {
  const { condition, body, update } = loop;
  const isOne = loop.loop !== 'range' && loop.loop !== 'do' && !run.oneByOne && condition;
  if (!isOne || !(update ?? body.length) || !body.every(isStep) || !looks(loop)) return false;
  return tried(run, () => oneByOne(run, () => idle(run, () => follow(run, loop, frame)))) ?? false;
}

/** What `follow` finds, unless something is done on the way: then the loop is no mere stepping. */
function idle<T>(run: Interpreter, follow: () => T | undefined): T | undefined {
  const nodes: TraceNode[] = [];
  const found = run.into(nodes, follow);
  return nodes.length ? undefined : found;
}

/** A pass moves something, or leaves. */
function isStep(one: Statement): boolean {
  if (one.kind === 'block') return one.body.every(isStep);
  if (one.kind === 'expression')
    return movement(one.expression) !== undefined && callsNothing(one.expression);
  return one.kind === 'if' && !one.otherwise.length && one.then.every(isWayOut);
}

const isWayOut = (one: Statement): boolean =>
  one.kind === 'break' || (one.kind === 'block' && one.body.every(isWayOut));

/** Whether it looks at elements: what only counts is a loop as any other. */
function looks({ condition, body }: LoopStatement): boolean {
  const asked = body.flatMap((one) => (one.kind === 'if' ? [one.condition] : []));
  return [condition, ...asked].some((one) => one && readsElement(one));
}

function readsElement(expression: Expression): boolean {
  let found = false;
  visitExpression(expression, (one) => {
    found ||= one.kind === 'index' || (one.kind === 'member' && one.arrow === true);
  });
  return found;
}

function callsNothing(expression: Expression): boolean {
  let isCalling = false;
  visitExpression(expression, ({ kind }) => {
    isCalling ||= kind === 'call';
  });
  return !isCalling;
}

/** A pointer to an array stands at its first element before it moves on. */
function begin(run: Interpreter, loop: LoopStatement, frame: Frame): void {
  const stand = (one: Expression): void => {
    const cell = one.kind === 'update' ? run.parts.locate(one.operand, frame) : undefined;
    const place = cell && elementAfter(run, '+', cell.value, literal(0));
    if (place) run.store.assign(cell, place);
  };
  visitExpressions(loop.body, stand);
  if (loop.update) visitExpression(loop.update, stand);
}

function follow(run: Interpreter, loop: LoopStatement, frame: Frame): true | undefined {
  const { condition, body, update } = loop;
  begin(run, loop, frame);
  for (let pass = 0; condition && pass <= MOST_PASSES; pass++) {
    const goesOn = holds(run, condition, frame);
    if (goesOn === undefined) return undefined;
    if (!goesOn) return true;
    const isOver = passOver(run, body, frame);
    if (isOver === undefined) return undefined;
    if (isOver) return true;
    if (update) run.parts.evaluate(update, frame);
  }
  return undefined;
}

/** Follows a pass: whether it leaves the loop. */
function passOver(run: Interpreter, body: readonly Statement[], frame: Frame): boolean | undefined {
  for (const one of body) {
    const isOver =
      one.kind === 'if'
        ? holds(run, one.condition, frame)
        : one.kind === 'block' && passOver(run, one.body, frame);
    if (one.kind === 'expression') run.parts.evaluate(one.expression, frame);
    if (isOver !== false) return isOver;
  }
  return false;
}

/** What a condition says where the program's text decides it, and in no mode otherwise. */
function holds(run: Interpreter, condition: Expression, frame: Frame): boolean | undefined {
  if (condition.kind === 'binary' && condition.operator === '&&') {
    const left = holds(run, condition.left, frame);
    return left ? holds(run, condition.right, frame) : left;
  }
  const value = run.parts.evaluate(condition, frame);
  if (value.kind === 'null') return false;
  if (value.kind === 'string') return true;
  return value.kind === 'number' && truthTest(run, value) ? undefined : truthOf(value);
}
