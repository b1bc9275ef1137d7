/** Gives the parameters of a function what it is called with. */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { FunctionDeclaration, TypeName } from '../../syntax/ast.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { convertedTo } from '../names/braced.ts';
import { copyOf } from '../names/copies.ts';
import type { Frame } from '../names/frame.ts';
import { anew, localTo } from '../statements/fixed.ts';
import { noteGiven } from '../values/data-flow.ts';
import { newCell, unknown, type Cell, type Value } from '../values/value.ts';

export function bindParameters(
  run: Interpreter,
  declaration: FunctionDeclaration,
  args: readonly Argument[],
  frame: Frame,
): void {
  for (const [index, parameter] of declaration.parameters.entries()) {
    if (parameter.isPack) frame.givePack(parameter.name, args.slice(index));
    const initial = args[index] ? undefined : (parameter.initial ?? defaultOf(run, declaration, index));
    const value = initial && run.parts.evaluate(initial, frame);
    bindOne(
      run,
      frame,
      parameter.name,
      parameter.type,
      value ? { value, text: '', range: run.statement } : args[index],
    );
  }
}

/** A default argument that stands only at the declaration in the class or header. */
function defaultOf(run: Interpreter, declaration: FunctionDeclaration, index: number) {
  const same = run.symbols.functions
    .named(declaration.name)
    .filter(
      (other) =>
        other.owner === declaration.owner || (other.owner && declaration.owner?.endsWith(other.owner)),
    );
  return same.map((other) => other.parameters[index]?.initial).find((initial) => initial !== undefined);
}

export function bindOne(
  run: Interpreter,
  frame: Frame,
  name: string,
  type: TypeName,
  arg: Argument | undefined,
): void {
  if (!name) return;
  const whole = arg?.value ?? unknown(name);
  const made = convertedTo(run, whole, type, frame);
  if (arg?.cell && type.reference && !made) return shareOne(run, frame, name, type, arg.cell);
  const given = givenCell(name, made ?? copyOf(run, whole, type, frame), type, arg);
  const cell = arg?.isFixed ? localTo(run, given) : anew(run, given);
  frame.declare(cell);
  noteGiven(run, cell, cell.value, arg?.reads ?? []);
  const beside = run.beside.in(arg?.cell);
  if (beside) run.beside.note(cell, beside);
}

/** A reference is the place itself, which has its type where it had none. */
function shareOne(run: Interpreter, frame: Frame, name: string, type: TypeName, cell: Cell): void {
  if (!cell.type) run.store.set(cell, 'type', type);
  frame.share(name, cell);
}

/** The place of a parameter; where it is no copy of an object, it stands for what it was given. */
function givenCell(name: string, value: Value, type: TypeName, arg: Argument | undefined): Cell {
  const cell = newCell(name, value.kind === 'unknown' && !value.text ? unknown(name) : value, type);
  return arg?.cell && value === arg.value ? { ...cell, copyOf: arg.cell } : cell;
}

/** The arguments with those that `std::bind` has bound. */
export function bindArguments(
  bound: readonly (Value | undefined)[],
  args: readonly Argument[],
  range: SourceRange,
): Argument[] {
  const rest = [...args];
  const full = bound.map((value) => (value ? { value, text: '', range } : rest.shift()));
  const missing: Argument = { value: unknown(), text: '', range };
  return [...full.map((arg) => arg ?? missing), ...rest];
}
