/** Call expressions: which function is meant, and what calling it does. */
import type { SourceRange } from '../../pipeline/source.ts';
import { catalogueRow, methodRows, openCvRow, type CatalogueRow } from '../acl/catalogue.ts';
import { lastName } from '../program/symbols.ts';
import type { CallExpression, Expression, FunctionDeclaration } from '../syntax/ast.ts';
import { argumentCount, argumentsOf } from './arguments.ts';
import type { CallSite } from './call-site.ts';
import { callContainer } from './containers.ts';
import { membersOf } from './family.ts';
import type { Frame } from './frame.ts';
import { resolveType, valueOfType } from './initial.ts';
import { libraryFunctions } from './library.ts';
import { locate, pointee } from './locate.ts';
import { callMacro } from './macro-call.ts';
import { asFunction, type Argument, type Machine } from './machine.ts';
import { forgetPointees } from './memory.ts';
import { findCell, macroArgument, selfOf } from './names.ts';
import { rankBy } from './overloads.ts';
import { runtimeCall } from './runtime-call.ts';
import { unknown, type FunctionState, type Instance, type State } from './state.ts';
import { typeOfExpression } from './static-types.ts';
import { registerCallback, spawn } from './threads.ts';
import { isSmartPointer, isThread } from './types.ts';
import { isHeavy } from './weight.ts';

export function callExpression(machine: Machine, expression: CallExpression, frame: Frame): State {
  const { callee } = expression;
  const start = callee.kind === 'member' ? callee.nameStart : callee.start;
  const range = machine.range(frame.chunk, start, callee.kind === 'name' ? nameEnd(callee) : callee.end);
  const site: CallSite = {
    expression,
    frame,
    range,
    callRange: machine.range(frame.chunk, expression.start, expression.end),
  };
  if (callee.kind === 'name') return callNamed(machine, callee.name, site);
  if (callee.kind === 'member') return callMember(machine, callee, site);
  const target = asFunction(machine.parts.evaluate(callee, frame));
  return target
    ? invokeAll(machine, target, argumentsOf(machine, site), range)
    : unresolved(machine, '', site);
}

/** Without template arguments. */
function nameEnd(callee: Extract<Expression, { kind: 'name' }>): number {
  return callee.args ? callee.start + callee.name.length : callee.end;
}

function callNamed(machine: Machine, name: string, site: CallSite): State {
  const { frame, expression } = site;
  const passed = macroArgument(frame, name);
  if (passed?.argument.kind === 'name' && passed.argument.name !== name)
    return callNamed(machine, passed.argument.name, site);
  const held = name.includes('::') ? undefined : findCell(machine, name, frame)?.value;
  const variable = held && asFunction(held);
  if (variable) return invokeAll(machine, variable, argumentsOf(machine, site), site.range);
  const certain = isRuntimeName(name) ? catalogueRow(name) : undefined;
  if (certain) return callRow(machine, certain, name, site);
  return (
    callDeclared(machine, name, site) ??
    callMacro(machine, name, site) ??
    callLibrary(machine, name, site) ??
    callConstructor(machine, name, site) ??
    unresolved(machine, name, { ...site, expression })
  );
}

function callRow(machine: Machine, row: CatalogueRow, name: string, site: CallSite): State {
  const args = argumentsOf(machine, site);
  return runtimeCall(machine, { row, name, args, range: site.range, callRange: site.callRange });
}

/** A method of the object at hand, a static method, or a free function of the workspace. */
function callDeclared(machine: Machine, name: string, site: CallSite): State | undefined {
  const count = argumentCount(site);
  const self = selfOf(site.frame);
  const rank = rankBy(machine, () => argumentsOf(machine, site));
  const own =
    self && !name.includes('::') ? machine.symbols.findMethod(self.className, name, count, rank) : undefined;
  if (own)
    return invokeAll(
      machine,
      { kind: 'function', targets: [{ name: own.name, declaration: own, self }] },
      argumentsOf(machine, site),
      site.range,
    );
  const scope = name.includes('::') ? '' : site.frame.scope;
  const lexical = scope ? machine.symbols.findMethod(scope, name, count, rank) : undefined;
  const owner = name.includes('::') ? name.slice(0, name.lastIndexOf('::')) : '';
  const inherited = owner ? machine.symbols.findMethod(owner, lastName(name), count, rank) : undefined;
  const found = inherited ?? lexical ?? machine.symbols.findFunction(name, site.frame.scope, count, rank);
  if (!found?.body) return undefined;
  const target = { name: found.name, declaration: found, self: found.owner ? self : undefined };
  return invokeAll(machine, { kind: 'function', targets: [target] }, argumentsOf(machine, site), site.range);
}

function callLibrary(machine: Machine, name: string, site: CallSite): State | undefined {
  const plain = name.replace(/^(::)?((std|boost)::)+/, '');
  const library = libraryFunctions[plain];
  if (library) return library(machine, site);
  const usings = machine.facts.get(site.frame.chunk.file)?.usings ?? [];
  const row =
    catalogueRow(name) ??
    (usings.includes('std') || name.includes('::') ? catalogueRow(`std::${plain}`) : undefined) ??
    catalogueRow(`std::${plain.replace(/^chrono::/, '')}`) ??
    (usings.includes('cv') ? openCvRow(plain) : undefined);
  return row && callRow(machine, row, row.name, site);
}

function callConstructor(machine: Machine, name: string, site: CallSite): State | undefined {
  const { frame, expression, range } = site;
  const type = {
    name,
    args: expression.callee.kind === 'name' ? (expression.callee.args ?? []) : [],
    pointers: 0,
    reference: false,
    constant: false,
  };
  if (isThread(type)) {
    const [callee, ...args] = argumentsOf(machine, site);
    return callee ? spawn(machine, callee.value, args, 'std::thread', range) : unknown('thread');
  }
  if (!machine.symbols.findClass(name, frame.scope) && !type.args.length) return undefined;
  const { start, end, args, braces } = expression;
  return valueOfType(machine, { type, name, args, braces, start, end }, frame);
}

/** Calls every function that the value may be: more than one only where a table or a pool holds several. */
export function invokeAll(
  machine: Machine,
  state: FunctionState,
  args: readonly Argument[],
  site: SourceRange,
): State {
  let result: State = unknown();
  for (const target of state.targets.slice(0, 8)) {
    const value = machine.parts.invoke(target, args, site);
    if (result.kind === 'unknown') result = value;
  }
  return result;
}

function callMember(
  machine: Machine,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const object = pointee(machine.parts.evaluate(callee.object, site.frame));
  const held = callHolder(machine, callee, object, site);
  if (held) return held;
  if (object.kind === 'instance') return callMethod(machine, object.instance, callee, site);
  if (object.kind === 'array') return callContainer(machine, object.store, callee.name, site);
  const type = typeOfExpression(machine, callee.object, site.frame);
  const known = type && machine.symbols.findClass(type.name, site.frame.scope);
  if (known && object.kind !== 'object') {
    const cell = machine.parts.locate({ ...callee, name: '' }, site.frame);
    const place = cell && locate(machine, callee.object, site.frame);
    if (place?.value.kind === 'instance') return callMethod(machine, place.value.instance, callee, site);
  }
  return (
    callLoaded(machine, callee.name, site) ??
    callForeign(machine, { callee, object, typeName: type?.name ?? '' }, site)
  );
}

/** `api.aclmdlExecute(…)`: pointers of a library loaded at run time are kept under the names of its functions. */
function callLoaded(machine: Machine, name: string, site: CallSite): State | undefined {
  const row = isRuntimeName(name) ? catalogueRow(name) : undefined;
  return row && callRow(machine, row, name, site);
}

function isRuntimeName(name: string): boolean {
  return /^(acl|hi_mpi_)/.test(name);
}

/** `p.reset(new T)`, `p.get()`: methods of a smart pointer itself, and not of what it holds. */
function callHolder(
  machine: Machine,
  callee: Extract<Expression, { kind: 'member' }>,
  object: State,
  site: CallSite,
): State | undefined {
  if (callee.arrow || !/^(reset|get|release|swap|lock|load|store|exchange|value)$/.test(callee.name))
    return undefined;
  const cell = callee.object.kind === 'call' ? undefined : locate(machine, callee.object, site.frame);
  if (!cell?.type || !isSmartPointer(resolveType(machine.symbols, cell.type))) return undefined;
  const [first] = argumentsOf(machine, site);
  if (first && callee.name !== 'lock') machine.write(cell, first.value);
  else if (object.kind === 'unknown') return heldBy(machine, callee.object, object, site);
  return callee.name === 'reset' || callee.name === 'store' ? unknown(callee.name) : object;
}

/** What a smart pointer holds: an object whose making was not seen is taken to be there. */
function heldBy(machine: Machine, pointer: Expression, object: State, { frame }: CallSite): State {
  const type = typeOfExpression(machine, pointer, frame);
  if (!type || !machine.symbols.findClass(type.name, frame.scope)) return object;
  const place = {
    kind: 'member' as const,
    object: pointer,
    name: '',
    arrow: true,
    nameStart: 0,
    start: 0,
    end: 0,
  };
  machine.parts.locate(place, frame);
  return locate(machine, pointer, frame)?.value ?? object;
}

function callMethod(
  machine: Machine,
  instance: Instance,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const field = instance.fields.get(callee.name)?.value;
  const held = field && asFunction(field);
  if (held) return invokeAll(machine, held, argumentsOf(machine, site), site.range);
  const members = membersOf(machine, instance, site.range);
  if (members.length) return callEach(machine, members, callee, site);
  const count = argumentCount(site);
  const rank = rankBy(machine, () => argumentsOf(machine, site));
  const found = machine.symbols.findMethod(instance.className, callee.name, count, rank);
  const target = found ?? overrider(machine, instance.className, callee.name, count);
  if (!target) return callLoaded(machine, callee.name, site) ?? unresolved(machine, callee.name, site);
  const self = instance;
  return invokeAll(
    machine,
    { kind: 'function', targets: [{ name: target.name, declaration: target, self }] },
    argumentsOf(machine, site),
    site.range,
  );
}

/** Calls the method of each; what the first gives. */
function callEach(
  machine: Machine,
  members: readonly Instance[],
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const { unrolledLoops } = machine;
  machine.unrolledLoops = machine.loops.length;
  const [first] = members.map((member) => callMethod(machine, member, callee, site));
  machine.unrolledLoops = unrolledLoops;
  return first ?? unknown(callee.name);
}

/** A pure virtual method of an object whose making was not seen: what a derived class does. */
function overrider(
  machine: Machine,
  className: string,
  method: string,
  count: number,
): FunctionDeclaration | undefined {
  for (const derived of machine.symbols.derivedClasses(className)) {
    const found =
      machine.symbols.findMethod(derived.name, method, count) ??
      overrider(machine, derived.name, method, count);
    if (found) return found;
  }
  return undefined;
}

interface Foreign {
  callee: Extract<Expression, { kind: 'member' }>;
  object: State;
  typeName: string;
}

/** A method of a class that is not of the workspace: OpenCV's, a stream's, a thread's, a mutex's. */
function callForeign(machine: Machine, foreign: Foreign, site: CallSite): State {
  const { callee, object, typeName } = foreign;
  const { name } = callee;
  if (object.kind === 'string' && changesText(name)) return changeText(machine, callee, site);
  const isBare = site.expression.args.length === 0;
  if (isBare && (name === 'lock' || name === 'unlock')) return lockOrUnlock(machine, callee, site);
  if (/^wait(_for|_until)?$/.test(name)) machine.waitedIn = machine.functionName;
  const row = foreignRow(name, lastName(typeName));
  if (row) return callForeignRow(machine, row, foreign, site);
  if (name === 'join' && object.kind === 'object' && object.object.kind === 'thread') {
    machine.record({ ...machine.base(site.range), kind: 'spawn', operation: 'join', threads: [] });
    return unknown();
  }
  if (name === 'reset' || name === 'store') return assignHolder(machine, callee, site);
  if (handsOn(name, isBare) && object.kind !== 'unknown') return object;
  return unresolved(machine, machine.text(site.frame.chunk, callee), site);
}

function changesText(method: string): boolean {
  return /^(assign|append|push_back|insert|replace|erase|clear|swap|resize)$/.test(method);
}

/** A std::string that a method changes: `assign` gives it a new text, anything else one that is not followed. */
function changeText(
  machine: Machine,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const args = argumentsOf(machine, site);
  const cell = machine.parts.locate(callee.object, site.frame);
  const [first] = args;
  const whole = callee.name === 'assign' && args.length === 1 ? first?.value : undefined;
  if (cell) machine.write(cell, whole ?? unknown(cell.name));
  return unknown(callee.name);
}

/** `p.get()`, `w.lock()` of smart pointers and `m.data()` stand for what they hold. */
function handsOn(name: string, isBare: boolean): boolean {
  return /^(c_str|data|ptr)$/.test(name) || (isBare && /^(get|lock|value|load)$/.test(name));
}

function foreignRow(name: string, typeName: string): CatalogueRow | undefined {
  const rows = methodRows(name);
  const classOf = (row: CatalogueRow) => lastName(row.name.slice(0, row.name.lastIndexOf('::')));
  const fitting = rows.find((row) => classOf(row) === typeName);
  // Only matrices are converted so: the type need not be known.
  return fitting ?? (name === 'convertTo' ? rows[0] : undefined);
}

function callForeignRow(machine: Machine, row: CatalogueRow, foreign: Foreign, site: CallSite): State {
  const { range, callRange, frame } = site;
  const text = machine.text(frame.chunk, foreign.callee.object);
  const { object } = foreign.callee;
  const cell = object.kind === 'call' ? undefined : locate(machine, object, frame);
  const receiver = { value: foreign.object, cell, text, range };
  return runtimeCall(machine, {
    row,
    name: row.name,
    args: argumentsOf(machine, site),
    range,
    callRange,
    receiver,
  });
}

function assignHolder(
  machine: Machine,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const [first] = argumentsOf(machine, site);
  const cell = first && machine.parts.locate(callee.object, site.frame);
  if (cell) machine.write(cell, first.value);
  return unknown();
}

function lockOrUnlock(
  machine: Machine,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): State {
  const name = machine.text(site.frame.chunk, callee.object);
  if (callee.name === 'unlock') machine.closeLock(name);
  else machine.openLock(machine.mutexNamed(name, site.frame), name, site.range);
  return unknown();
}

/** A call that leads out of the workspace. Functions given to it may be called back. */
function unresolved(machine: Machine, name: string, site: CallSite): State {
  const args = argumentsOf(machine, site);
  forgetPointees(machine, args);
  for (const arg of args) {
    const callback = asFunction(arg.value);
    if (
      !callback ||
      /sort|find|count|remove|accumulate|transform|wait|exchange|signal|atexit|make_pair|make_tuple/i.test(
        name,
      )
    )
      continue;
    if (isHeavy(machine, callback)) registerCallback(machine, arg.value, [], name, site.range, 'handler');
  }
  if (name && !machine.unresolvedCalls.has(name)) machine.unresolvedCalls.set(name, site.range);
  return unknown(machine.text(site.frame.chunk, site.expression));
}
