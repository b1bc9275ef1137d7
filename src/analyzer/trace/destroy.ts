/** What ends with a block: the objects that it declares, whose destructors may wait for the device or give things back. */
import type { Variable } from '../syntax/ast.ts';
import { isTransparent } from './arguments.ts';
import type { Machine } from './machine.ts';
import type { Cell, Instance } from './state.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { hasWeight } from './weight.ts';

/** Notes a local object, so that it is destroyed at the end of the statements that are being executed. */
export function noteLocal(machine: Machine, { type, initial, isStatic }: Variable, cell: Cell): void {
  if (isStatic || type.pointers || type.reference || cell.value.kind !== 'instance' || !cell.declared) return;
  // What another call or variable made is not this block's: its maker may keep it.
  if (initial && (initial.kind !== 'call' || isTransparent(initial))) return;
  const { instance } = cell.value;
  if (!machine.symbols.findClass(type.name)) return;
  machine.openObjects.push({ instance, cell, range: cell.declared });
}

/** Destroys the objects noted since there were so many, the last one first. */
export function endLocals(machine: Machine, since: number): void {
  while (machine.openObjects.length > since) {
    const local = machine.openObjects.pop();
    if (local && !isHandedOn(machine, local)) destroy(machine, local.instance, local.range, 0);
  }
}

function isHandedOn({ returned }: Machine, { instance, cell }: { instance: Instance; cell: Cell }): boolean {
  return cell.moved === true || (returned?.kind === 'instance' && returned.instance === instance);
}

/** Its own destructor, then those of its members and bases, as the language orders them. */
function destroy(machine: Machine, instance: Instance, site: SourceRange, depth: number): void {
  runDestructor(machine, instance, instance.className, site);
  const { declaration } = instance;
  if (!declaration || depth > 4) return;
  for (const field of declaration.fields.toReversed()) {
    const { value } = instance.fields.get(field.name) ?? {};
    const isOwn = !field.isStatic && !field.type.pointers && !field.type.reference && !field.type.args.length;
    if (isOwn && value?.kind === 'instance') destroy(machine, value.instance, site, depth + 1);
  }
  for (const base of declaration.bases.toReversed()) runDestructor(machine, instance, base, site);
}

function runDestructor(machine: Machine, self: Instance, className: string, site: SourceRange): void {
  const declaration = machine.symbols.destructorOf(className);
  if (!declaration?.body) return;
  // Outside of loops only a wait changes what the program does next.
  const weight = machine.loops.length ? 'ending' : 'waiting';
  if (!hasWeight(machine, declaration.body, weight)) return;
  const { returned, alternative } = machine;
  machine.parts.invoke({ name: declaration.name, declaration, self }, [], site);
  Object.assign(machine, { returned, alternative });
}
