/** Call expressions: which function is meant, and what calling it does. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { asCallable, asFunction } from './callable.ts';
import { launchOutside } from '../../acl/kernel-launch.ts';
import { catalogueRow, openCvRow, runtimeRow, type CatalogueRow } from '../../acl/catalogue.ts';
import { lastName } from '../../program/qualified.ts';
import type { CallExpression, Expression, FunctionDeclaration, TypeName } from '../../syntax/ast.ts';
import { argumentCount, argumentsOf } from './arguments.ts';
import { forkAnswer, isFork } from '../statements/processes.ts';
import type { CallSite } from './call-site.ts';
import { callContainer } from '../../library/containers.ts';
import { membersOf } from '../threads/class-hierarchy.ts';
import { selfOf, type Frame } from '../names/frame.ts';
import { valueOfType } from '../names/initial.ts';
import { heapObjects } from '../../library/heap.ts';
import { callHolder } from '../../library/holders.ts';
import { libraryFunctions } from '../../library/std.ts';
import { locate } from '../names/lvalue.ts';
import { ledTo } from './overloaded.ts';
import { notePointerRange } from '../values/pointer-ranges.ts';
import { callHandle, handleFunction } from '../../library/coroutine-handles.ts';
import { callMacro } from './macro-call.ts';
import { chooseOne } from '../statements/alternatives.ts';
import { isFixed } from '../statements/fixed.ts';
import { type Argument, type Interpreter } from '../interpreter.ts';
import { calledPlace, fieldCell, macroArgument } from '../names/lookup.ts';
import { bind, chosenName, classFor, substitute, type Bindings } from '../names/template.ts';
import { rankBy } from '../names/overloads.ts';
import { runtimeCall } from '../../acl/runtime-call.ts';
import {
  literal,
  partNamed,
  unknown,
  type FunctionValue,
  type Instance,
  type Pick,
  type Value,
} from '../values/value.ts';
import { isNumberType } from '../names/sizes.ts';
import { typeOfExpression } from '../names/expression-type.ts';
import { spawn } from '../threads/spawn.ts';
import { isContainer, isThread } from '../names/types.ts';
import { noteForeign } from '../values/data-flow.ts';
import { ownValue } from '../../../base/own-value.ts';
import { callForeign, callOn, handsOn, keptBy, noteSet, saidOfMethod, unresolved } from './foreign.ts';

export function callExpression(run: Interpreter, expression: CallExpression, frame: Frame): Value {
  const { callee } = expression;
  const start = callee.kind === 'member' ? callee.nameStart : callee.start;
  const range = run.range(frame.chunk, start, callee.kind === 'name' ? nameEnd(callee) : callee.end);
  const site: CallSite = {
    expression,
    frame,
    range,
    callRange: run.range(frame.chunk, expression.start, expression.end),
  };
  run.deciding?.note(run, callee, frame);
  if (callee.kind === 'name') return callNamed(run, withoutAlias(run, callee.name, frame), site);
  if (callee.kind === 'member') return callMember(run, callee, site);
  const target = asCallable(run, run.parts.evaluate(callee, frame));
  return target ? invokeAll(run, target, argumentsOf(run, site), range) : unresolved(run, '', site);
}

/** `std::ranges::for_each` for `rng::for_each`. */
function withoutAlias({ facts }: Interpreter, name: string, { chunk }: Frame): string {
  const at = name.indexOf('::');
  const target = at > 0 ? facts.get(chunk.file)?.aliases.get(name.slice(0, at)) : undefined;
  return target === undefined ? name : `${target}${name.slice(at)}`;
}

/** Without template arguments. */
function nameEnd(callee: Extract<Expression, { kind: 'name' }>): number {
  return callee.args ? callee.start + callee.name.length : callee.end;
}

function callNamed(run: Interpreter, name: string, site: CallSite): Value {
  const { frame, expression } = site;
  const given = givenFor(frame, name);
  if (given !== undefined && given !== name) return callNamed(run, given, site);
  const held = name.includes('::') ? undefined : calledPlace(run, name, frame);
  const variable = held && asCallable(run, held);
  if (variable) return invokeAll(run, variable, argumentsOf(run, site), site.range);
  const certain = runtimeRow(name);
  if (certain) return callRow(run, certain, name, site);
  const said = saidOf(run, name, site);
  if (said) return said;
  // A program's own function of that name is not the library's.
  const ofStd = /^(::)?std::/.test(name) ? callLibrary(run, name, site) : undefined;
  return (
    ofStd ??
    callDeclared(run, name, site) ??
    callMacro(run, name, site) ??
    callLibrary(run, name, site) ??
    callConstructor(run, name, site) ??
    callOutside(run, name, { ...site, expression })
  );
}

/** A call that leads out of the workspace: by what it is given, the launch of a kernel. */
function callOutside(run: Interpreter, name: string, site: CallSite): Value {
  const isOfStd = /^(::)?std::/.test(name);
  const launch = isOfStd
    ? undefined
    : launchOutside(name, argumentsOf(run, site), run.symbols.functions.named(lastName(name))[0]?.parameters);
  return launch ? callRow(run, launch, name, site) : unresolved(run, name, site);
}

/** A call of which the workspace says what it does: of a function, or of a method of the class that it stands in. */
function saidOf(run: Interpreter, name: string, site: CallSite): Value | undefined {
  const { calls, functions } = run.symbols;
  const self = selfOf(site.frame);
  const method = saidOfMethod(run, self?.className ?? site.frame.scope, name);
  if (method) {
    const receiver = self && {
      text: 'this',
      range: site.range,
      ...keptBy(run, { kind: 'instance', instance: self }),
    };
    return callRow(run, method, method.name, site, receiver);
  }
  const row = calls.function(name);
  // A program's own function of that name is another, unless it is that one.
  const declared = row && !name.includes('::') ? functions.named(name) : [];
  const isIt =
    declared.length === 0 || declared.some((one) => row && `::${one.name}`.endsWith(`::${row.name}`));
  return row && isIt ? callRow(run, row, row.name, site) : undefined;
}

/** The function that a macro or a template, as in `owned<aclrtCreateStream>()`, is given under that name. */
function givenFor(frame: Frame, name: string): string | undefined {
  const passed = macroArgument(frame, name)?.argument;
  return passed?.kind === 'name' ? passed.name : frame.binding(name)?.type.name;
}

function callRow(
  run: Interpreter,
  row: CatalogueRow,
  name: string,
  site: CallSite,
  receiver?: Argument,
): Value {
  const args = argumentsOf(run, site);
  return runtimeCall(run, { row, name, args, range: site.range, callRange: site.callRange, receiver });
}

/** A method of the object at hand, a static method, or a free function of the workspace. */
function callDeclared(run: Interpreter, written: string, site: CallSite): Value | undefined {
  const { name, bindings: scope } = chosenName(run, written, site.frame);
  const count = argumentCount(site);
  const self = selfOf(site.frame);
  const rank = rankBy(run, () => argumentsOf(run, site));
  const own =
    self && !name.includes('::') ? run.symbols.findMethod(self.className, name, count, rank) : undefined;
  if (own)
    return invokeAll(
      run,
      {
        kind: 'function',
        targets: [{ name: own.name, declaration: own, self, bindings: writtenBindings(run, own, site) }],
      },
      argumentsOf(run, site),
      site.range,
    );
  const around = name.includes('::') ? '' : site.frame.scope;
  const lexical = around ? run.symbols.findMethod(around, name, count, rank) : undefined;
  const owner = name.includes('::') ? name.slice(0, name.lastIndexOf('::')) : '';
  const inherited = owner ? run.symbols.findMethod(owner, lastName(name), count, rank) : undefined;
  const found = inherited ?? lexical ?? run.symbols.findFunction(name, site.frame.scope, count, rank);
  if (!found?.body) return undefined;
  const bindings = new Map([...(scope ?? []), ...(writtenBindings(run, found, site) ?? [])]);
  const target = { name: found.name, declaration: found, self: found.owner ? self : undefined, bindings };
  return invokeAll(run, { kind: 'function', targets: [target] }, argumentsOf(run, site), site.range);
}

/** What the template arguments that stand at the call are for. */
function writtenBindings(
  run: Interpreter,
  { template }: FunctionDeclaration,
  { expression: { callee }, frame }: CallSite,
): Bindings | undefined {
  const args = callee.kind === 'name' || callee.kind === 'member' ? callee.args : undefined;
  return bind(run, template, args ?? [], frame);
}

/** `bool read(Frame &)` of the program's own, of which the text is not at hand: C's functions take no references, and none of its classes. */
function isOwnDeclared({ symbols }: Interpreter, name: string): boolean {
  return symbols.functions
    .named(name)
    .some(
      ({ owner, parameters }) =>
        owner === undefined &&
        parameters.some(({ type }) => type.reference || symbols.findClass(type.name) !== undefined),
    );
}

/** Algorithms that write what an iterator leads to. */
const WRITING: ReadonlySet<string> = new Set(['transform', 'generate', 'fill', 'copy']);

function callLibrary(run: Interpreter, name: string, site: CallSite): Value | undefined {
  if (!name.includes('::') && isOwnDeclared(run, name)) return undefined;
  const plain = name.replace(/^(::)?((std|boost)::)+/, '');
  notePointerRange(run, site.expression.args, site.frame, site.expression);
  const given = (ownValue(libraryFunctions, plain) ?? handleFunction(name))?.(run, site);
  if (given && WRITING.has(plain)) noteForeign(run, argumentsOf(run, site), () => false);
  if (given) return given;
  const objects = /^[cm]alloc$/.test(plain) ? heapObjects(run, site) : undefined;
  return objects ?? callLibraryRow(run, name, plain, site);
}

/** What the catalogue says of a function of the library. */
function callLibraryRow(run: Interpreter, name: string, plain: string, site: CallSite): Value | undefined {
  const usings = run.facts.get(site.frame.chunk.file)?.usings ?? [];
  const row =
    catalogueRow(name) ??
    (usings.includes('std') || name.includes('::') ? catalogueRow(`std::${plain}`) : undefined) ??
    catalogueRow(`std::${plain.replace(/^chrono::/, '')}`) ??
    (usings.includes('cv') ? openCvRow(plain) : undefined);
  const given = row && callRow(run, row, row.name, site);
  return given && (isFork(name) ? forkAnswer(run, site.expression) : given);
}

function callConstructor(run: Interpreter, name: string, site: CallSite): Value | undefined {
  const { frame, expression, range } = site;
  const written = {
    name,
    args: expression.callee.kind === 'name' ? (expression.callee.args ?? []) : [],
    pointers: 0,
    reference: false,
    constant: false,
  };
  const type = run.symbols.resolveType(substitute(written, frame));
  if (isThread(type)) {
    const [callee, ...args] = argumentsOf(run, site);
    return callee ? spawn(run, callee.value, args, 'std::thread', range) : unknown('thread');
  }
  if (!classFor(run, type, frame) && !type.args.length && !isContainer(type))
    return plainNumber(run, type, site);
  const { start, end, args, braces } = expression;
  return valueOfType(run, { type: written, name, args, braces, start, end }, frame);
}

/** `std::size_t{0}`, `float(x)`, `int{}`: a number of a type of the language or of the library. */
function plainNumber(run: Interpreter, type: TypeName, { expression, frame }: CallSite): Value | undefined {
  const [only, ...others] = expression.args;
  if (others.length > 0 || !isNumberType(type)) return undefined;
  return only ? run.parts.evaluate(only, frame) : literal(0);
}

/** More functions than these in one place are a library's, of which a program uses some. */
const MAX_TARGETS = 8;

/** Calls every function that the value holds, as a pool of tasks does, or that of several which is meant. */
export function invokeAll(
  run: Interpreter,
  value: FunctionValue,
  args: readonly Argument[],
  site: SourceRange,
): Value {
  if (value.oneOf) return invokeOne(run, value, args, site);
  let result: Value = unknown();
  for (const target of value.targets.slice(0, MAX_TARGETS)) {
    const value = run.parts.invoke(target, args, site);
    if (result.kind === 'unknown') result = value;
  }
  return result;
}

function invokeOne(
  run: Interpreter,
  { targets, pick }: FunctionValue,
  args: readonly Argument[],
  site: SourceRange,
): Value {
  const ways = targets.slice(0, MAX_TARGETS).map((target) => ({
    condition: target.name,
    range: site,
    work: () => run.parts.invoke(target, args, site),
  }));
  return chooseOne(run, ways, { isFixed: pick !== undefined || !run.loops.length, pick }) ?? unknown();
}

/** `it->second()` of a map of functions, `stage.first()` of a pair. */
function calledPart(object: Value, name: string): FunctionValue | undefined {
  if (object.kind === 'function') return name === 'second' ? object : undefined;
  return asFunction(partNamed(object, name) ?? unknown());
}

function callMember(
  run: Interpreter,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  noteSet(run, callee, site);
  const object = ledTo(run, callee, run.parts.evaluate(callee.object, site.frame), site.frame);
  const held = callHolder(run, callee, object, site) ?? callHandle(run, callee, object, site);
  if (held) return held;
  if (object.kind === 'instance') return callMethod(run, object.instance, callee, site);
  const part = calledPart(object, callee.name);
  if (part) return invokeAll(run, part, argumentsOf(run, site), site.range);
  if (object.kind === 'array') return callContainer(run, object.store, callee.name, site);
  const type = typeOfExpression(run, callee.object, site.frame);
  const known = type && run.symbols.findClass(type.name, site.frame.scope);
  if (known && object.kind !== 'object') {
    const cell = locate(run, { ...callee, name: '' }, site.frame, object);
    const place = cell && locate(run, callee.object, site.frame);
    if (place?.value.kind === 'instance') return callMethod(run, place.value.instance, callee, site);
  }
  return (
    callLoaded(run, callee.name, site) ??
    callForeign(run, { callee, object, typeName: type?.name ?? '' }, site)
  );
}

/** `api.aclmdlExecute(…)`: pointers of a library loaded at run time are kept under the names of its functions. */
function callLoaded(run: Interpreter, name: string, site: CallSite): Value | undefined {
  const row = runtimeRow(name);
  return row && callRow(run, row, name, site);
}

function callMethod(
  run: Interpreter,
  instance: Instance,
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const field = fieldCell(run, instance, callee.name, false)?.value;
  const held = field && asCallable(run, field);
  if (held) return invokeAll(run, held, argumentsOf(run, site), site.range);
  const said = saidOfMethod(run, instance.className, callee.name);
  if (said) return callOn(run, said, { kind: 'instance', instance }, callee, site);
  const members = membersOf(run, instance, site.range);
  if (members.length)
    return (instance.single ? callOneOf : callEach)(run, members, callee, site, instance.pick);
  const count = argumentCount(site);
  const rank = rankBy(run, () => argumentsOf(run, site));
  const found = run.symbols.findMethod(instance.className, callee.name, count, rank);
  const target = found ?? overrider(run, instance, callee.name, count);
  // What the class lacks is its holder's: `v.back().get()`.
  if (!target && handsOn(callee.name, count === 0)) return { kind: 'instance', instance };
  if (!target) return callLoaded(run, callee.name, site) ?? unresolved(run, callee.name, site);
  const self = instance;
  return invokeAll(
    run,
    {
      kind: 'function',
      targets: [
        { name: target.name, declaration: target, self, bindings: writtenBindings(run, target, site) },
      ],
    },
    argumentsOf(run, site),
    site.range,
  );
}

/** Calls the method on the object of the class that is meant. */
function callOneOf(
  run: Interpreter,
  members: readonly Instance[],
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
  pick: Pick | undefined,
): Value {
  const ways = members.map((member) => ({
    condition: member.className,
    range: site.range,
    work: () => callMethod(run, member, callee, site),
  }));
  const isOne = pick !== undefined || !run.loops.length || isFixed(run, callee.object, site.frame);
  const choice = { isFixed: isOne, name: run.text(site.frame.chunk, callee.object), pick };
  return chooseOne(run, ways, choice) ?? unknown(callee.name);
}

/** Calls the method of each; what the first gives. */
function callEach(
  run: Interpreter,
  members: readonly Instance[],
  callee: Extract<Expression, { kind: 'member' }>,
  site: CallSite,
): Value {
  const { unrolledLoops } = run;
  run.unrolledLoops = run.loops.length;
  const [first] = members.map((member) => callMethod(run, member, callee, site));
  run.unrolledLoops = unrolledLoops;
  return first ?? unknown(callee.name);
}

/** A pure virtual method of an object whose making was not seen: what a derived class does. */
function overrider(
  run: Interpreter,
  base: Instance,
  method: string,
  count: number,
): FunctionDeclaration | undefined {
  const derived = base.declaration ? run.symbols.hierarchy.below(base.declaration) : [];
  for (const { name } of derived) {
    const found = run.symbols.findMethod(name, method, count);
    if (found) return found;
  }
  return undefined;
}
