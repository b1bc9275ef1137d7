/** What a name stands for: a local, a field, a global, a constant, a macro, a function. */
import type { Provenance, SourceRange } from '../../../pipeline/source.ts';
import { runtimeRow } from '../../acl/catalogue.ts';
import { constantValue } from '../../acl/constants.ts';
import { best } from '../../program/symbols.ts';
import { lastName, scopeName } from '../../program/qualified.ts';
import type { Chunk, Expression, GlobalDeclaration, MacroDeclaration, TypeName } from '../../syntax/ast.ts';
import { noteSlot } from '../../library/slots.ts';
import { hasEffect } from '../effects.ts';
import { bindingsInBase } from './bases.ts';
import { Frame, selfOf } from './frame.ts';
import { initialValue } from './initial.ts';
import { followBody } from './macro-body.ts';
import { bind, bindingsKey, chosenName, type Binding, type Bindings } from './template.ts';
import type { LoopNode } from '../../trace/nodes.ts';
import { noteCellRead } from '../values/data-flow.ts';
import { keepMemory, openField } from '../values/memory.ts';
import type { Interpreter, MacroChunk } from '../interpreter.ts';
import { WEIGHT } from '../nesting.ts';
import { anew } from '../statements/fixed.ts';
import { isWritten } from '../turns/written.ts';
import { makeKept } from '../kept.ts';
import { literal, newCell, type Cell, type Instance, type Value } from '../values/value.ts';

type NameExpression = Extract<Expression, { kind: 'name' }>;

/** The value of a name. */
export function readName(
  run: Interpreter,
  { name: written, args }: NameExpression,
  frame: Frame,
  range: SourceRange,
): Value {
  const argument = macroArgument(frame, written);
  if (argument) return run.parts.evaluate(argument.argument, argument.frame);
  const bound = frame.binding(written)?.value;
  if (bound) return bound;
  const { name } = chosenName(run, written, frame);
  const cell = findCell(run, written, frame);
  if (cell) {
    noteSlot(run, cell, 'dequeue', frame, range);
    return readCell(run, cell);
  }
  const value = constantNamed(run, name, frame, range) ?? functionNamed(run, name, frame, args);
  if (value) return value;
  const known = constantValue(lastName(name));
  if (known !== undefined) return literal(known);
  const unseen = unseenMember(run, name, frame);
  if (unseen) return readCell(run, unseen);
  return { kind: isConstantName(name) ? 'constant' : 'unknown', ...naming(name) };
}

/** A name that nothing at hand declares, in a method of a class whose header is not at hand: a member of that. */
export function unseenMember(run: Interpreter, name: string, frame: Frame): Cell | undefined {
  const self = selfOf(frame);
  if (!self?.declaration?.isPartial || name.includes('::') || isConstantName(name)) return undefined;
  if (run.symbols.functions.named(name).length || run.symbols.enumerators.named(name).length)
    return undefined;
  return fieldCell(run, self, name, true);
}

function naming(name: string): { name: string; text: string } {
  return { name, text: name };
}

/** What a cell holds; a number that varies is no ground for a decision. */
export function readCell(run: Interpreter, cell: Cell): Value {
  noteCellRead(run, cell);
  return asRead(run, cell, cell.value);
}

/** A value of a cell, as those take it who ask for it there. */
export function asRead(run: Interpreter, cell: Cell, value: Value): Value {
  // What the passes of a state machine have left there they find there.
  const isOpen = cell.varying && !run.deciding;
  const varies = value.kind === 'number' && isOpen && value.fixed && !value.settled;
  return varies ? { ...value, fixed: false } : value;
}

/** What a macro is given under that name; what its body declares under it, as under a name that is given for that, is none. */
export function macroArgument(
  frame: Frame,
  name: string,
): ReturnType<NonNullable<Frame['macroArguments']>['get']> {
  for (let at: Frame | undefined = frame; at; at = at.outer) {
    const argument = at.macroArguments?.get(name);
    if (argument) return at.own(name) ? undefined : argument;
  }
  return undefined;
}

/** The place that a macro assigns to by a name it is given that nothing declares: its use does, as with `auto`. */
export function declaredByMacro(run: Interpreter, target: Expression, frame: Frame): Cell | undefined {
  const given = target.kind === 'name' ? macroArgument(frame, target.name) : undefined;
  if (given?.argument.kind !== 'name') return undefined;
  const { name } = given.argument;
  if (macroArgument(given.frame, name)) return declaredByMacro(run, given.argument, given.frame);
  if (name.includes('::') || findCell(run, name, given.frame)) return undefined;
  const cell = anew(run, newCell(name, { kind: 'unknown', text: name }));
  given.frame.declare(cell);
  return cell;
}

/** The cell of a variable, a field or a global. */
export function findCell(run: Interpreter, written: string, frame: Frame): Cell | undefined {
  const { name, bindings } = chosenName(run, written, frame);
  if (bindings) return globalCell(run, name, boundFrame(frame, bindings));
  if (!name.includes('::')) {
    const local = frame.find(name);
    if (local) return local;
    const self = selfOf(frame);
    const field = (self && fieldCell(run, self, name, false)) ?? staticAround(run, name, frame);
    if (field) return field;
  }
  return globalCell(run, name, frame);
}

/** What the place of that name holds, `frame(box)` reads it too; or the lambda that a macro is given under it. */
export function calledPlace(run: Interpreter, name: string, frame: Frame): Value | undefined {
  const given = macroArgument(frame, name);
  if (given?.argument.kind === 'lambda') return run.parts.evaluate(given.argument, given.frame);
  const place = findCell(run, name, frame);
  if (place) noteCellRead(run, place);
  return place?.value;
}

/** A static field of a class that the text stands in, as a static method and another static field see it. */
function staticAround(run: Interpreter, name: string, frame: Frame): Cell | undefined {
  for (let { scope } = frame; scope; scope = scopeName(scope)) {
    const owner = run.symbols.findClass(scope);
    const found = owner && fits(owner.name, scope) ? declaredField(run, owner.name, name) : undefined;
    if (found?.variable.isStatic) return staticField(run, found, frame);
  }
  return undefined;
}

/** A frame in which the parameters of a class template that is named with its arguments stand for these. */
function boundFrame(outer: Frame, bindings: Bindings): Frame {
  const frame = new Frame(outer.name, outer.chunk, undefined, outer);
  frame.bindings = bindings;
  return frame;
}

/**
 * A field of an instance: declared in its class or a base, or (with `create`) made for a struct that is not known.
 * `bare`: the caller says what it starts with.
 */
export function fieldCell(
  run: Interpreter,
  instance: Instance,
  name: string,
  create: boolean,
  bare = false,
): Cell | undefined {
  const known = instance.fields.get(name);
  if (known) return known;
  const found = declaredField(run, instance.className, name);
  if (!found) {
    if (!create) return undefined;
    return run.store.materialize(instance.fields, name, newCell(name, { kind: 'unknown', text: name }));
  }
  const frame = new Frame(`${found.owner}::`, found.chunk, instance);
  frame.bindings = bindingsInBase(run, instance, found.owner);
  if (found.variable.isStatic) return staticField(run, found, frame);
  const declared = run.range(found.chunk, found.variable.start, found.variable.end);
  const start: Cell = {
    ...newCell(name, { kind: 'unknown', text: name }, found.variable.type, declared),
    memory: instance.assumed ? 'unknown' : 'member',
  };
  const { madeIn, madeBy } = instance;
  const made = madeIn?.length ? { ...start, madeIn, madeBy } : { ...start, madeBy };
  const cell = run.store.materialize(instance.fields, name, made);
  if (!bare) startWith(run, cell, found.variable, frame, instance.madeIn);
  if (!instance.assumed) keepMemory(run, cell, 'member');
  if (instance.assumed) run.store.discover(cell, { varying: true });
  if (instance.overwritten) run.store.initially(() => openField(run, cell));
  return cell;
}

/** A place's first value, which it has since its owner was made, whoever asks for it first. */
function startWith(
  run: Interpreter,
  cell: Cell,
  variable: GlobalDeclaration['variable'],
  frame: Frame,
  madeIn: readonly LoopNode[] = [],
): void {
  if (!run.nesting.enter(WEIGHT.object)) return;
  const value = run.store.initially(() => initialValue(run, variable, frame));
  run.nesting.leave(WEIGHT.object);
  if (value.kind === 'array') run.store.discover(value.store, { madeIn });
  run.store.discover(cell, { value });
}

interface FoundField {
  owner: string;
  variable: GlobalDeclaration['variable'];
  chunk: Chunk;
}

function declaredField(run: Interpreter, className: string, name: string): FoundField | undefined {
  for (const declaration of run.symbols.lineage(className)) {
    const variable = declaration.fields.find((field) => field.name === name);
    if (variable) return { owner: declaration.name, variable, chunk: declaration.chunk };
  }
  return undefined;
}

/**
 * A static field's one cell: that of its definition outside the class, or of its declaration. A class template has one
 * for each choice of its arguments.
 */
function staticField(run: Interpreter, { owner, variable, chunk }: FoundField, seenFrom: Frame): Cell {
  const outside = run.symbols.globals
    .named(variable.name)
    .find(({ name }) => name.endsWith(`${lastName(owner)}::${variable.name}`));
  const inside = { kind: 'global', name: `${owner}::${variable.name}`, variable, chunk } as const;
  return cellOf(run, outside ?? inside, bindingsOf(run, owner, seenFrom));
}

/** What the parameters of a class template stand for, as seen from there. */
function bindingsOf(run: Interpreter, owner: string, seenFrom: Frame): Bindings | undefined {
  const names = run.symbols.findClass(owner)?.template?.map(({ name }) => name) ?? [];
  const bound = names.flatMap((name): [string, Binding][] => {
    const binding = seenFrom.binding(name);
    return binding ? [[name, binding]] : [];
  });
  return bound.length ? new Map(bound) : undefined;
}

function globalCell(run: Interpreter, name: string, frame: Frame): Cell | undefined {
  const candidates = run.symbols.globals.named(name);
  const usable = candidates.filter((candidate) => !candidate.variable.isExtern);
  const found = best(usable.length ? usable : candidates, name, frame.scope);
  if (found && fits(found.name, name)) {
    const bindings = bindingsOf(run, scopeName(found.name), frame);
    return cellOf(run, preferSameFile(usable, found, frame), bindings);
  }
  if (!name.includes('::')) return undefined;
  const owner = name.slice(0, name.lastIndexOf('::'));
  const field = run.symbols.findClass(owner) && declaredField(run, owner, lastName(name));
  return field?.variable.isStatic ? staticField(run, field, frame) : undefined;
}

/** `a::x` is not found by `B::x`, but by `x` inside `a` or through `using`. */
function fits(full: string, written: string): boolean {
  return full === written || full.endsWith(`::${written}`) || !written.includes('::');
}

function preferSameFile(
  candidates: readonly GlobalDeclaration[],
  found: GlobalDeclaration,
  frame: Frame,
): GlobalDeclaration {
  return candidates.find((one) => one.name === found.name && one.chunk.file === frame.chunk.file) ?? found;
}

/** The one cell of a global or static, or that of the thread; asked for the first time, it gets what it starts with. */
export function cellOf(run: Interpreter, declaration: GlobalDeclaration, bindings?: Bindings): Cell {
  const { variable, chunk, name } = declaration;
  const instances = run.globals.get(variable) ?? new Map<string, Cell>();
  run.globals.set(variable, instances);
  const key = [bindings && bindingsKey(bindings), variable.isThreadLocal && run.thread.id]
    .filter(Boolean)
    .join();
  const known = instances.get(key);
  if (known) return known;
  const range = run.range(chunk, variable.start, variable.end);
  const cell = newCell(variable.name, { kind: 'unknown', text: variable.name }, variable.type, range);
  if (variable.isThreadLocal) run.store.discover(cell, { madeBy: run.thread });
  instances.set(key, cell);
  const frame = new Frame(name, chunk, undefined);
  frame.bindings = bindings;
  makeKept(run, variable, () => startWith(run, cell, variable, frame));
  keepMemory(run, cell, 'static');
  // What depends on a template's arguments is no number that could be written anew.
  if (!bindings) nameConstant(run, cell, declaration, range);
  return cell;
}

/** A constant with a plain number gets a parameter under its name: it can be varied and written back. */
function nameConstant(
  run: Interpreter,
  cell: Cell,
  { variable, chunk }: GlobalDeclaration,
  range: SourceRange,
): void {
  const { value } = cell;
  if (value.kind !== 'number' || value.known === undefined) return;
  if (!variable.isConst && isWritten(run, variable.name)) run.store.discover(cell, { varying: true });
  if (typeof value.quantity !== 'number' || (Math.abs(value.known) < 2 && !isAmount(variable.name))) return;
  const kind: Provenance['kind'] = variable.isConst ? 'constant' : 'variable';
  const evidence = lineAt(chunk.text, variable.start).slice(0, 120);
  const named = run.parameters.constant(variable.name, value.known, { kind, range, evidence });
  run.store.discover(cell, { value: { ...named, fixed: value.fixed } });
}

/** The line at a place of a text, without what stands around it. */
function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, end < 0 ? undefined : end).trim();
}

function constantNamed(run: Interpreter, name: string, frame: Frame, range: SourceRange): Value | undefined {
  const macro = best(run.symbols.macros.named(name), name, '');
  if (macro && !macro.parameters) return macroValue(run, macro, frame, range);
  const enumerator = best(run.symbols.enumerators.named(name), name, frame.scope);
  const value = enumerator && enumeratorValue(run, enumerator.name, 0);
  return value?.kind === 'number' ? { ...value, enumerator: lastName(name) } : value;
}

/** The value of an object-like macro. */
function macroValue(run: Interpreter, macro: MacroDeclaration, frame: Frame, range: SourceRange): Value {
  const body = run.macroBody(macro);
  const isFollowed = body && (body.expression || hasEffect(run, body.statements));
  if (!isFollowed || run.stack.includes(macro)) return { kind: 'constant', name: macro.name };
  const chunk: MacroChunk = { ...body.chunk, site: range };
  if (!run.nesting.enter(WEIGHT.object)) return { kind: 'unknown', ...naming(macro.name) };
  run.stack.push(macro);
  const value = followBody(run, body, new Frame(frame.name, chunk, selfOf(frame), frame));
  run.stack.pop();
  run.nesting.leave(WEIGHT.object);
  if (value.kind !== 'number' || value.known === undefined || typeof value.quantity !== 'number')
    return value;
  if (Math.abs(value.known) < 2 && !isAmount(macro.name)) return value;
  const origin: Provenance = {
    kind: 'define',
    range: run.range(macro.chunk, macro.start, macro.end),
    evidence: macro.chunk.text.split('\n')[0]?.trim() ?? '',
  };
  return run.parameters.constant(macro.name, value.known, origin);
}

function enumeratorValue(run: Interpreter, name: string, depth: number): Value | undefined {
  const declaration = best(run.symbols.enumerators.named(name), name, '');
  if (!declaration || depth > 300) return undefined;
  if (declaration.value) {
    return run.parts.evaluate(declaration.value, new Frame(name, declaration.chunk, undefined));
  }
  if (!declaration.previous) return literal(0);
  const before = enumeratorValue(run, declaration.previous, depth + 1);
  return before?.kind === 'number' && before.known !== undefined ? literal(before.known + 1) : undefined;
}

/** `&create<T>`: of a template the one that its arguments choose. */
function functionNamed(
  run: Interpreter,
  name: string,
  frame: Frame,
  args: readonly TypeName[] = [],
): Value | undefined {
  const self = selfOf(frame);
  const method = self && !name.includes('::') ? run.symbols.findMethod(self.className, name, -1) : undefined;
  const owner = name.includes('::') ? name.slice(0, name.lastIndexOf('::')) : '';
  const member = owner ? run.symbols.findMethod(owner, lastName(name), -1) : undefined;
  const abstract = member ?? (owner ? run.symbols.abstractMethod(owner, lastName(name)) : undefined);
  const found = method ?? abstract ?? run.symbols.findFunction(name, frame.scope, -1);
  if (!found) return runtimeFunction(name);
  const bindings = bind(run, found.template, args, frame);
  const target = { name: found.name, declaration: found, self: found.owner ? self : undefined };
  return { kind: 'function', targets: [bindings ? { ...target, bindings } : target] };
}

/** A function of the runtime that is handed on, as `std::bind(aclmdlExecute, …)` does. */
function runtimeFunction(name: string): Value | undefined {
  const row = runtimeRow(name);
  return row && { kind: 'function', targets: [{ name }] };
}

function isConstantName(name: string): boolean {
  return /^[A-Z][A-Z0-9_]*$/.test(lastName(name));
}

/** A 1 that counts something may be made another number; a 1 that means yes may not. */
function isAmount(name: string): boolean {
  return /(count|num|threads?|batch\w*|depth|times|streams?|channels?|size)$/i.test(name);
}
