/** Operators that a class has of its own: `lanes[i]`, `*lease`, `lease->run()`. */
import type { Expression, FunctionDeclaration } from '../../syntax/ast.ts';
import type { Frame } from '../names/frame.ts';
import { fieldCell } from '../names/lookup.ts';
import { rankBy } from '../names/overloads.ts';
import { isSmartPointer } from '../names/types.ts';
import { substitute } from '../names/template.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { arrowed, newCell, pointee, type Cell, type Instance, type Value } from '../values/value.ts';
import { argumentOf } from './arguments.ts';

/** An operator of a class, found for what it is applied to. */
interface Overload {
  self: Instance;
  declaration: FunctionDeclaration;
  args: readonly Argument[];
  /** Where it stands. */
  at: { start: number; end: number };
}

/** What it gives. */
export function callOverload(run: Interpreter, overload: Overload, frame: Frame): Value {
  const { self, declaration, args, at } = overload;
  const site = run.range(frame.chunk, at.start, at.end);
  return run.parts.invoke({ name: declaration.name, declaration, self }, args, site);
}

/** The place that it refers to; what it gives by value has one of its own. */
export function overloadedPlace(run: Interpreter, overload: Overload, frame: Frame): Cell {
  const { placeAsked } = run;
  const asked: NonNullable<typeof placeAsked> = { of: overload.declaration };
  run.placeAsked = asked;
  const value = callOverload(run, overload, frame);
  run.placeAsked = placeAsked;
  return asked.place ?? newCell(overload.declaration.name, value, overload.declaration.returns);
}

/** `queue << item`, `lanes[i]`: an operator with a right side. */
export function overloadWith(
  run: Interpreter,
  operator: string,
  [left, right]: readonly [Value, Expression],
  frame: Frame,
): Overload | undefined {
  if (left.kind !== 'instance') return undefined;
  const self = left.instance;
  const declaration = operatorOf(run, self, operator, 1);
  if (!declaration) return undefined;
  return { self, declaration, args: [argumentOf(run, right, frame)], at: right };
}

/** What `a | b` gives, where its left side, or a function for such a left side, has an operator of its own. */
export function overloadedBinary(
  run: Interpreter,
  { operator, left: written, right }: Extract<Expression, { kind: 'binary' }>,
  left: Value,
  frame: Frame,
): Value | undefined {
  const own = overloadWith(run, operator, [left, right], frame);
  if (own) return callOverload(run, own, frame);
  const first = { value: left, text: '', range: run.range(frame.chunk, written.start, written.end) };
  const taking = freeOperators(run, operator, first);
  if (!taking.length) return undefined;
  const args = [first, argumentOf(run, right, frame)];
  const rank = rankBy(run, () => args);
  const [declaration] = taking.toSorted((one, other) => rank(other) - rank(one));
  return declaration && run.parts.invoke({ name: declaration.name, declaration }, args, first.range);
}

/** Functions `operator|(a, b)`, those too that a class names as friends, which take such a left side. */
function freeOperators(run: Interpreter, operator: string, left: Argument): FunctionDeclaration[] {
  const { kind } = pointee(left.value);
  if (kind !== 'instance' && kind !== 'function') return [];
  const rank = rankBy(run, () => [left]);
  return run.symbols.functions
    .named(`operator${operator}`)
    .filter((one) => one.body && one.parameters.length === 2 && rank(one) >= 0);
}

/** `*lease`: of what is no pointer itself. */
export function overloadOf(
  run: Interpreter,
  operator: string,
  [value, operand]: readonly [Value, Expression],
  frame: Frame,
): Overload | undefined {
  if (value.kind !== 'instance') return undefined;
  const self = value.instance;
  const declaration = operatorOf(run, self, operator, 0);
  if (!declaration || isPointer(run, operand, frame)) return undefined;
  return { self, declaration, args: [], at: operand };
}

/** What `.` and `->` lead to. A member of the object's own that `->` names says that it is a pointer's. */
export function ledTo(
  run: Interpreter,
  { object, arrow, name }: Pick<Extract<Expression, { kind: 'member' }>, 'object' | 'arrow' | 'name'>,
  value: Value,
  frame: Frame,
): Value {
  const overload = arrow ? overloadOf(run, '->', [value, object], frame) : undefined;
  if (!overload || hasMember(run, overload.self, name)) return arrowed(value, arrow);
  return arrowed(callOverload(run, overload, frame), arrow);
}

function operatorOf(
  run: Interpreter,
  self: Instance,
  operator: string,
  count: number,
): FunctionDeclaration | undefined {
  const found = run.symbols.findMethod(self.className, `operator${operator}`, count);
  return found?.parameters.length === count ? found : undefined;
}

const hasMember = (run: Interpreter, self: Instance, name: string): boolean =>
  fieldCell(run, self, name, false) !== undefined ||
  run.symbols.findMethod(self.className, name, 0) !== undefined;

/** Whether an expression whose value is an object is declared as what points to it. */
function isPointer(run: Interpreter, expression: Expression, frame: Frame): boolean {
  if (expression.kind === 'this' || expression.kind === 'new') return true;
  const written = expression.kind === 'cast' ? expression.type : placeType(run, expression, frame);
  const type = written && run.symbols.resolveType(substitute(written, frame));
  return type !== undefined && (type.pointers > 0 || isSmartPointer(type));
}

const placeType = (run: Interpreter, expression: Expression, frame: Frame): Cell['type'] =>
  expression.kind === 'name' || expression.kind === 'member' || expression.kind === 'index'
    ? run.parts.locate(expression, frame)?.type
    : undefined;
