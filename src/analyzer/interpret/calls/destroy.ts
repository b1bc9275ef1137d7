/** What ends with a block: the objects that it declares, whose destructors may wait for the device or give things back. */
import type { Variable } from '../../syntax/ast.ts';
import { isTransparent } from './arguments.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Cell, Instance } from '../values/value.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { hasEffect } from '../effects.ts';

/** Notes a local object, so that it is destroyed at the end of the statements that are being executed. */
export function noteLocal(run: Interpreter, { type, initial, isStatic }: Variable, cell: Cell): void {
  if (isStatic || type.pointers || type.reference || cell.value.kind !== 'instance' || !cell.declared) return;
  // What another call or variable made is not this block's: its maker may keep it.
  if (initial && (initial.kind !== 'call' || isTransparent(initial))) return;
  const { instance } = cell.value;
  if (!run.symbols.findClass(type.name)) return;
  run.openObjects.push({ instance, cell, range: cell.declared });
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
  return cell.moved === true || (returned?.kind === 'instance' && returned.instance === instance);
}

/** Its own destructor, then those of its members and bases, as the language orders them. */
function destroy(run: Interpreter, instance: Instance, site: SourceRange, depth: number): void {
  runDestructor(run, instance, instance.className, site);
  const { declaration } = instance;
  if (!declaration || depth > 4) return;
  for (const field of declaration.fields.toReversed()) {
    const { value } = instance.fields.get(field.name) ?? {};
    const isOwn = !field.isStatic && !field.type.pointers && !field.type.reference && !field.type.args.length;
    if (isOwn && value?.kind === 'instance') destroy(run, value.instance, site, depth + 1);
  }
  for (const base of declaration.bases.toReversed()) runDestructor(run, instance, base, site);
}

function runDestructor(run: Interpreter, self: Instance, className: string, site: SourceRange): void {
  const declaration = run.symbols.destructorOf(className);
  if (!declaration?.body) return;
  // Outside of loops only a wait changes what the program does next.
  const weight = run.loops.length ? 'ending' : 'waiting';
  if (!hasEffect(run, declaration.body, weight)) return;
  const { returned, alternative } = run;
  run.parts.invoke({ name: declaration.name, declaration, self }, [], site);
  Object.assign(run, { returned, alternative });
}
