/** Elements of a table that differ: what is read through a running index is one of them, and decides nothing. */
import type { Interpreter } from '../interpreter.ts';
import {
  pointee,
  dynamicTarget,
  newCell,
  newInstance,
  type ArrayStore,
  type Cell,
  type Instance,
  type Pick,
  type Value,
} from './value.ts';

/** Makes what stands for any element undecided where the elements, as initialized, are not all alike. */
export function joinElements(run: Interpreter, store: ArrayStore): void {
  const [first, ...others] = [...store.at.values()].map((cell) => cell.value);
  if (first && others.length) run.store.assign(store.rest, oneOf(first, others));
}

function oneOf(first: Value, others: readonly Value[], pick?: Pick): Value {
  if (first.kind === 'instance')
    return { kind: 'instance', instance: oneOfInstances(first.instance, others, pick) };
  if (others.every((other) => isAlike(first, other))) return first;
  if (first.kind === 'number') return { ...first, fixed: false };
  if (first.kind === 'function') return oneOfFunctions([first, ...others], pick);
  return first.kind === 'string' ? { ...first, varying: true } : first;
}

/** One of two numbers or objects of a class: what differs decides nothing. The later one where they are alike, or no two of a kind. */
export function anyOf(before: Value, value: Value): Value {
  if (before.kind === 'number' && value.kind === 'number')
    return before.known === value.known ? value : { ...before, fixed: false };
  if (before.kind !== 'instance' || value.kind !== 'instance') return value;
  const either = oneOfInstances(before.instance, [value]);
  return either === before.instance ? value : { kind: 'instance', instance: either };
}

/** Whether a value stands for one of several. */
export function isOneOf(value: Value): boolean {
  return value.kind === 'function'
    ? value.oneOf === true
    : value.kind === 'instance' && value.instance.oneOf !== undefined;
}

/** One of several functions or objects of different classes; else the first, which stands for all. */
export function eitherOfAll(run: Interpreter, first: Value, others: readonly Value[], pick?: Pick): Value {
  if (others.every((other) => dynamicTarget(other) === dynamicTarget(first))) return first;
  if (first.kind === 'pointer') {
    const held = pointee(first);
    const either = eitherOfAll(run, held, others.map(pointee), pick);
    return either === held ? first : { kind: 'pointer', cell: newCell(first.cell.name, either) };
  }
  if (first.kind === 'function') return oneOfFunctions([first, ...others], pick);
  if (first.kind !== 'instance') return first;
  const all = [first, ...others].flatMap((value) => (value.kind === 'instance' ? [value.instance] : []));
  const base = run.symbols
    .lineage(first.instance.className)
    .find(({ name }) => all.every(({ className }) => run.symbols.isDerived(className, name)));
  if (!base) return first;
  const isSame = all.every(({ className }) => className === base.name);
  const fields = isSame ? new Map(oneOfInstances(first.instance, others, pick).fields) : new Map();
  return {
    kind: 'instance',
    instance: newInstance(base.name, base, { assumed: true, single: true, oneOf: all, pick, fields }),
  };
}

/** What a place holds where run time decides whether `after` takes the place of `before`; undefined where `after` does for both. */
export function eitherValue(run: Interpreter, before: Value, after: Value): Value | undefined {
  const [first, second] = [pointee(before), pointee(after)];
  if (dynamicTarget(first) === dynamicTarget(second)) return undefined;
  if (first.kind === 'function' && second.kind === 'function') return oneOfFunctions([first, second]);
  if (first.kind !== 'instance' || second.kind !== 'instance') return undefined;
  const isSameClass = first.instance.className === second.instance.className;
  const either = isSameClass ? oneOf(first, [second]) : eitherOfAll(run, first, [second]);
  if (before.kind !== 'pointer') return either;
  return { kind: 'pointer', cell: newCell(before.cell.name, either, before.cell.type) };
}

/** A function that is one of several. */
function oneOfFunctions(values: readonly Value[], pick?: Pick): Value {
  const all = values.flatMap((value) => (value.kind === 'function' ? value.targets : []));
  const decides = pick && all.length === pick.choices.length ? { pick } : {};
  return { kind: 'function', targets: all, oneOf: true, ...decides };
}

function isAlike(first: Value, other: Value): boolean {
  if (first.kind === 'function')
    return other.kind !== 'function' || dynamicTarget(first) === dynamicTarget(other);
  if (first.kind === 'number') return other.kind === 'number' && other.known === first.known;
  return first.kind !== 'string' || (other.kind === 'string' && other.text === first.text);
}

/** Shares the fields that are alike with the first element. */
function oneOfInstances(first: Instance, others: readonly Value[], pick?: Pick): Instance {
  const same = others.flatMap((other) =>
    other.kind === 'instance' && other.instance.className === first.className ? [other.instance] : [],
  );
  const differing = [...first.fields].filter(([name, cell]) =>
    same.some((other) => !isAlike(cell.value, other.fields.get(name)?.value ?? cell.value)),
  );
  if (!differing.length || same.length !== others.length) return first;
  const fields = new Map(first.fields);
  for (const [name, cell] of differing) fields.set(name, undecided(name, cell, same, pick));
  return newInstance(first.className, first.declaration, { fields });
}

function undecided(name: string, cell: Cell, others: readonly Instance[], pick: Pick | undefined): Cell {
  const values = others.flatMap((other) => other.fields.get(name)?.value ?? []);
  return { ...newCell(name, oneOf(cell.value, values, pick), cell.type, cell.declared), varying: true };
}
