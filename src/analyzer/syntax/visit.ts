/** Walks over lowered text. */
import { oncePer } from '../../base/once.ts';
import type { Expression, Statement } from './ast.ts';

type Body = readonly Statement[];
type Span = Pick<Expression, 'start' | 'end'>;

/**
 * The names of the calls in the statements, those of operators and of what templates are given included, nested ones and those of
 * lambdas too, each once. They are gathered once for as long as the statements live: each pass over a loop asks for them again.
 */
export const callNames = oncePer((statements: Body): readonly string[] => namesOfCalls(statements, []));

/** As `callNames`, but for what stands in these parts of the text. */
export function namesOfCalls(statements: Body, without: readonly Span[]): readonly string[] {
  const names = new Set<string>();
  visitExpressions(statements, (expression) => {
    if (without.some(({ start, end }) => start <= expression.start && expression.end <= end)) return;
    const operator = operatorNamed(expression);
    if (operator !== undefined) names.add(operator);
    if (expression.kind !== 'call') return;
    const { callee } = expression;
    if (callee.kind !== 'name' && callee.kind !== 'member') return;
    names.add(callee.name);
    // A template calls the functions that it is given.
    for (const { name } of callee.args ?? []) names.add(name);
  });
  return [...names];
}

/** The operator that an expression calls where what it stands at has one of its own. */
function operatorNamed(expression: Expression): string | undefined {
  if (expression.kind === 'index') return 'operator[]';
  if (expression.kind === 'unary' && expression.operator === '*') return 'operator*';
  return expression.kind === 'member' && expression.arrow ? 'operator->' : undefined;
}

/** The names of the calls, and those given to calls: a function that is handed on is called by what takes it. */
export const usedNames = oncePer((statements: Body): readonly string[] => {
  const names = new Set(callNames(statements));
  visitExpressions(statements, (expression) => {
    if (expression.kind !== 'call') return;
    for (const arg of expression.args) {
      const given = arg.kind === 'unary' && arg.operator === '&' ? arg.operand : arg;
      if (given.kind === 'name') names.add(given.name);
    }
  });
  return [...names];
});

/** The unqualified names in the statements, each once, calls and lambdas included. */
export const usedVariables = oncePer((statements: Body): readonly string[] => {
  const names = new Set<string>();
  visitExpressions(statements, (expression) => {
    if (expression.kind === 'name' && !expression.name.includes('::')) names.add(expression.name);
  });
  return [...names];
});

type Visit = (expression: Expression) => void;
type Conditional = Extract<Statement, { kind: 'preprocessor' }>;

/**
 * Calls `visit` with every expression in the statements, outer ones first, and `conditional` with every `#if`, of which
 * only the side that is compiled is visited.
 */
export function visitExpressions(
  statements: readonly Statement[],
  visit: Visit,
  conditional?: (statement: Conditional) => void,
): void {
  for (const statement of statements) {
    if (statement.kind === 'preprocessor') conditional?.(statement);
    for (const expression of expressionsOf(statement)) visitExpression(expression, visit, conditional);
    for (const body of bodiesOf(statement)) visitExpressions(body, visit, conditional);
  }
}

export function visitExpression(
  expression: Expression,
  visit: Visit,
  conditional?: (statement: Conditional) => void,
): void {
  visit(expression);
  if (expression.kind === 'lambda' || expression.kind === 'statements')
    visitExpressions(expression.body, visit, conditional);
  for (const part of partsOf(expression)) visitExpression(part, visit, conditional);
}

/** The place that `p = x`, `p += x` or `p++` gives another value. */
export function writtenPlace(expression: Expression): Expression | undefined {
  if (expression.kind === 'assign') return expression.target;
  return expression.kind === 'update' ? expression.operand : undefined;
}

/** An expression as the statement that it could be, to be asked what statements are asked. */
export const asStatement = (expression: Expression): Statement => ({
  kind: 'expression',
  expression,
  start: expression.start,
  end: expression.end,
});

/** The bodies that a statement holds. */
export function bodiesOf(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case 'block':
      return [statement.body];
    case 'if':
      return [...(statement.before ? [[statement.before]] : []), statement.then, statement.otherwise];
    case 'loop':
      return [...(statement.initial ? [[statement.initial]] : []), statement.body];
    case 'switch':
      return statement.cases.map((one) => one.body);
    case 'try':
      return [statement.body, ...statement.handlers];
    case 'preprocessor':
      return [statement.taken];
    default:
      return [];
  }
}

function expressionsOf(statement: Statement): Expression[] {
  switch (statement.kind) {
    case 'expression':
      return [statement.expression];
    case 'declare':
      return statement.variables.flatMap(({ initial, args, dims }) =>
        defined([initial, ...(args ?? []), ...dims]),
      );
    case 'if':
      return [statement.condition];
    case 'loop':
      return defined([statement.condition, statement.update]);
    case 'switch':
      return [statement.subject];
    case 'return':
    case 'throw':
      return defined([statement.value]);
    default:
      return [];
  }
}

function defined(expressions: (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}

type Parts = {
  [K in Expression['kind']]?: (expression: Extract<Expression, { kind: K }>) => (Expression | undefined)[];
};

const parts: Parts = {
  call: ({ callee, args }) => [callee, ...args],
  member: ({ object }) => [object],
  index: ({ object, index }) => [object, index],
  unary: ({ operand }) => [operand],
  binary: ({ left, right }) => [left, right],
  assign: ({ target, value }) => [target, value],
  update: ({ operand }) => [operand],
  conditional: ({ condition, then, otherwise }) => [condition, then, otherwise],
  cast: ({ operand }) => [operand],
  new: ({ args, count }) => [...args, count],
  delete: ({ operand }) => [operand],
  list: ({ items }) => items,
  designated: ({ value }) => [value],
  expansion: ({ pattern }) => [pattern],
  sizeof: ({ operand }) => [operand],
  lambda: ({ captures }) => captures.named.map(({ initial }) => initial),
  other: ({ parts: inner }) => inner,
};

function partsOf(expression: Expression): Expression[] {
  const of = parts[expression.kind] as ((expression: Expression) => (Expression | undefined)[]) | undefined;
  return of ? defined(of(expression)) : [];
}

export function withoutCasts(expression: Expression): Expression {
  return expression.kind === 'cast' ? withoutCasts(expression.operand) : expression;
}
