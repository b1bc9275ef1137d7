/** What ends with a block: the objects that it declares, whose destructors may wait for the device or give things back. */
import type { Expression, Statement, TypeName, Variable } from '../../syntax/ast.ts';
import { isTransparent } from './arguments.ts';
import { lastName } from '../../program/qualified.ts';
import { deleterFor, endByDeleter, isOnlyLookedAt, isSameThing } from './deleters.ts';
import type { Interpreter } from '../interpreter.ts';
import { isOptional, isUniquePointer, lastTypeName } from '../names/types.ts';
import {
  pointee,
  type ArrayStore,
  type Cell,
  type FunctionValue,
  type Instance,
  type Value,
} from '../values/value.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { hasEffect, isEffective } from '../effects.ts';
import { asFunction } from './callable.ts';

type LocalOwner = Interpreter['openObjects'][number];

/** Notes what a local variable owns, so that it is destroyed at the end of the statements that are being executed. */
export function noteLocal(run: Interpreter, variable: Variable, cell: Cell): void {
  const { type, isStatic } = variable;
  if (isStatic || type.pointers || type.reference || !cell.declared) return;
  const holder = holderOf(run, variable);
  if (holder && deleterFor(run, holder, cell.value))
    return void run.openObjects.push({ cell, range: cell.declared, type: holder });
  const instance = ownsAlone(variable) ? heldBy(cell.value) : objectOf(run, variable, cell.value);
  if (instance) run.openObjects.push({ cell, range: cell.declared, instance });
  else if (isOwner(variable, cell.value)) run.openObjects.push({ cell, range: cell.declared });
}

/** The type of a variable that is a smart pointer of its own: declared so, or made by what gives one. */
function holderOf(run: Interpreter, { type, initial }: Variable): TypeName | undefined {
  const made = type.name === 'auto' ? initial && typeMade(run, initial) : type;
  const resolved = made && run.symbols.resolveType(made);
  if (!resolved || resolved.pointers || resolved.reference) return undefined;
  const isShared = lastTypeName(resolved) === 'shared_ptr' && !isCopied(initial);
  return isShared || isUniquePointer(resolved) ? resolved : undefined;
}

/** Made of something that another may hold too, and not by `std::shared_ptr<T>(x, d)`. */
const isCopied = (initial: Expression | undefined): boolean =>
  initial !== undefined && (initial.kind !== 'call' || initial.args.length < 2);

/** `Holder(x)`, and the type that a function of the program returns. */
function typeMade(run: Interpreter, made: Expression): TypeName | undefined {
  if (made.kind !== 'call' || made.callee.kind !== 'name') return undefined;
  const { name, args = [] } = made.callee;
  const itself = { name, args, pointers: 0, reference: false, constant: false };
  if (run.symbols.findClass(name)) return itself;
  const [called] = run.symbols.functions.named(lastName(name));
  return called?.returns ?? itself;
}

function objectOf(run: Interpreter, { type, initial }: Variable, value: Value): Instance | undefined {
  // What another call or variable made is not this block's: its maker may keep it.
  if (initial && (!/^(call|binary)$/.test(initial.kind) || isTransparent(initial))) return undefined;
  if (value.kind !== 'instance') return undefined;
  // What an operator gives is an object of its own.
  if (initial?.kind === 'binary') return value.instance;
  const made = type.name === 'auto' ? initial && typeMade(run, initial) : type;
  const isObject = made && !made.pointers && !made.reference && run.symbols.findClass(made.name);
  return isObject ? value.instance : undefined;
}

/** An array, a container, or a holder that gets later what it then owns alone. */
function isOwner({ type, initial }: Variable, value: Value): boolean {
  if (initial && initial.kind !== 'list') return false;
  return value.kind === 'array' || isUniquePointer(type) || isOptional(type);
}

/** `auto p = std::make_unique<T>(…)`, `std::unique_ptr<T> p(new T)`: nobody else ends what it points to. */
function ownsAlone({ type, initial, args }: Variable): boolean {
  const made = initial ?? args?.[0];
  const isMade = made?.kind === 'new' || (made?.kind === 'call' && /\bmake_unique$/.test(calleeOf(made)));
  return isMade && (isUniquePointer(type) || (type.name === 'auto' && made.kind === 'call'));
}

const calleeOf = ({ callee }: Extract<Expression, { kind: 'call' }>): string =>
  callee.kind === 'name' ? callee.name : '';

function heldBy(value: Value): Instance | undefined {
  if (value.kind === 'pointer') return heldBy(value.cell.value);
  return value.kind === 'instance' ? value.instance : undefined;
}

/** Destroys the objects noted since there were so many, the last one first. */
export function endLocals(run: Interpreter, since: number, statements: readonly Statement[]): void {
  while (run.openObjects.length > since) {
    const local = run.openObjects.pop();
    if (!local || isHandedOn(run, local)) continue;
    const { instance, cell, range, type } = local;
    if (type) endHolder(run, type, local, statements);
    else if (instance) destroy(run, instance, range, 0);
    else if (cell.type) destroyOwned(run, cell.type, cell, range, 0);
  }
}

/** A pointer that others may share has the last word only where no one else can have it. */
function endHolder(
  run: Interpreter,
  type: TypeName,
  { cell, range }: LocalOwner,
  statements: readonly Statement[],
): void {
  if (isUniquePointer(type) || isOnlyLookedAt(statements, cell.name))
    endByDeleter(run, type, cell.value, range);
}

function isHandedOn({ returned }: Interpreter, { instance, cell, type }: LocalOwner): boolean {
  if (cell.moved === true || !returned) return cell.moved === true;
  if (type) return isSameThing(returned, cell.value);
  if (returned.kind === 'array') return cell.value.kind === 'array' && cell.value.store === returned.store;
  const held = heldBy(returned);
  return held !== undefined && held === (instance ?? heldBy(cell.value));
}

/** Ends what a pointer leads to: an object, or those of an array. */
export function endOf(run: Interpreter, value: Value, site: SourceRange): void {
  const led = pointee(value);
  if (led.kind === 'instance') destroy(run, led.instance, site, 0);
  else if (led.kind === 'array') destroyElements(run, led.store, site, 0);
}

/** Ends what a variable that is kept holds, where that is its own. */
export function endPlace(run: Interpreter, cell: Cell): void {
  if (cell.type && cell.declared) destroyOwned(run, cell.type, cell, cell.declared, 0);
}

/** Its own destructor, then those of its members and bases, as the language orders them. */
function destroy(run: Interpreter, instance: Instance, site: SourceRange, depth: number): void {
  runDestructor(run, instance, instance.className, site);
  const { declaration } = instance;
  if (!declaration || depth > 4) return;
  for (const field of declaration.fields.toReversed()) {
    const cell = instance.fields.get(field.name);
    if (cell && !field.isStatic) destroyOwned(run, field.type, cell, site, depth + 1);
  }
  for (const base of declaration.bases.toReversed()) runDestructor(run, instance, base, site);
}

/** The object that a place of this type is, that it alone points to, or those that are in it. */
function destroyOwned(
  run: Interpreter,
  declared: TypeName,
  cell: Cell,
  site: SourceRange,
  depth: number,
): void {
  const { value } = cell;
  const type = run.symbols.resolveType(declared);
  if (type.pointers || type.reference || cell.moved) return;
  if (isUniquePointer(type) && endByDeleter(run, type, value, site)) return;
  if (value.kind === 'array') destroyElements(run, value.store, site, depth);
  else {
    const held = isUniquePointer(type) || isOptional(type) ? heldBy(value) : plainObject(type, value);
    if (held) destroy(run, held, site, depth);
  }
}

const plainObject = ({ args }: TypeName, value: Value): Instance | undefined =>
  !args.length && value.kind === 'instance' ? value.instance : undefined;

/** What is left in a queue between threads is not told. */
const handsOver = ({ queue, typeName }: ArrayStore): boolean =>
  queue !== undefined && !/(^|::)vector$/.test(typeName);

/** Elements that are told apart each by itself, and one that stands for all as often as there are some. */
function destroyElements(run: Interpreter, store: ArrayStore, site: SourceRange, depth: number): void {
  const { element, at, rest, size } = store;
  if (!element || handsOver(store) || depth > 4) return;
  const held = new Set([...at.values()].map(({ value }) => heldBy(value)));
  for (const cell of [...at.values()].toReversed()) destroyOwned(run, element, cell, site, depth + 1);
  if (held.has(heldBy(rest.value))) return;
  const end = (): void => destroyOwned(run, element, rest, site, depth + 1);
  if (size && !at.size && size.known !== 0) run.repeated(size.quantity, site, '', end);
  else end();
}

function runDestructor(run: Interpreter, self: Instance, className: string, site: SourceRange): void {
  const declaration = run.symbols.destructorOf(className);
  if (!declaration?.body) return;
  run.followed.add(declaration);
  if (!hasEffect(run, declaration.body, 'ending') && !holdsWork(run, self)) return;
  const { returned, alternative } = run;
  run.parts.invoke({ name: declaration.name, declaration, self }, [], site);
  Object.assign(run, { returned, alternative });
}

/** `~Guard() { end_(); }`, `for (auto &end : ends_) end();`: what it calls is what it was given. */
const holdsWork = (run: Interpreter, { fields }: Instance): boolean =>
  [...fields.values()].flatMap(({ value }) => heldIn(value)).some((held) => isEffective(run, held, 'ending'));

function heldIn(value: Value): FunctionValue[] {
  if (value.kind !== 'array') return [asFunction(value) ?? []].flat();
  return [value.store.rest, ...value.store.at.values()].flatMap((cell) => asFunction(cell.value) ?? []);
}
