/** Loops: how often they run, and one pass through their body. */
import { divideUp, loopIndex, type Quantity } from '../../../pipeline/quantity.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { calculate } from '../values/numbers.ts';
import { isRetry } from './conditions.ts';
import type { Frame } from '../names/frame.ts';
import { pointee } from '../names/lvalue.ts';
import { isMap } from '../names/types.ts';
import { areOwners } from '../threads/identity.ts';
import { bindElementParts, bindingNames } from './bindings.ts';
import type { Flow, Interpreter } from '../interpreter.ts';
import { openNumber } from '../values/operators.ts';
import {
  dynamicTarget,
  literal,
  newCell,
  unknown,
  type ArrayStore,
  type Cell,
  type NumberValue,
  type Value,
} from '../values/value.ts';
import { ownValue } from '../../../pipeline/own-value.ts';

/** Executes a loop; the trace gets one pass and the number of passes. */
export function executeLoop(run: Interpreter, statement: LoopStatement, frame: Frame): Flow {
  frame.enter();
  const flow = followLoop(run, statement, frame);
  frame.leave();
  return flow;
}

function followLoop(run: Interpreter, statement: LoopStatement, frame: Frame): Flow {
  if (statement.initial && statement.loop !== 'while') run.parts.execute([statement.initial], frame);
  if (runsOnce(statement)) return passed(run.parts.execute(statement.body, frame));
  const items =
    statement.loop === 'range' && statement.condition
      ? run.parts.evaluate(statement.condition, frame)
      : undefined;
  const store = items && pointee(items);
  if (store?.kind === 'array' && isVaried(store.store)) return unrolled(run, statement, store.store, frame);
  const indexed = statement.loop === 'for' ? indexedStore(run, statement, frame) : undefined;
  if (indexed) return unrolledByIndex(run, statement, indexed, frame);
  const times = passesOf(run, statement, store, frame);
  if (times === 0) return 'next';
  return onePass(run, statement, times, store, frame);
}

/** `do { … } while (0)` is a block; a loop that tries again ordinarily passes once. */
function runsOnce({ loop, condition }: LoopStatement): boolean {
  if (!condition || (loop !== 'do' && loop !== 'while')) return false;
  if (loop === 'do' && condition.kind === 'number') return condition.value === 0;
  return isRetry(condition);
}

function passed(flow: Flow): Flow {
  return flow === 'return' ? 'return' : 'next';
}

function onePass(
  run: Interpreter,
  statement: LoopStatement,
  times: Quantity | 'forever',
  items: Value | undefined,
  frame: Frame,
): Flow {
  const range = run.range(frame.chunk, statement.start, statement.keywordEnd);
  const node = run.enterLoop({
    loop: statement.loop === 'range' ? 'for' : statement.loop,
    times,
    range,
    statement: run.range(frame.chunk, statement.start, statement.end),
    condition: statement.condition ? run.text(frame.chunk, statement.condition) : '',
  });
  let flow = 'next' as Flow;
  run.into(node.body, () => {
    makeVarying(run, statement, { loop: node.order, times }, frame);
    bindElement(run, statement, items, { loop: node.order, times }, frame);
    if (statement.initial && statement.loop === 'while') run.parts.execute([statement.initial], frame);
    if (statement.loop !== 'range' && statement.loop !== 'do' && statement.condition)
      run.parts.evaluate(statement.condition, frame);
    flow = run.parts.execute(statement.body, frame);
    if (statement.loop === 'do' && statement.condition) run.parts.evaluate(statement.condition, frame);
    if (statement.update) run.parts.evaluate(statement.update, frame);
  });
  if (flow === 'break' || flow === 'return') node.times = 1;
  node.isElementLoop =
    node.body.every((inner) => inner.kind === 'access' || inner.kind === 'loop') &&
    writesElements(statement.body);
  run.leaveLoop(node);
  return passed(flow);
}

function bindElement(
  run: Interpreter,
  statement: LoopStatement,
  items: Value | undefined,
  index: NonNullable<NumberValue['index']>,
  frame: Frame,
): void {
  const { variable } = statement;
  if (!variable) return;
  const isArray = items?.kind === 'array';
  const element = isArray ? elementOf(items.store) : unknown(variable.name);
  // Numbers that differ from element to element tell the passes apart.
  const value = element.kind === 'number' && !element.fixed ? { ...element, index } : element;
  if (isArray && variable.type.reference) {
    run.store.assign(items.store.rest, value);
    if (!items.store.rest.type) run.store.set(items.store.rest, 'type', variable.type);
    frame.share(variable.name, items.store.rest);
    bindElementParts(run, bindingNames(variable), items.store, items.store.rest, frame);
  } else frame.declare(newCell(variable.name, value, variable.type));
}

function elementOf(store: ArrayStore): Value {
  if (store.rest.value.kind !== 'unknown') return store.rest.value;
  const [first] = store.at.values();
  return first?.value ?? unknown(store.name);
}

/** A container whose items are different functions or objects: each pass is another course. */
function isVaried(store: ArrayStore): boolean {
  const items = [...store.at]
    .filter(([at]) => at >= 0 || isMap(store.typeName))
    .map(([, cell]) => cell.value);
  if (items.length < 2 || items.length > 16) return false;
  const kinds = new Set(items.map(dynamicTarget));
  return !kinds.has('') && (kinds.size > 1 || areOwners(items));
}

function unrolled(run: Interpreter, statement: LoopStatement, store: ArrayStore, frame: Frame): Flow {
  for (const [at, cell] of [...store.at]) {
    if ((at < 0 && !isMap(store.typeName)) || !statement.variable) continue;
    frame.enter();
    frame.share(statement.variable.name, cell);
    bindElementParts(run, bindingNames(statement.variable), store, cell, frame);
    const flow = run.parts.execute(statement.body, frame);
    frame.leave();
    if (flow === 'return') return flow;
  }
  return 'next';
}

/** `for (i…) table[i]…` over a table of different functions or objects. */
function indexedStore(
  run: Interpreter,
  statement: LoopStatement,
  frame: Frame,
): { store: ArrayStore; name: string } | undefined {
  const head = countingHead(statement);
  if (!head) return undefined;
  let found: ArrayStore | undefined;
  visitExpressions(statement.body, (expression) => {
    if (
      found ||
      expression.kind !== 'index' ||
      expression.index.kind !== 'name' ||
      expression.index.name !== head.name
    )
      return;
    if (expression.object.kind !== 'name' && expression.object.kind !== 'member') return;
    const object = pointee(run.parts.evaluate(expression.object, frame));
    if (object.kind === 'array' && isVaried(object.store)) found = object.store;
  });
  return found && { store: found, name: head.name };
}

function unrolledByIndex(
  run: Interpreter,
  statement: LoopStatement,
  { store, name }: { store: ArrayStore; name: string },
  frame: Frame,
): Flow {
  const cell = frame.find(name);
  for (const at of [...store.at.keys()]) {
    if (at < 0) continue;
    if (cell) run.store.assign(cell, literal(at));
    const flow = run.parts.execute(statement.body, frame);
    if (flow === 'return') return flow;
  }
  return 'next';
}

function passesOf(
  run: Interpreter,
  statement: LoopStatement,
  items: Value | undefined,
  frame: Frame,
): Quantity | 'forever' {
  if (statement.loop === 'range') return rangePasses(run, statement, items, frame);
  const { condition } = statement;
  if (!condition) return 'forever';
  const overContainer = iteratorPasses(run, statement, frame);
  if (overContainer !== undefined) return overContainer;
  const head = countingHead(statement) ?? countedWhile(statement);
  return head ? countedPasses(run, head, frame) : 'forever';
}

function rangePasses(
  run: Interpreter,
  statement: LoopStatement,
  items: Value | undefined,
  frame: Frame,
): Quantity {
  if (items?.kind === 'array' && items.store.size) return items.store.size.quantity;
  const text = statement.condition ? run.text(frame.chunk, statement.condition) : 'items';
  return openNumber(run, `${text}.size()`)?.quantity ?? openNumber(run, 'items')?.quantity ?? 1;
}

/** `for (auto it = v.begin(); it != v.end(); ++it)`. */
function iteratorPasses(run: Interpreter, { condition }: LoopStatement, frame: Frame): Quantity | undefined {
  const text = condition ? run.text(frame.chunk, condition) : '';
  const [, container] = /([\w.>-]+?)(?:\.|->)c?end\(\)/.exec(text) ?? [];
  return container ? openNumber(run, `${container}.size()`)?.quantity : undefined;
}

interface CountingHead {
  name: string;
  operator: string;
  limit: Expression;
  step: number;
}

/** `i < n` of a `for` with `i++` or `i += k`. */
function countingHead({ loop, condition, update }: LoopStatement): CountingHead | undefined {
  if (loop !== 'for' || !condition) return undefined;
  const comparison = comparisonOf(condition);
  const step = comparison && update ? stepOf(update, comparison.name) : undefined;
  return comparison && step !== undefined ? { ...comparison, step } : undefined;
}

/** `while (i < n) { … i++; }`, `for (i = 0; i < n;) { … i++; }`. */
function countedWhile({ loop, condition, update, body }: LoopStatement): CountingHead | undefined {
  const isOpen = loop === 'while' || (loop === 'for' && !update);
  const comparison = isOpen && condition ? comparisonOf(condition) : undefined;
  if (!comparison) return undefined;
  let step: number | undefined;
  visitExpressions(withoutNamesakes(body, comparison.name), (expression) => {
    step ??= stepOf(expression, comparison.name);
  });
  return step === undefined ? undefined : { ...comparison, step };
}

/** The statements less inner loops with a counter of their own of that name. */
function withoutNamesakes(body: readonly Statement[], name: string): readonly Statement[] {
  return body.filter(
    (statement) =>
      statement.kind !== 'loop' ||
      statement.initial?.kind !== 'declare' ||
      !statement.initial.variables.some((variable) => variable.name === name),
  );
}

function comparisonOf(condition: Expression): Omit<CountingHead, 'step'> | undefined {
  if (condition.kind !== 'binary') return undefined;
  const { operator, left, right } = condition;
  if (operator === '&&') return comparisonOf(left) ?? comparisonOf(right);
  const name = counterName(left);
  if (/^(<|<=|>|>=|!=)$/.test(operator) && name) return { name, operator, limit: right };
  const swapped = counterName(right);
  const mirrored: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };
  const other = ownValue(mirrored, operator);
  return swapped && other ? { name: swapped, operator: other, limit: left } : undefined;
}

function counterName(expression: Expression): string | undefined {
  if (expression.kind === 'cast') return counterName(expression.operand);
  return expression.kind === 'name' && !/^[A-Z0-9_]+$/.test(expression.name) ? expression.name : undefined;
}

/** By how much an expression moves a counter; NaN where by something that is no number. */
function stepOf(expression: Expression, name: string): number | undefined {
  switch (expression.kind) {
    case 'other':
      return expression.parts.map((part) => stepOf(part, name)).find((step) => step !== undefined);
    case 'binary':
      return expression.operator === ','
        ? (stepOf(expression.left, name) ?? stepOf(expression.right, name))
        : undefined;
    case 'update':
      return nameIs(expression.operand, name) ? signed(expression.operator, 1) : undefined;
    case 'assign':
      return nameIs(expression.target, name) ? assignedStep(expression, name) : undefined;
    default:
      return undefined;
  }
}

function assignedStep(
  { operator, value }: Extract<Expression, { kind: 'assign' }>,
  name: string,
): number | undefined {
  if (operator === '+=' || operator === '-=') {
    return value.kind === 'number' ? signed(operator, value.value) : Number.NaN;
  }
  const isSum = operator === '=' && value.kind === 'binary' && /^[+-]$/.test(value.operator);
  if (!isSum || !nameIs(value.left, name)) return undefined;
  return value.right.kind === 'number' ? signed(value.operator, value.right.value) : Number.NaN;
}

function signed(operator: string, value: number): number {
  return operator.startsWith('-') ? -value : value;
}

function nameIs(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && expression.name === name;
}

function countedPasses(run: Interpreter, head: CountingHead, frame: Frame): Quantity | 'forever' {
  const start =
    frame.find(head.name)?.value ??
    run.parts.evaluate({ kind: 'name', name: head.name, start: 0, end: 0 }, frame);
  const limit = run.parts.evaluate(head.limit, frame);
  const end =
    limit.kind === 'number'
      ? limit
      : openNumber(run, limit.kind === 'unknown' ? limit.text : run.text(frame.chunk, head.limit));
  const from = start.kind === 'number' && start.known !== undefined ? start : literal(0);
  const up = head.operator.startsWith('<') || head.operator === '!=';
  const distance = end && (up ? calculate('-', end, from) : calculate('-', from, end));
  if (!distance) return 'forever';
  const whole =
    head.operator.endsWith('=') && head.operator !== '!=' ? calculate('+', distance, literal(1)) : distance;
  return whole ? divided(whole.quantity, Math.abs(head.step)) : 'forever';
}

function divided(whole: Quantity, step: number): Quantity {
  const passes = Number.isNaN(step) || step === 1 ? whole : divideUp(whole, step);
  return typeof passes === 'number' ? Math.max(0, passes) : passes;
}

/** What the body writes has another value in each pass: numbers lose theirs, pointers move on by what is added. */
function makeVarying(
  run: Interpreter,
  statement: LoopStatement,
  index: { loop: number; times: Quantity | 'forever' },
  frame: Frame,
): void {
  const counter = countingHead(statement)?.name ?? countedWhile(statement)?.name;
  const visit = (expression: Expression) => {
    const target =
      expression.kind === 'assign'
        ? expression.target
        : expression.kind === 'update'
          ? expression.operand
          : undefined;
    if (target?.kind !== 'name') return;
    const cell = frame.find(target.name);
    if (!cell) return;
    if (cell.value.kind === 'number')
      varyNumber(run, cell, target.name, target.name === counter ? index : undefined);
    else if (cell.value.kind === 'object' && expression.kind === 'assign' && expression.operator === '+=') {
      movePointer(run, cell, expression.value, frame);
    }
  };
  visitExpressions(statement.body, visit);
  if (statement.update)
    visitExpressions([{ kind: 'expression', expression: statement.update, start: 0, end: 0 }], visit);
}

function varyNumber(run: Interpreter, cell: Cell, name: string, index: NumberValue['index']): void {
  if (cell.value.kind === 'number' && cell.value.settled) return;
  run.store.set(cell, 'varying', true);
  if (cell.value.kind !== 'number') return;
  const quantity = loopIndex(name);
  run.store.assign(cell, { kind: 'number', quantity, known: undefined, fixed: false, index });
}

function movePointer(run: Interpreter, cell: Cell, by: Expression, frame: Frame): void {
  if (cell.value.kind !== 'object') return;
  const step = by.kind === 'call' ? unknown() : run.parts.evaluate(by, frame);
  const quantity = loopIndex(cell.name);
  const pass: NumberValue = { kind: 'number', quantity, known: undefined, fixed: false };
  const moved = step.kind === 'number' ? calculate('*', pass, step) : undefined;
  const offset = moved && cell.value.offset && calculate('+', cell.value.offset, moved);
  run.store.assign(cell, { ...cell.value, offset, offsetUnknown: !offset });
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
