/** Arguments of calls. */
import { visitExpression, withoutCasts } from '../../syntax/visit.ts';
import type { Expression } from '../../syntax/ast.ts';
import type { CallSite } from './call-site.ts';
import type { Frame } from '../names/frame.ts';
import { substitute } from '../names/template.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { touch } from '../values/elements.ts';
import type { ValueBeside } from '../values/beside.ts';
import { collecting, noteRead, placesIn } from '../values/data-flow.ts';
import { isFixed } from '../statements/fixed.ts';
import { newCell, pointee, unknown, type Cell, type Value } from '../values/value.ts';

/** Evaluates an argument; a name, field or element keeps its place, for parameters by reference. */
export function argumentOf(run: Interpreter, expression: Expression, frame: Frame): Argument {
  if (expression.kind === 'designated')
    return { ...argumentOf(run, expression.value, frame), field: expression.field };
  const { value, reads } = collecting(run, () => given(run, expression, frame));
  touch(run, value.kind === 'pointer' ? value.cell.value : value);
  const place = isTransparent(expression) && expression.kind === 'call' ? expression.args[0] : expression;
  const cell = place && isPlace(place) ? run.parts.locate(place, frame) : undefined;
  if (cell && place !== expression) run.store.set(cell, 'moved', true);
  const element = cell ? undefined : elementIn(expression);
  return {
    value,
    cell,
    ...(element && isPlace(element) ? { element: run.parts.locate(element, frame) } : {}),
    ...(cell && run.loops.length && isFixed(run, expression, frame) ? { isFixed: true } : {}),
    ...typeWritten(run, value, expression, frame),
    text: run.text(frame.chunk, expression),
    range: run.range(frame.chunk, expression.start, expression.end),
    reads,
  };
}

/** What is given on; of an object, all that it holds. */
function given(run: Interpreter, expression: Expression, frame: Frame): Value {
  const value = run.parts.evaluate(expression, frame);
  if (pointee(value).kind === 'instance') noteRead(run, ...placesIn(value));
  return value;
}

/** `Tag{}`, `std::true_type{}`: of a type whose values say nothing, the type says all. */
function typeWritten(
  run: Interpreter,
  { kind }: Value,
  expression: Expression,
  frame: Frame,
): Pick<Argument, 'type'> {
  if (kind !== 'unknown' || expression.kind !== 'call' || !expression.braces) return {};
  if (expression.callee.kind !== 'name') return {};
  const { name, args = [] } = expression.callee;
  const written = { name, args, pointers: 0, reference: false, constant: false };
  return { type: run.symbols.resolveType(substitute(written, frame)) };
}

/** `v[0]` of `*v[0]`, `v[0].get()`, `std::ref(*v[0])`. */
function elementIn(expression: Expression): Expression | undefined {
  if (expression.kind === 'index') return expression;
  if (expression.kind === 'unary') return elementIn(expression.operand);
  if (expression.kind !== 'call') return undefined;
  const { callee, args } = expression;
  if (callee.kind === 'member' && callee.name === 'get' && !args.length) return elementIn(callee.object);
  const [given] = isTransparent(expression) ? args : [];
  return given && elementIn(given);
}

/** What an expression that has been evaluated gives in another mode: what it called gives there, or its place holds. */
export function givenBeside(run: Interpreter, expression: Expression, frame: Frame): ValueBeside | undefined {
  const given = run.givenBeside;
  run.givenBeside = undefined;
  if (given || run.beside.isEmpty) return given;
  const place = withoutCasts(expression);
  return isPlace(place) ? run.beside.in(run.parts.locate(place, frame)) : undefined;
}

/** Gives a place what the expression gives in another mode. */
export function passBeside(run: Interpreter, expression: Expression, cell: Cell, frame: Frame): void {
  const given = givenBeside(run, expression, frame);
  if (given) run.beside.note(cell, given);
}

/** Names, fields and elements without a call inside: to ask for their place does nothing twice. */
function isPlace(expression: Expression): boolean {
  if (expression.kind === 'name' || expression.kind === 'this') return true;
  if (expression.kind === 'member') return isPlace(expression.object);
  return expression.kind === 'index' && isPlace(expression.object) && expression.index.kind !== 'call';
}

/** `std::ref(x)`, `std::move(x)`, `std::forward<T>(x)` stand for `x`. */
export function isTransparent(expression: Expression): boolean {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return false;
  return /^(std::)?(ref|cref|move|forward|addressof)$/.test(expression.callee.name);
}

export function argumentsOf(run: Interpreter, site: CallSite): Argument[] {
  const { expression, frame } = site;
  site.args ??= evaluated(run, expression.args, frame);
  return site.args;
}

/** Arguments as they are given: what a macro passes on and what a pack stands for among them. */
export function evaluated(run: Interpreter, args: readonly Expression[], frame: Frame): Argument[] {
  return args.flatMap((arg) => {
    if (arg.kind === 'expansion') return expanded(run, arg, frame);
    const rest = isRest(arg) ? restOf(frame) : undefined;
    if (!rest) return [argumentOf(run, arg, frame)];
    return rest.args.map((one) => argumentOf(run, one, rest.frame));
  });
}

type Expansion = Extract<Expression, { kind: 'expansion' }>;

/** The pattern once for each argument of the packs in it. */
const expanded = (run: Interpreter, { pattern }: Expansion, frame: Frame): Argument[] =>
  forEachOfPack(pattern, frame, () => argumentOf(run, pattern, frame));

/** `(f(s), ...)`: what the pattern comes to the last time. */
export function evaluateExpansion(run: Interpreter, { pattern }: Expansion, frame: Frame): Value {
  return forEachOfPack(pattern, frame, () => run.parts.evaluate(pattern, frame)).at(-1) ?? unknown();
}

function forEachOfPack<T>(pattern: Expression, frame: Frame, work: () => T): T[] {
  const packs = packsIn(pattern, frame);
  const [first] = packs;
  if (!first) return [work()];
  return first.args.map((_, at) => {
    frame.enter();
    for (const { name, args } of packs) declareOne(frame, name, args[at]);
    const one = work();
    frame.leave();
    return one;
  });
}

function packsIn(pattern: Expression, frame: Frame): { name: string; args: readonly Argument[] }[] {
  const found = new Map<string, readonly Argument[]>();
  visitExpression(pattern, (one) => {
    const args = one.kind === 'name' ? frame.pack(one.name) : undefined;
    if (one.kind === 'name' && args) found.set(one.name, args);
  });
  return [...found].map(([name, args]) => ({ name, args }));
}

function declareOne(frame: Frame, name: string, arg: Argument | undefined): void {
  if (arg?.cell) frame.share(name, arg.cell);
  else if (arg) frame.declare(newCell(name, arg.value));
}

/** How many arguments a call has, those that a macro passes on included. */
export function argumentCount({ expression, frame }: CallSite): number {
  const args = expression.args.flatMap((arg): readonly unknown[] =>
    arg.kind === 'expansion' ? (packsIn(arg.pattern, frame)[0]?.args ?? [arg]) : [arg],
  );
  const rest = expression.args.some(isRest) ? restOf(frame) : undefined;
  return rest ? args.length - 1 + rest.args.length : args.length;
}

function isRest(arg: Expression): boolean {
  return arg.kind === 'name' && arg.name === '__VA_ARGS__';
}

function restOf(frame: Frame): Frame['rest'] {
  for (let at: Frame | undefined = frame; at; at = at.outer) if (at.rest) return at.rest;
  return undefined;
}
