/** Instances of the workspace's classes, and what their constructors and destructors do. */
import { noteFlow } from '../values/data-flow.ts';
import { asStatement } from '../../syntax/visit.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { lastName } from '../../program/qualified.ts';
import type { ClassDeclaration, Expression, FunctionDeclaration, Variable } from '../../syntax/ast.ts';
import { argumentOf } from './arguments.ts';
import { Frame } from '../names/frame.ts';
import type { Bindings } from '../names/template.ts';
import { shapedFor } from '../names/braced.ts';
import { initialValue } from '../names/initial.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { fieldCell } from '../names/lookup.ts';
import { rankBy } from '../names/overloads.ts';
import { isContainer, isThread, lastTypeName } from '../names/types.ts';
import { hasEffect } from '../effects.ts';
import { newInstance, type Instance, type Value } from '../values/value.ts';

/** Makes an instance and runs the constructor that takes so many arguments; without one, fields are set in order. */
export function constructInstance(
  run: Interpreter,
  className: string,
  args: readonly Argument[],
  scope: string,
  site: SourceRange,
  bindings?: Bindings,
): Value {
  const functions = args.flatMap(({ value }) => (value.kind === 'function' ? value.targets : []));
  if (functions.length > 0 && derivesFromArguments(run.symbols.findClass(className, scope)))
    return { kind: 'function', targets: functions };
  return { kind: 'instance', instance: makeInstance(run, className, args, scope, site, bindings) };
}

/** `template <class... Fs> struct overloaded : Fs...`: one that is all of the functions it is made of. */
function derivesFromArguments(declaration: ClassDeclaration | undefined): boolean {
  const { bases = [], template = [] } = declaration ?? {};
  return template.some(({ name }) => bases.includes(name));
}

export function makeInstance(
  run: Interpreter,
  className: string,
  args: readonly Argument[],
  scope: string,
  site: SourceRange,
  bindings?: Bindings,
): Instance {
  const declaration = run.symbols.findClass(className, scope);
  const more = { createdAt: site, madeIn: run.loops, madeBy: run.thread, ...(bindings ? { bindings } : {}) };
  const instance = newInstance(declaration?.name ?? className, declaration, more);
  noteFlow(run, 'made', [instance], []);
  if (!run.firstOfClass.has(instance.className)) run.firstOfClass.set(instance.className, instance);
  run.making.push(instance.className);
  fillInstance(run, instance, args, site);
  run.making.pop();
  return instance;
}

function fillInstance(
  run: Interpreter,
  instance: Instance,
  args: readonly Argument[],
  site: SourceRange,
): void {
  const { declaration } = instance;
  if (runConstructor(run, instance, instance.className, args, site)) return;
  const isInherited = args.length > 0 && inheritConstructor(run, instance, args, site);
  if (!isInherited) {
    for (const base of declaration?.bases ?? []) runConstructor(run, instance, base, [], site);
    setFields(run, instance, args);
  }
  for (const field of declaration?.fields ?? []) makeField(run, instance, field);
}

/** `using Base::Base;`: what has no constructor of its own and is given arguments passes them to a base. */
function inheritConstructor(
  run: Interpreter,
  instance: Instance,
  args: readonly Argument[],
  site: SourceRange,
): boolean {
  const bases = instance.declaration?.bases ?? [];
  return bases.some((base) => runConstructor(run, instance, base, args, site));
}

/** Gives the fields of what has no constructor what is listed for them, by name or in order. */
function setFields(run: Interpreter, instance: Instance, args: readonly Argument[]): void {
  const { declaration } = instance;
  if (!declaration) return;
  const frame = new Frame(`${declaration.name}::`, declaration.chunk, instance);
  const fields = declaration.fields.filter(({ isStatic }) => !isStatic);
  for (const [index, field] of fields.entries()) {
    const arg = args.find((one) => one.field === field.name) ?? args[index];
    if (arg?.field !== undefined && arg.field !== field.name) continue;
    const cell = arg && fieldCell(run, instance, field.name, true);
    if (cell) run.store.write(cell, shapedFor(run, arg.value, field, frame));
  }
}

function runConstructor(
  run: Interpreter,
  instance: Instance,
  className: string,
  args: readonly Argument[],
  site: SourceRange,
): boolean {
  const constructor = run.symbols.constructorOf(
    className,
    args.length,
    rankBy(run, () => args),
  );
  if (!constructor) return false;
  run.parts.invoke({ name: constructor.name, declaration: constructor, self: instance }, args, site);
  return true;
}

/** Does what stands between a constructor's head and its body: bases, then fields; or all of it by another constructor. */
export function runInitializers(run: Interpreter, declaration: FunctionDeclaration, frame: Frame): void {
  const instance = frame.self;
  if (!instance || !declaration.owner || lastName(declaration.owner) !== lastName(declaration.name)) return;
  const owner = run.symbols.findClass(declaration.owner);
  const named = new Map(
    declaration.initializers.map((initializer) => [lastName(initializer.name), initializer]),
  );
  const site = run.range(frame.chunk, declaration.nameStart, declaration.nameEnd);
  const given = (name: string): Argument[] =>
    (named.get(lastName(name))?.args ?? []).map((arg) => argumentOf(run, arg, frame));
  if (named.has(lastName(declaration.owner))) {
    runConstructor(run, instance, declaration.owner, given(declaration.owner), site);
    return;
  }
  for (const base of owner?.bases ?? []) runConstructor(run, instance, base, given(base), site);
  for (const field of owner?.fields ?? []) {
    const initializer = named.get(field.name);
    if (initializer) initializeField(run, owner?.name, initializer, frame);
    else makeField(run, instance, field);
  }
}

/** A member object is made with its owner, once, whether it is used or not; so is what a call gives. */
function makeField(run: Interpreter, instance: Instance, field: Variable): void {
  const { isStatic, name } = field;
  if (isStatic || instance.fields.has(name) || isWithinItself(run, instance)) return;
  if (startsWithEffect(run, field) || isMemberObject(run, instance, field))
    fieldCell(run, instance, name, true);
}

/** No class holds itself: a name was taken for that of another class. */
function isWithinItself({ making }: Interpreter, { className }: Instance): boolean {
  const outermost = making.indexOf(className);
  return outermost >= 0 && outermost < making.length - 1;
}

/** Whether a member holds objects of the program's classes by value, itself or as the container that it begins as. */
function isMemberObject(
  run: Interpreter,
  { className }: Instance,
  { type: declared, args, initial }: Variable,
): boolean {
  const type = run.symbols.resolveType(declared);
  const begins = args?.length ?? (initial?.kind === 'list' ? initial.items.length : 0);
  if (isThread(type)) return begins > 0;
  const held = isContainer(type) && (begins > 0 || lastTypeName(type) === 'array') ? type.args[0] : type;
  if (!held || held.pointers > 0 || held.reference) return false;
  const made = run.symbols.findClass(held.name, className);
  return made !== undefined && made.name !== className;
}

/** `stream_ = makeStream()` in the class. */
function startsWithEffect(run: Interpreter, { initial, args = [] }: Variable): boolean {
  const values = initial ? [initial, ...args] : args;
  return values.length > 0 && hasEffect(run, values.map(asStatement), 'effect');
}

/** `values_{{"a", "b"}, {"c", "d"}}`, `values_({{…}, {…}})`: entries; anything else in braces may be a count or what is copied. */
function listed(args: Expression[], braces = false): Pick<Variable, 'args' | 'braces'> {
  const [only] = args;
  const items = !braces && args.length === 1 && only?.kind === 'list' ? only.items : args;
  const isList = (braces || items !== args) && items.length > 0 && items.every(({ kind }) => kind === 'list');
  return isList ? { args: items, braces: true } : { args, braces: false };
}

function initializeField(
  run: Interpreter,
  owner: string | undefined,
  { name, args, braces, start, end }: FunctionDeclaration['initializers'][number],
  frame: Frame,
): void {
  const instance = frame.self;
  const field = (owner && run.symbols.findClass(owner)?.fields.find((one) => one.name === name)) || undefined;
  if (!instance || !field) return;
  const isArray = field.dims.length > 0;
  const cell = fieldCell(run, instance, name, true, !isArray);
  if (!cell || isArray) return;
  const isObject = run.symbols.findClass(field.type.name, frame.scope) !== undefined;
  const given = {
    ...field,
    ...(isObject ? { args, braces: braces === true } : listed(args, braces)),
    start,
    end,
  };
  delete given.initial;
  const value = initialValue(run, given, frame);
  run.store.write(cell, value);
}
