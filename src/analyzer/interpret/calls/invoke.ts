/** Calls of functions whose text is at hand: their bodies are followed in place. */
import type { SourceRange } from '../../../pipeline/source.ts';
import { launchOutside } from '../../acl/kernel-launch.ts';
import type { FunctionDeclaration, Statement, TypeName } from '../../syntax/ast.ts';
import { runInitializers } from './construct.ts';
import { eitherOf, isOneOfSeveral } from '../../idioms/factories.ts';
import { bindingsInBase } from '../names/bases.ts';
import { shaped } from '../names/braced.ts';
import { handedIn } from '../names/handed-in.ts';
import { Frame } from '../names/frame.ts';
import { substitute, type Bindings } from '../names/template.ts';
import { pointedType } from '../names/types.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import { bindArguments, bindOne, bindParameters } from './bind.ts';
import { asFunction, rowOf } from './callable.ts';
import type { Entered } from './entered.ts';
import { entered, enteredWith } from './reentry.ts';
import { asLoop, type Recursive } from './self-call.ts';
import { lastName } from '../../program/qualified.ts';
import { collectingReturned } from '../values/data-flow.ts';
import { isDefault, orDefault } from '../values/defaults.ts';
import { oneOfFound } from '../statements/search.ts';
import {
  pointee,
  newCell,
  newInstance,
  unknown,
  type FunctionTarget,
  type Instance,
  type Value,
} from '../values/value.ts';
import { beginCoroutine } from '../coroutines/begin.ts';
import { isCoroutine } from '../coroutines/coroutine.ts';
import { resume } from '../coroutines/resume.ts';
import { closeLock } from '../threads/locks.ts';

/** Follows a function with these arguments; what it returns. `site` is its name at the call. */
export function invoke(
  run: Interpreter,
  target: FunctionTarget,
  args: readonly Argument[],
  site: SourceRange,
): Value {
  const given = target.bound ? bindArguments(target.bound, args, site) : args;
  if (target.coroutine) return resume(run, target.coroutine, site);
  const row = rowOf(target) ?? launchBy(target, given);
  if (row)
    return run.parts.runtime(run, { row, name: target.name, args: [...given], range: site, callRange: site });
  if (target.lambda) return invokeLambda(run, target, given, site);
  const { declaration } = overriding(run, target, given);
  if (!declaration?.body) return unknown(target.name);
  const key = enteredWith(run, given, target.self, { bindings: target.bindings });
  const follow = () => invokeDeclared(run, { ...target, declaration }, given, { site, key });
  return entered(run, declaration, key, follow) ?? unknown(target.name);
}

/** Follows a declared function whose text is at hand. */
function invokeDeclared(
  run: Interpreter,
  target: FunctionTarget & { declaration: FunctionDeclaration },
  given: readonly Argument[],
  { site, key }: Pick<Entry, 'site' | 'key'>,
): Value {
  const { declaration } = target;
  noteEscaped(run, declaration.name, given, site);
  const { self, rest } = selfAndRest(run, target, declaration, given);
  const frame = new Frame(declaration.name, declaration.chunk, self);
  frame.bindings = deduced(declaration, given, withThoseOfBase(run, declaration, self, target.bindings));
  const entry = { name: declaration.name, site, key, own: declaration };
  const result = within(run, declaration, entry, () => {
    bindParameters(run, declaration, rest, frame);
    runInitializers(run, declaration, frame);
    const { returns, body = [] } = declaration;
    const noteIt = () => noteFollowed(run, declaration);
    executeBody(run, { what: declaration, returns, body, noteFollowed: noteIt }, frame, entry);
  });
  if (result.kind === 'unknown') return declaredObject(run, declaration.returns, frame) ?? result;
  return shaped(run, result, declaration.returns, frame);
}

interface Body {
  what: Recursive;
  returns: TypeName;
  body: readonly Statement[];
  noteFollowed: () => void;
}

/** Does what stands in a function's body; that of a coroutine once it is resumed. */
function executeBody(
  run: Interpreter,
  { what, returns, body, noteFollowed }: Body,
  frame: Frame,
  entry: Entry,
): void {
  const follow = () => {
    noteFollowed();
    run.parts.execute(asLoop(run, what, body, frame), frame);
  };
  if (!isCoroutine(body)) follow();
  else
    run.returned = beginCoroutine(run, { name: entry.name, returns, body, frame, site: entry.site }, () =>
      within(run, what, entry, follow),
    );
}

/** By what it is given, a function whose text is not at hand launches a kernel. */
const launchBy = ({ name, declaration, lambda }: FunctionTarget, args: readonly Argument[]) =>
  lambda || declaration?.body || declaration?.owner !== undefined
    ? undefined
    : launchOutside(name, args, declaration?.parameters);

/** Where the path loses what a factory gives, its declared type says of which classes it is one. */
function declaredObject(run: Interpreter, returns: TypeName, frame: Frame): Value | undefined {
  const type = run.symbols.resolveType(substitute(returns, frame));
  const pointed = pointedType(type);
  if ((type.pointers === 0 && pointed === type) || !run.symbols.isPolymorphic(pointed.name)) return undefined;
  const declaration = run.symbols.findClass(pointed.name, frame.scope);
  return (
    declaration && {
      kind: 'instance',
      instance: newInstance(declaration.name, declaration, { assumed: true, single: !run.loops.length }),
    }
  );
}

/** What a function returns past an open choice decides nothing; past what went well it says that all went well. */
function judged(result: Value, course: Interpreter['course']): Value {
  if (result.kind !== 'number' || !result.fixed || course === undefined) return result;
  if (course === 'open') return { ...result, fixed: false };
  // What it hands on of a call that may only have found nothing yet says no more than that.
  return { ...result, settled: course === 'work' ? (result.settled ?? 'work') : true };
}

/** `&Base::Run` called on an object of a derived class that has a `Run` of its own. */
export function overriding(
  run: Interpreter,
  target: FunctionTarget,
  args: readonly Argument[],
): FunctionTarget {
  const { declaration } = target;
  // `&Base::Run` written in a method is given the object as any other is.
  const isGiven = !target.self || args.length > (declaration?.parameters.length ?? 0);
  const object = isGiven && args[0] ? pointee(args[0].value) : undefined;
  if (!declaration?.owner || object?.kind !== 'instance' || object.instance.className === declaration.owner)
    return target;
  if (!run.symbols.isDerived(object.instance.className, declaration.owner)) return target;
  const own = run.symbols.findMethod(object.instance.className, declaration.name, args.length - 1);
  return own ? { ...target, name: own.name, declaration: own } : target;
}

/** A handler that is put into a table may be called where the execution does not see it. */
function noteEscaped(run: Interpreter, taker: string, args: readonly Argument[], site: SourceRange): void {
  for (const [index, { value }] of args.entries()) {
    for (const target of asFunction(value)?.targets ?? []) {
      const what = target.declaration ?? target.lambda?.expression;
      const taken = { by: taker, index };
      if (what && !run.escaped.has(what)) run.escaped.set(what, { target, taker, site, taken });
    }
  }
}

/** A method of a base sees what the parameters of the base's template stand for. */
function withThoseOfBase(
  run: Interpreter,
  { owner }: FunctionDeclaration,
  self: Instance | undefined,
  written: Bindings | undefined,
): Bindings | undefined {
  const bound = self && owner !== undefined ? bindingsInBase(run, self, owner) : undefined;
  return bound ? new Map([...bound, ...(written ?? [])]) : written;
}

/** What a function template's parameters stand for: as written, else by the types of the arguments. */
function deduced(
  { template, parameters }: FunctionDeclaration,
  args: readonly Argument[],
  written: Bindings | undefined,
): Bindings | undefined {
  if (!template?.length) return written;
  const bound = new Map(written);
  for (const [index, { type }] of parameters.entries()) {
    const isOpen = !bound.has(type.name) && template.some(({ name }) => name === type.name);
    const given = isOpen ? typeOfArgument(args[index]) : undefined;
    if (given) bound.set(type.name, { type: given });
  }
  return bound;
}

function typeOfArgument(arg: Argument | undefined): TypeName | undefined {
  const value = arg && pointee(arg.value);
  const plain = { args: [], pointers: 0, reference: false, constant: false };
  return value?.kind === 'instance' ? { name: value.instance.className, ...plain } : arg?.cell?.type;
}

function invokeLambda(
  run: Interpreter,
  target: FunctionTarget,
  args: readonly Argument[],
  site: SourceRange,
): Value {
  const { lambda } = target;
  if (!lambda) return unknown(target.name);
  const key = enteredWith(run, args, target.self, { what: lambda.expression });
  // One that is made of others of the same text, as a chain is, calls these.
  const follow = () => followLambda(run, { ...target, lambda }, args, { site, key });
  return entered(run, lambda.frame, key, follow) ?? unknown(target.name);
}

function followLambda(
  run: Interpreter,
  { name, self, lambda }: FunctionTarget & { lambda: NonNullable<FunctionTarget['lambda']> },
  args: readonly Argument[],
  { site, key }: Pick<Entry, 'site' | 'key'>,
): Value {
  const { expression } = lambda;
  const frame = new Frame(lambda.frame.name, lambda.frame.chunk, self, lambda.frame);
  const entry = { name, site, key, own: lambda.frame };
  return within(run, expression, entry, () => {
    for (const [index, parameter] of expression.parameters.entries()) {
      if (parameter.isPack) frame.givePack(parameter.name, args.slice(index));
      bindOne(run, frame, parameter.name, parameter.type, args[index]);
    }
    const { returns = UNKNOWN_TYPE, body } = expression;
    const noteIt = () => void run.followed.add(expression);
    executeBody(run, { what: expression, returns, body, noteFollowed: noteIt }, frame, entry);
  });
}

const UNKNOWN_TYPE: TypeName = { name: '', args: [], pointers: 0, reference: false, constant: false };

interface Entry {
  name: string;
  site: SourceRange;
  key: Entered;
  /** What tells whether it is entered again: a lambda by what it captures. */
  own: unknown;
}

/** Runs a body with the run's place set to it, and puts it back. */
function within(run: Interpreter, what: unknown, { name, site, key, own }: Entry, body: () => void): Value {
  const { path, functionName, returned, alternative, statement, resultName, guards, course } = run;
  const { outerLoops, returnedBeside, found } = run;
  run.stack.push(what);
  run.reentry.entered.set(own, [...(run.reentry.entered.get(own) ?? []), key]);
  run.path = [...path, { callee: name, range: site }];
  run.functionName = name;
  run.outerLoops = run.loops.length;
  // What it waited for when it was called before says nothing now.
  if (run.waitedIn === name) run.waitedIn = '';
  run.returned = undefined;
  run.returnedBeside = undefined;
  run.alternative = undefined;
  run.found = [];
  run.course = undefined;
  run.resultName = undefined;
  const locks = run.openLocks.length;
  collectingReturned(run, body);
  while (run.openLocks.length > locks) closeLock(run);
  const result = judged(resultOf(run, name), run.course);
  run.stack.pop();
  run.reentry.entered.get(own)?.pop();
  Object.assign(run, { path, functionName, returned, alternative, statement, resultName, guards, course });
  run.outerLoops = outerLoops;
  run.givenBeside = run.returnedBeside;
  run.returnedBeside = returnedBeside;
  run.found = found;
  return result;
}

/** With what is written where a macro made it. */
function noteFollowed(run: Interpreter, declaration: FunctionDeclaration): void {
  run.followed.add(declaration);
  if (declaration.written) run.followed.add(declaration.written);
}

/** What a function gives: of a search that ends with "not found", what it finds; of a setting, its default. */
function resultOf(run: Interpreter, name: string): Value {
  const { returned, alternative } = run;
  if (!returned) return isOneOfSeveral(alternative) && alternative ? alternative : unknown(name);
  if (!alternative) return returned;
  if (returned.kind === 'unknown' && isDefault(alternative))
    return orDefault(run, returned, newCell(lastName(name), alternative), name);
  if (!meansNothing(returned)) return eitherOf(returned, alternative);
  if (meansNothing(alternative)) return returned;
  return alternative.kind === 'number' ? unknown(name) : (oneOfFound(run) ?? alternative);
}

/** Null, false or a negative number. */
function meansNothing(value: Value): boolean {
  if (value.kind === 'null') return true;
  return value.kind === 'number' && value.fixed && value.known !== undefined && value.known <= 0;
}

/** `&Worker::Run` with the object as first argument calls a method on it. */
function selfAndRest(
  run: Interpreter,
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
    run.symbols.isDerived(object.instance.className, declaration.owner)
  ) {
    if (!target.self || args.length === declaration.parameters.length + 1)
      return { self: object.instance, rest: args.slice(1) };
  }
  return { self: target.self ?? receiverFor(run, declaration), rest: args };
}

/** `&Lens::look`, given to what is not followed and called on an object of its own. */
function receiverFor(run: Interpreter, { owner, name, isStatic }: FunctionDeclaration): Instance | undefined {
  if (owner === undefined || isStatic || lastName(owner) === lastName(name)) return undefined;
  return handedIn(run, owner);
}

function requiredParameters(declaration: FunctionDeclaration): number {
  return declaration.parameters.filter(({ initial, isPack }) => !initial && !isPack).length;
}
