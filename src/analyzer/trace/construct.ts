/** Instances of the workspace's classes, and what their constructors and destructors do. */
import type { SourceRange } from '../../pipeline/source.ts';
import { lastName } from '../program/symbols.ts';
import type { Expression, FunctionDeclaration, Variable } from '../syntax/ast.ts';
import { argumentOf } from './arguments.ts';
import type { Frame } from './frame.ts';
import { initialState } from './initial.ts';
import type { Argument, Machine } from './machine.ts';
import { fieldCell } from './names.ts';
import { rankBy } from './overloads.ts';
import { hasWeight } from './weight.ts';
import { newInstance, type Instance, type State } from './state.ts';

/** Makes an instance and runs the constructor that takes so many arguments; without one, fields are set in order. */
export function constructInstance(
  machine: Machine,
  className: string,
  args: readonly Expression[],
  frame: Frame,
  site: SourceRange,
): State {
  const given = args.map((arg) => argumentOf(machine, arg, frame));
  return { kind: 'instance', instance: makeInstance(machine, className, given, frame.scope, site) };
}

export function makeInstance(
  machine: Machine,
  className: string,
  args: readonly Argument[],
  scope: string,
  site: SourceRange,
): Instance {
  const declaration = machine.symbols.findClass(className, scope);
  const instance = newInstance(declaration?.name ?? className, declaration);
  instance.createdAt = site;
  if (!machine.firstOfClass.has(instance.className)) machine.firstOfClass.set(instance.className, instance);
  const constructor = machine.symbols.constructorOf(
    instance.className,
    args.length,
    rankBy(machine, () => args),
  );
  if (constructor) {
    machine.parts.invoke({ name: constructor.name, declaration: constructor, self: instance }, args, site);
  } else {
    for (const base of declaration?.bases ?? []) runConstructor(machine, instance, base, [], site);
    setFields(machine, instance, args);
    for (const field of declaration?.fields ?? []) makeField(machine, instance, field);
  }
  return instance;
}

function setFields(machine: Machine, instance: Instance, args: readonly Argument[]): void {
  for (const [index, field] of (instance.declaration?.fields ?? []).entries()) {
    const arg = args[index];
    const cell = arg && fieldCell(machine, instance, field.name, true);
    if (cell) machine.write(cell, arg.value);
  }
}

function runConstructor(
  machine: Machine,
  instance: Instance,
  className: string,
  args: readonly Argument[],
  site: SourceRange,
): void {
  const constructor = machine.symbols.constructorOf(
    className,
    args.length,
    rankBy(machine, () => args),
  );
  if (constructor)
    machine.parts.invoke({ name: constructor.name, declaration: constructor, self: instance }, args, site);
}

/** Does what stands between a constructor's head and its body: bases, then fields. */
export function runInitializers(machine: Machine, declaration: FunctionDeclaration, frame: Frame): void {
  const instance = frame.self;
  if (!instance || !declaration.owner || lastName(declaration.owner) !== lastName(declaration.name)) return;
  const owner = machine.symbols.findClass(declaration.owner);
  const named = new Map(
    declaration.initializers.map((initializer) => [lastName(initializer.name), initializer]),
  );
  for (const base of owner?.bases ?? []) {
    const args = named.get(lastName(base))?.args ?? [];
    const given = args.map((arg) => argumentOf(machine, arg, frame));
    runConstructor(
      machine,
      instance,
      base,
      given,
      machine.range(frame.chunk, declaration.nameStart, declaration.nameEnd),
    );
  }
  for (const field of owner?.fields ?? []) {
    const initializer = named.get(field.name);
    if (initializer) initializeField(machine, owner?.name, initializer, frame);
    else makeField(machine, instance, field);
  }
}

/** A member of a class whose constructor does something is made with its owner, whether it is used or not. */
function makeField(machine: Machine, instance: Instance, field: Variable): void {
  const { type, isStatic, dims, name } = field;
  if (isStatic || dims.length || type.pointers > 0 || type.reference || instance.fields.has(name)) return;
  const made = machine.symbols.findClass(type.name, instance.className);
  if (!made || made.name === instance.className) return;
  const constructor = machine.symbols.constructorOf(made.name, 0);
  if (constructor?.body && hasWeight(machine, constructor.body, 'effect'))
    fieldCell(machine, instance, name, true);
}

function initializeField(
  machine: Machine,
  owner: string | undefined,
  { name, args, start, end }: FunctionDeclaration['initializers'][number],
  frame: Frame,
): void {
  const instance = frame.self;
  const field =
    (owner && machine.symbols.findClass(owner)?.fields.find((one) => one.name === name)) || undefined;
  if (!instance || !field) return;
  const isArray = field.dims.length > 0;
  const cell = fieldCell(machine, instance, name, true, !isArray);
  if (!cell || isArray) return;
  const given = { ...field, args: [...args], start, end, braces: false };
  delete given.initial;
  const value = initialState(machine, given, frame);
  machine.write(cell, value);
}
