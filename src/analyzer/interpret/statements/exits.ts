/** The tests that keep a loop going or end it, and what a pass does before and after each. */
import type { Expression, IfStatement, LoopStatement, Statement } from '../../syntax/ast.ts';
import { asStatement, visitExpression } from '../../syntax/visit.ts';
import { givesUp } from './conditions.ts';
import { placeKey } from './motion.ts';

/** The loop goes on while `holds`, or with `negated` until it does. */
export interface Test {
  holds: Expression;
  negated: boolean;
  before: readonly Statement[];
  after: readonly Statement[];
  /** The `if` that ends the loop; its head has none. */
  at?: IfStatement;
  /** Whether each pass comes there: else it counts only if the pass that is followed does. */
  certain: boolean;
}

/** All tests of a loop: of its head first, then those in its body. */
export function testsOf(loop: LoopStatement): Test[] {
  const { condition, update, body } = loop;
  const head = condition ? [asStatement(condition)] : [];
  const last = update ? [asStatement(update)] : [];
  const own: Test[] = condition
    ? [
        loop.loop === 'do'
          ? { holds: condition, negated: false, before: body, after: [], certain: true }
          : { holds: condition, negated: false, before: [], after: [...body, ...last], certain: true },
      ]
    : [];
  const context = { flags: condition ? placesIn(condition) : new Set<string>(), inSwitch: false };
  const before = loop.loop === 'do' ? [] : head;
  const after = loop.loop === 'do' ? head : last;
  return [...own.flatMap(conjuncts), ...exitsIn(body, before, after, context, true).flatMap(conjuncts)];
}

/** What must hold for the loop to go on, one by one. */
function conjuncts(test: Test): Test[] {
  const { holds, negated } = test;
  if (holds.kind === 'unary' && holds.operator === '!')
    return conjuncts({ ...test, holds: holds.operand, negated: !negated });
  if (holds.kind !== 'binary') return [test];
  if (holds.operator === ',') return conjuncts({ ...test, holds: holds.right });
  if (holds.operator !== (negated ? '||' : '&&')) return [test];
  return [holds.left, holds.right].flatMap((side) => conjuncts({ ...test, holds: side }));
}

interface Context {
  /** Places that the head asks for: to set one may end the loop. */
  flags: ReadonlySet<string>;
  /** There `break` ends the `switch` alone. */
  inSwitch: boolean;
}

function exitsIn(
  body: readonly Statement[],
  before: readonly Statement[],
  after: readonly Statement[],
  context: Context,
  certain: boolean,
): Test[] {
  return body.flatMap((statement, at) => {
    const ahead = [...before, ...body.slice(0, at)];
    const behind = [...body.slice(at + 1), ...after];
    const inside = (inner: readonly Statement[], within: Context, isCertain: boolean) =>
      exitsIn(inner, ahead, behind, within, isCertain);
    switch (statement.kind) {
      case 'if':
        return exitsOfIf(statement, ahead, behind, context, certain);
      case 'block':
      case 'try':
        return inside(statement.body, context, certain);
      case 'preprocessor':
        return inside(statement.taken, context, certain);
      case 'switch':
        return statement.cases.flatMap((one) => inside(one.body, { ...context, inSwitch: true }, false));
      default:
        return [];
    }
  });
}

function exitsOfIf(
  statement: IfStatement,
  before: readonly Statement[],
  after: readonly Statement[],
  context: Context,
  certain: boolean,
): Test[] {
  const { condition, then, otherwise } = statement;
  const test = { holds: condition, at: statement, certain };
  const own: Test[] = [];
  if (ends(then, context)) own.push({ ...test, negated: true, before, after: [...otherwise, ...after] });
  else if (ends(otherwise, context))
    own.push({ ...test, negated: false, before, after: [...then, ...after] });
  const asked = [...before, asStatement(condition)];
  const inside = [then, otherwise].flatMap((side) => exitsIn(side, asked, after, context, false));
  return [...own, ...inside];
}

/** Whether the statements end the loop in the ordinary course: by leaving it, or by what they tell its head. */
function ends(statements: readonly Statement[], context: Context): boolean {
  const last = statements.at(-1);
  if (!last) return false;
  if (last.kind === 'block') return ends(last.body, context);
  if (last.kind === 'break') return !context.inSwitch;
  if (last.kind === 'return') return !givesUp(statements);
  return last.kind === 'goto' || statements.some((one) => setsFlag(one, context.flags));
}

function setsFlag(statement: Statement, flags: ReadonlySet<string>): boolean {
  if (statement.kind !== 'expression') return false;
  const { expression } = statement;
  if (expression.kind === 'assign' && expression.operator === '=')
    return isConstant(expression.value) && flags.has(placeKey(expression.target) ?? '');
  const isStore = expression.kind === 'call' && expression.callee.kind === 'member';
  if (!isStore || expression.callee.kind !== 'member') return false;
  return expression.callee.name === 'store' && flags.has(placeKey(expression.callee.object) ?? '');
}

/** A literal or a name, such as an enumerator's. */
function isConstant({ kind }: Expression): boolean {
  return kind === 'number' || kind === 'name' || kind === 'null';
}

function placesIn(condition: Expression): ReadonlySet<string> {
  const places = new Set<string>();
  visitExpression(condition, (expression) => {
    const key = placeKey(expression);
    if (key !== undefined) places.add(key);
  });
  return places;
}
