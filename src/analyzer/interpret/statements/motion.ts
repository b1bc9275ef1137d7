/** By how much a pass of a loop moves a counter, an iterator or a pointer. */
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { withoutCasts, visitExpression, visitExpressions, writtenPlace } from '../../syntax/visit.ts';

/** What is added to a place: a number as written, or an expression that says it. */
export interface Step {
  sign: 1 | -1;
  by: Expression | 1;
  /** The loop in a pass of the one at hand whose own passes make it. */
  inner?: LoopStatement;
}

/** A place by what leads to it: `this->n_` and `n_` are one; undefined for what is none. */
export function placeKey(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'name':
      return expression.name;
    case 'cast':
      return placeKey(expression.operand);
    case 'member':
      return memberKey(expression);
    case 'unary':
      return expression.operator === '*' ? prefixed('*', placeKey(expression.operand)) : undefined;
    case 'call':
      if (isMethod(expression, ['size', 'length'])) return sizeKey(expression.callee.object);
      return isRead(expression) ? placeKey(expression.callee.object) : undefined;
    default:
      return undefined;
  }
}

/** The number of elements of a container, which what puts them in counts up. */
const sizeKey = (container: Expression): string | undefined => prefixed('size of ', placeKey(container));

/** The places that an expression reads. */
export function readPlaces(expression: Expression): Expression[] {
  const places: Expression[] = [];
  visitExpression(expression, (inner) => {
    if (placeKey(inner) !== undefined) places.push(inner);
  });
  return places;
}

function memberKey({ object, name }: Extract<Expression, { kind: 'member' }>): string | undefined {
  return object.kind === 'this' ? name : prefixed(`.${name} of `, placeKey(object));
}

function prefixed(prefix: string, key: string | undefined): string | undefined {
  return key === undefined ? undefined : prefix + key;
}

type MethodCall = Extract<Expression, { kind: 'call' }> & {
  callee: Extract<Expression, { kind: 'member' }>;
};

/** `n.load()` of an atomic. */
function isRead(call: Extract<Expression, { kind: 'call' }>): call is MethodCall {
  return isMethod(call, ['load']);
}

function isMethod(call: Expression, names: readonly string[]): call is MethodCall {
  return call.kind === 'call' && call.callee.kind === 'member' && names.includes(call.callee.name);
}

/** `v.push_back(x)`: one element more. What is taken out may be what another thread has put in. */
function resized(expression: Expression): { key: string; step: Step } | undefined {
  if (!isMethod(expression, ['push_back', 'emplace_back', 'push_front', 'emplace_front'])) return undefined;
  const key = sizeKey(expression.callee.object);
  return key === undefined ? undefined : { key, step: { sign: 1, by: 1 } };
}

/** The place, or the container, that what moves something moves. */
export function movedPlace(one: Expression): Expression | undefined {
  if (one.kind === 'call') return one.callee.kind === 'member' ? one.callee.object : undefined;
  return writtenPlace(one);
}

/** The place that an expression moves, and by how much: `i++`, `i += k`, `i = i + k`, `n.fetch_add(k)`, `it = next(it)`. */
export function movement(expression: Expression): { key: string; step: Step } | undefined {
  if (expression.kind === 'update')
    return keyed(expression.operand, { sign: expression.operator === '++' ? 1 : -1, by: 1 });
  if (expression.kind === 'assign') return assigned(expression);
  if (isMethod(expression, ['fetch_add', 'fetch_sub'])) {
    const [by] = expression.args;
    const sign = expression.callee.name === 'fetch_add' ? 1 : -1;
    return by && keyed(expression.callee.object, { sign, by });
  }
  const sized = resized(expression);
  if (sized) return sized;
  const [place, by] = expression.kind === 'call' ? expression.args : [];
  const isAdvance = expression.kind === 'call' && calledName(expression) === 'advance';
  return isAdvance && place && by ? keyed(place, { sign: 1, by }) : undefined;
}

function keyed(place: Expression, step: Step): { key: string; step: Step } | undefined {
  const key = placeKey(place);
  return key === undefined ? undefined : { key, step };
}

function assigned({ operator, target, value }: Extract<Expression, { kind: 'assign' }>) {
  if (operator === '+=') return keyed(target, { sign: 1, by: value });
  if (operator === '-=') return keyed(target, { sign: -1, by: value });
  const key = operator === '=' ? placeKey(target) : undefined;
  const step = key === undefined ? undefined : sumStep(withoutCasts(value), key);
  return key !== undefined && step ? { key, step } : undefined;
}

/** `i + k`, `k + i`, `i - k`, `std::next(i, k)`, `v.erase(i)` as what `i` becomes. */
function sumStep(value: Expression, key: string): Step | undefined {
  if (value.kind === 'binary' && (value.operator === '+' || value.operator === '-')) {
    const sign = value.operator === '+' ? 1 : -1;
    if (placeKey(value.left) === key) return { sign, by: value.right };
    return sign === 1 && placeKey(value.right) === key ? { sign, by: value.left } : undefined;
  }
  return value.kind === 'call' ? calledStep(value, key) : undefined;
}

function calledStep(value: Extract<Expression, { kind: 'call' }>, key: string): Step | undefined {
  const [place, by] = value.args;
  if (!place || placeKey(place) !== key) return undefined;
  const name = calledName(value);
  if (name === 'next' || name === 'prev') return { sign: name === 'next' ? 1 : -1, by: by ?? 1 };
  return name === 'erase' ? { sign: 1, by: 1 } : undefined;
}

/** The last name of what a call calls. */
export function calledName({ callee }: Extract<Expression, { kind: 'call' }>): string {
  return callee.kind === 'name' || callee.kind === 'member' ? (callee.name.split('::').at(-1) ?? '') : '';
}

/**
 * The steps of a place that every pass makes through these statements; where there is none, those of a loop in the pass, else
 * one that some pass makes.
 */
export function stepsOf(statements: readonly Statement[], key: string): Step[] {
  const steps = certain(statements).flatMap((expression) => stepsIn(expression, key));
  if (steps.length) return steps;
  const inner = innerSteps(statements, key);
  return inner.length ? inner : possibleStep(statements, key);
}

/** Of the first loop whose passes all move the place. */
function innerSteps(statements: readonly Statement[], key: string): Step[] {
  for (const inner of withoutNamesakes(statements, key)) {
    if (inner.kind !== 'loop' || inner.loop === 'range') continue;
    const parts = [inner.condition, inner.update].flatMap((part) => (part ? [part] : []));
    const steps = [...certain(inner.body), ...parts].flatMap((expression) => stepsIn(expression, key));
    if (steps.length) return steps.map((step) => ({ ...step, inner }));
  }
  return [];
}

function stepsIn(expression: Expression, key: string): Step[] {
  const steps: Step[] = [];
  visitExpression(expression, (inner) => {
    const moved = movement(inner);
    if (moved?.key === key) steps.push(moved.step);
  });
  return steps;
}

/** Expressions that are evaluated whichever way the choices between them go. */
function certain(statements: readonly Statement[]): Expression[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'expression':
        return [statement.expression];
      case 'declare':
        return statement.variables.flatMap(({ initial, args }) => [
          ...(initial ? [initial] : []),
          ...(args ?? []),
        ]);
      case 'if':
        return [statement.condition];
      case 'block':
      case 'try':
        return certain(statement.body);
      case 'preprocessor':
        return certain(statement.taken);
      default:
        return [];
    }
  });
}

function possibleStep(statements: readonly Statement[], key: string): Step[] {
  let step: Step | undefined;
  visitExpressions(withoutNamesakes(statements, key), (expression) => {
    const moved = movement(expression);
    if (moved?.key === key) step ??= moved.step;
  });
  return step ? [step] : [];
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
