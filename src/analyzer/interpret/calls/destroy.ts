/** What ends with a block: the objects that it declares, whose destructors may wait for the device or give things back. */
import type { Expression, Variable } from '../../syntax/ast.ts';
import { isTransparent } from './arguments.ts';
import type { Interpreter } from '../interpreter.ts';
import { isUniquePointer } from '../names/types.ts';
import type { Cell, Instance, Value } from '../values/value.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { hasEffect } from '../effects.ts';

/** Notes a local object, so that it is destroyed at the end of the statements that are being executed. */
export function noteLocal(run: Interpreter, variable: Variable, cell: Cell): void {
  const { type, isStatic } = variable;
  if (isStatic || type.pointers || type.reference || !cell.declared) return;
  const instance = ownsAlone(variable) ? heldBy(cell.value) : objectOf(run, variable, cell.value);
  if (instance) run.openObjects.push({ instance, cell, range: cell.declared });
}

function objectOf(run: Interpreter, { type, initial }: Variable, value: Value): Instance | undefined {
  // What another call or variable made is not this block's: its maker may keep it.
  if (initial && (initial.kind !== 'call' || isTransparent(initial))) return undefined;
  return value.kind === 'instance' && run.symbols.findClass(type.name) ? value.instance : undefined;
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
export function endLocals(run: Interpreter, since: number): void {
  while (run.openObjects.length > since) {
    const local = run.openObjects.pop();
    if (local && !isHandedOn(run, local)) destroy(run, local.instance, local.range, 0);
  }
}

function isHandedOn(
  { returned }: Interpreter,
  { instance, cell }: { instance: Instance; cell: Cell },
): boolean {
  return cell.moved === true || (returned !== undefined && heldBy(returned) === instance);
}

/** Its own destructor, then those of its members and bases, as the language orders them. */
function destroy(run: Interpreter, instance: Instance, site: SourceRange, depth: number): void {
  runDestructor(run, instance, instance.className, site);
  const { declaration } = instance;
  if (!declaration || depth > 4) return;
  for (const field of declaration.fields.toReversed()) {
    const { value } = instance.fields.get(field.name) ?? {};
    const held = value && ownedThrough(field, value);
    if (held) destroy(run, held, site, depth + 1);
  }
  for (const base of declaration.bases.toReversed()) runDestructor(run, instance, base, site);
}

/** The object that a field is, or that it alone points to. */
function ownedThrough({ type, isStatic }: Variable, value: Value): Instance | undefined {
  if (isStatic || type.pointers || type.reference) return undefined;
  if (isUniquePointer(type)) return heldBy(value);
  return !type.args.length && value.kind === 'instance' ? value.instance : undefined;
}

function runDestructor(run: Interpreter, self: Instance, className: string, site: SourceRange): void {
  const declaration = run.symbols.destructorOf(className);
  if (!declaration?.body) return;
  run.followed.add(declaration);
  if (!hasEffect(run, declaration.body, 'ending')) return;
  const { returned, alternative } = run;
  run.parts.invoke({ name: declaration.name, declaration, self }, [], site);
  Object.assign(run, { returned, alternative });
}
