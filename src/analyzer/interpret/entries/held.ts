/** What an object has when a call of one of its methods has returned. */
import type { TraceObject } from '../../trace/values.ts';
import type { Cell, Instance, Value } from '../values/value.ts';
import { withParts } from './trial.ts';

/** All handles that the members of an instance lead to, however far. */
export function heldBy(self: Instance): ReadonlySet<TraceObject> {
  const held = new Set<TraceObject>();
  const seen = new Set<unknown>();
  const pending: Value[] = [{ kind: 'instance', instance: self }];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (value.kind === 'object') for (const part of withParts(value.object)) held.add(part);
    const inner = innerOf(value);
    if (!inner || seen.has(inner.of)) continue;
    seen.add(inner.of);
    pending.push(...inner.cells.map((cell) => cell.value));
  }
  return held;
}

function innerOf(value: Value): { of: unknown; cells: Cell[] } | undefined {
  switch (value.kind) {
    case 'instance':
      return { of: value.instance, cells: [...value.instance.fields.values()] };
    case 'array':
      return { of: value.store, cells: [...value.store.at.values(), value.store.rest] };
    case 'pointer':
      return { of: value.cell, cells: [value.cell] };
    default:
      return undefined;
  }
}
