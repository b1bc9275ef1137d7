/** Calls of functions whose text is at hand: their bodies are followed in place. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { FunctionDeclaration, Statement } from '../syntax/ast.ts';
import { bodiesOf } from '../syntax/visit.ts';
import { givesUp } from './conditions.ts';
import { runInitializers } from './construct.ts';
import { eitherOf, isOneOfSeveral } from './factories.ts';
import { Frame } from './frame.ts';
import { LIMITS, asFunction, type Argument, type Machine } from './machine.ts';
import { pointee } from './locate.ts';
import { newCell, unknown, type FunctionTarget, type Instance, type State } from './state.ts';

/** Follows a function with these arguments; what it returns. `site` is its name at the call. */
export function invoke(
  machine: Machine,
  target: FunctionTarget,
  args: readonly Argument[],
  site: SourceRange,
): State {
  const given = target.bound ? bindArguments(target.bound, args, site) : args;
  if (target.lambda) return invokeLambda(machine, target, given, site);
  const { declaration } = overriding(machine, target, given);
  const key = constantsOf(given);
  if (!declaration?.body || !mayEnter(machine, declaration, key)) return unknown(target.name);
  noteHanded(machine, declaration.name, given, site);
  const { self, rest } = selfAndRest(machine, target, declaration, given);
  const frame = new Frame(declaration.name, declaration.chunk, self);
  const result = within(machine, declaration, { name: declaration.name, site, key }, () => {
    bindParameters(machine, declaration, rest, frame);
    runInitializers(machine, declaration, frame);
    machine.parts.execute(declaration.body ?? [], frame);
  });
  // Where a function has several returns, the one that was followed decides nothing.
  return result.kind === 'number' && result.fixed && countReturns(declaration) > 1
    ? { ...result, fixed: false }
    : result;
}

/** `&Base::Run` called on an object of a derived class that has a `Run` of its own. */
export function overriding(
  machine: Machine,
  target: FunctionTarget,
  args: readonly Argument[],
): FunctionTarget {
  const { declaration } = target;
  const object = target.self ? undefined : args[0] && pointee(args[0].value);
  if (!declaration?.owner || object?.kind !== 'instance' || object.instance.className === declaration.owner)
    return target;
  if (!isInstanceOf(machine, object.instance, declaration.owner)) return target;
  const own = machine.symbols.findMethod(object.instance.className, declaration.name, args.length - 1);
  return own ? { ...target, name: own.name, declaration: own } : target;
}

/** A handler that is put into a table may be called where the execution does not see it. */
function noteHanded(machine: Machine, taker: string, args: readonly Argument[], site: SourceRange): void {
  for (const { value } of args) {
    for (const target of asFunction(value)?.targets ?? []) {
      const what = target.declaration ?? target.lambda?.expression;
      if (what && !machine.handed.has(what)) machine.handed.set(what, { target, taker, site });
    }
  }
}

const returnCounts = new WeakMap<FunctionDeclaration, number>();

function countReturns(declaration: FunctionDeclaration): number {
  const known = returnCounts.get(declaration);
  if (known !== undefined) return known;
  const count = returnsIn(declaration.body ?? []);
  returnCounts.set(declaration, count);
  return count;
}

/** Returns that give up are not counted: they are not taken. */
function returnsIn(statements: readonly Statement[], isWhole = true): number {
  let count = !isWhole && givesUp(statements) ? -1 : 0;
  for (const statement of statements) {
    if (statement.kind === 'return') count++;
    for (const body of bodiesOf(statement)) count += returnsIn(body, false);
  }
  return Math.max(0, count);
}

function invokeLambda(
  machine: Machine,
  target: FunctionTarget,
  args: readonly Argument[],
  site: SourceRange,
): State {
  const { lambda } = target;
  const key = constantsOf(args);
  if (!lambda || !mayEnter(machine, lambda.expression, key)) return unknown(target.name);
  const frame = new Frame(lambda.frame.name, lambda.frame.chunk, target.self, lambda.frame);
  return within(machine, lambda.expression, { name: target.name, site, key }, () => {
    for (const [index, parameter] of lambda.expression.parameters.entries()) {
      bindOne(frame, parameter.name, parameter.type, args[index]);
    }
    machine.parts.execute(lambda.expression.body, frame);
  });
}

/** A function that is being followed is entered again only with other constants, as a dispatcher by name is. */
function mayEnter(machine: Machine, what: unknown, key: string): boolean {
  if (machine.stack.length > LIMITS.depth || !machine.step()) return false;
  if (!machine.stack.includes(what)) return true;
  const keys = machine.entered.get(what) ?? [];
  return key !== '' && !keys.includes(key) && keys.length < LIMITS.recursion;
}

/** Texts and enumerators among the arguments: what a dispatcher decides by. Numbers that count down are none. */
function constantsOf(args: readonly Argument[]): string {
  return args
    .flatMap(({ value }) => (value.kind === 'string' ? [value.text] : []))
    .join(String.fromCharCode(0));
}

interface Entry {
  name: string;
  site: SourceRange;
  key: string;
}

/** Runs a body with the machine's place set to it, and puts it back. */
function within(machine: Machine, what: unknown, { name, site, key }: Entry, body: () => void): State {
  const { path, functionName, returned, alternative, statement, resultName, guards } = machine;
  machine.stack.push(what);
  machine.followed.add(what);
  machine.entered.set(what, [...(machine.entered.get(what) ?? []), key]);
  machine.path = [...path, { callee: name, range: site }];
  machine.functionName = name;
  machine.returned = undefined;
  machine.alternative = undefined;
  machine.resultName = undefined;
  const locks = machine.openLocks.length;
  body();
  while (machine.openLocks.length > locks) machine.closeLock();
  const result = resultOf(machine, name);
  machine.stack.pop();
  machine.entered.get(what)?.pop();
  Object.assign(machine, { path, functionName, returned, alternative, statement, resultName, guards });
  return result;
}

/** What a function gives: of a search that ends with "not found", what it finds. */
function resultOf({ returned, alternative }: Machine, name: string): State {
  if (!returned) return isOneOfSeveral(alternative) && alternative ? alternative : unknown(name);
  if (!alternative) return returned;
  if (!meansNothing(returned)) return eitherOf(returned, alternative);
  if (meansNothing(alternative)) return returned;
  return alternative.kind === 'number' ? unknown(name) : alternative;
}

/** Null, false or a negative number. */
function meansNothing(value: State): boolean {
  if (value.kind === 'null') return true;
  return value.kind === 'number' && value.fixed && value.known !== undefined && value.known <= 0;
}

/** `&Worker::Run` with the object as first argument calls a method on it. */
function selfAndRest(
  machine: Machine,
  target: FunctionTarget,
  declaration: FunctionDeclaration,
  args: readonly Argument[],
): { self: Instance | undefined; rest: readonly Argument[] } {
  if (!declaration.owner) return { self: undefined, rest: args };
  const [first] = args;
  const object = first && pointee(first.value);
  if (
    object?.kind === 'instance' &&
    args.length > requiredParameters(declaration) &&
    isInstanceOf(machine, object.instance, declaration.owner)
  ) {
    if (!target.self || args.length === declaration.parameters.length + 1)
      return { self: object.instance, rest: args.slice(1) };
  }
  return { self: target.self, rest: args };
}

function requiredParameters(declaration: FunctionDeclaration): number {
  return declaration.parameters.filter((parameter) => !parameter.initial).length;
}

function isInstanceOf(machine: Machine, instance: Instance, owner: string): boolean {
  const wanted = machine.symbols.findClass(owner);
  const pending = [instance.className];
  for (let steps = 0; pending.length && steps < 32; steps++) {
    const declaration = machine.symbols.findClass(pending.shift() ?? '');
    if (declaration && declaration === wanted) return true;
    pending.push(...(declaration?.bases ?? []));
  }
  return false;
}

function bindParameters(
  machine: Machine,
  declaration: FunctionDeclaration,
  args: readonly Argument[],
  frame: Frame,
): void {
  for (const [index, parameter] of declaration.parameters.entries()) {
    const initial = args[index] ? undefined : (parameter.initial ?? defaultOf(machine, declaration, index));
    const value = initial && machine.parts.evaluate(initial, frame);
    bindOne(
      frame,
      parameter.name,
      parameter.type,
      value ? { value, text: '', range: machine.statement } : args[index],
    );
  }
}

/** A default argument that stands only at the declaration in the class or header. */
function defaultOf(machine: Machine, declaration: FunctionDeclaration, index: number) {
  const same = machine.symbols.functions
    .named(declaration.name)
    .filter(
      (other) =>
        other.owner === declaration.owner || (other.owner && declaration.owner?.endsWith(other.owner)),
    );
  return same.map((other) => other.parameters[index]?.initial).find((initial) => initial !== undefined);
}

function bindOne(
  frame: Frame,
  name: string,
  type: FunctionDeclaration['returns'],
  arg: Argument | undefined,
): void {
  if (!name) return;
  if (arg?.cell && type.reference) {
    arg.cell.type ??= type;
    frame.share(name, arg.cell);
    return;
  }
  const value = arg?.value ?? unknown(name);
  frame.declare(newCell(name, value.kind === 'unknown' && !value.text ? unknown(name) : value, type));
}

function bindArguments(
  bound: readonly (State | undefined)[],
  args: readonly Argument[],
  range: SourceRange,
): Argument[] {
  const rest = [...args];
  const full = bound.map((value) => (value ? { value, text: '', range } : rest.shift()));
  const missing: Argument = { value: unknown(), text: '', range };
  return [...full.map((arg) => arg ?? missing), ...rest];
}
