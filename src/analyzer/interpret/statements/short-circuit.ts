/**
 * `every && submit()`, `if (k % 8 == 7 && submit() != OK)`, `every ? submit() : 0`: the right side works only where the left one
 * says so. They are read as the `if` that they are, where the left side is a choice: of a status (`copied == OK && submit()`)
 * all goes well, and both sides happen.
 */
import { oncePer } from '../../../base/once.ts';
import type { Expression, IfStatement, Statement } from '../../syntax/ast.ts';
import { asStatement } from '../../syntax/visit.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { leaves, outcomeOf } from './conditions.ts';

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

/** A wait is work too. */
const works = (run: Interpreter, side: Expression): boolean =>
  hasEffect(run, [asStatement(side)], 'effect') || hasEffect(run, [asStatement(side)], 'waiting');

/** A statement that may leave out a part of an expression, as an `if`, or as two statements in turn; undefined for another. */
export function asChoices(run: Interpreter, statement: Statement): readonly Statement[] | undefined {
  switch (statement.kind) {
    case 'if':
      return isSplit(run, statement.condition) ? splitIf(statement) : undefined;
    case 'expression':
      return ofExpression(run, statement.expression) ? ifOfExpression(statement) : undefined;
    case 'return':
      return statement.value && isSplit(run, statement.value) ? ifOfReturn(statement) : undefined;
    case 'declare':
      return isSplit(run, givenTo(statement)) ? ifOfDeclaration(statement) : undefined;
    default:
      return undefined;
  }
}

/** Whether an expression may leave out work that one of its sides does. */
function ofExpression(run: Interpreter, expression: Expression): boolean {
  const value = expression.kind === 'assign' && expression.operator === '=' ? expression.value : expression;
  if (value.kind === 'conditional') return works(run, value.then) || works(run, value.otherwise);
  return isSplit(run, value);
}

/** `a && b` and `a || b` of a choice, and of what works. */
function isSplit(run: Interpreter, expression: Expression | undefined): boolean {
  if (expression?.kind !== 'binary' || !isLogical(expression)) return false;
  const parts = partsOf(expression);
  const at = parts.findIndex((part) => works(run, part));
  return at > 0 && parts.slice(0, at).some((part) => outcomeOf(part) === undefined);
}

const isLogical = ({ operator }: Of<'binary'>): boolean => operator === '&&' || operator === '||';

/** `(a && b) && c`: all three, in their order. */
const partsOf = oncePer((expression: Of<'binary'>): readonly Expression[] => {
  const { left, right, operator } = expression;
  const isSame = left.kind === 'binary' && left.operator === operator;
  return [...(isSame ? partsOf(left) : [left]), right];
});

/** The first part, and the others in one. */
function halves(expression: Of<'binary'>): { first: Expression; others: Expression } {
  const [first = expression, second = expression, ...more] = partsOf(expression);
  const { operator } = expression;
  const others = more.reduce<Expression>(
    (left, right) => ({ kind: 'binary', operator, left, right, start: left.start, end: right.end }),
    second,
  );
  return { first, others };
}

const splitIf = oncePer((statement: IfStatement): readonly IfStatement[] => {
  const { condition, then, otherwise, start, end } = statement;
  if (condition.kind !== 'binary') return [statement];
  const { first, others } = halves(condition);
  const outer: IfStatement = { ...statement, condition: first };
  const inner: IfStatement = { kind: 'if', condition: others, then, otherwise, start, end };
  if (condition.operator === '&&') return [{ ...outer, then: [inner] }];
  // `if (a || b) continue;` leaves by the one or by the other.
  return leaves(then) && !otherwise.length ? [outer, inner] : [{ ...outer, otherwise: [inner] }];
});

const ifOfExpression = oncePer(
  (statement: Extract<Statement, { kind: 'expression' }>): readonly IfStatement[] => {
    const { expression } = statement;
    if (expression.kind !== 'assign') return ifOf(expression, asStatement);
    const given = (value: Expression): Statement => asStatement({ ...expression, value });
    return ifOf(expression.value, given);
  },
);

type Declared = Extract<Statement, { kind: 'declare' }>;

/** What a declaration of one variable begins it with. */
const givenTo = ({ variables: [only, ...others] }: Declared): Expression | undefined =>
  others.length ? undefined : only?.initial;

const ifOfReturn = oncePer(
  (statement: Extract<Statement, { kind: 'return' | 'throw' }>): readonly IfStatement[] =>
    statement.value ? ifOf(statement.value, (value) => ({ ...statement, value })) : [],
);

/** `bool ok = a && b();` as `bool ok; if (a) ok = b(); else ok = false;`. */
const ifOfDeclaration = oncePer((statement: Declared): readonly Statement[] => {
  const [variable] = statement.variables;
  const value = givenTo(statement);
  if (!variable || !value) return [statement];
  const plain = { ...variable };
  delete plain.initial;
  const { name, start, end } = variable;
  const target = { kind: 'name' as const, name, start, end };
  const given = (side: Expression): Statement =>
    asStatement({ kind: 'assign', operator: '=', target, value: side, start: value.start, end: value.end });
  return [{ ...statement, variables: [plain] }, ...ifOf(value, given)];
});

/** `does`: what is done with the value of the side that is gone. */
function ifOf(value: Expression, does: (side: Expression) => Statement): IfStatement[] {
  const { start, end } = value;
  if (value.kind === 'conditional') {
    const { condition, then, otherwise } = value;
    return [{ kind: 'if', condition, then: [does(then)], otherwise: [does(otherwise)], start, end }];
  }
  if (value.kind !== 'binary') return [];
  const { first, others } = halves(value);
  const isAnd = value.operator === '&&';
  const decided = does({ kind: 'number', value: isAnd ? 0 : 1, isBoolean: true, start, end });
  const open = does(others);
  const [then, otherwise] = isAnd ? [open, decided] : [decided, open];
  return [{ kind: 'if', condition: first, then: [then], otherwise: [otherwise], start, end }];
}
