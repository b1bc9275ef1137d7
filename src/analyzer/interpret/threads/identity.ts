/** What tells threads apart that are started at one place by one function: what they do, and the things that they own. */
import { usedVariables } from '../../syntax/visit.ts';
import type { Argument } from '../interpreter.ts';
import { modelFiles } from '../values/model-files.ts';
import type { ObjectKind, TraceObject } from '../../trace/values.ts';
import {
  dynamicTarget,
  type FunctionTarget,
  type Instance,
  type NumberValue,
  type Value,
} from '../values/value.ts';

/** Equal for starts that are replicas of one thread. */
export function identityOf(target: FunctionTarget, args: readonly Argument[]): string {
  const held = heldBy(target, args);
  return held.map((value) => `${dynamicTarget(value)}${thingIn(value)}`).join();
}

/**
 * The numbers that a thread is given, which tell apart those that one place starts: `start(0); start(1);`. What counts the passes
 * of a loop is another number for each replica, and tells only those apart that passes start one by one.
 */
export function numbersGiven(target: FunctionTarget, args: readonly Argument[], isOneByOne: boolean): string {
  return heldBy(target, args)
    .flatMap((value) => (isNumber(value, isOneByOne) ? [String(value.known)] : []))
    .join();
}

const isNumber = (value: Value, isOneByOne: boolean): value is NumberValue =>
  value.kind === 'number' && (isOneByOne || (value.fixed && !value.index));

/** The files of models that a thread is given: those of different ones are different threads. */
export function filesGiven(target: FunctionTarget, args: readonly Argument[]): string {
  return heldBy(target, args)
    .flatMap((value) => modelFiles(value))
    .join();
}

/** What a thread has from who starts it. */
const heldBy = (target: FunctionTarget, args: readonly Argument[]): Value[] => [
  ...boundTo(target),
  ...args.map(({ value }) => value),
];

/** The object that a method is called on, what is bound, and what a lambda captures. */
function boundTo({ self, bound, lambda }: FunctionTarget): Value[] {
  const own: Value[] = self ? [{ kind: 'instance', instance: self }] : [];
  const given = bound?.filter((value) => value !== undefined) ?? [];
  const names = lambda ? usedVariables(lambda.expression.body) : [];
  return [...own, ...given, ...names.flatMap((name) => lambda?.frame.find(name)?.value ?? [])];
}

/** The thing that a value is or leads to; numbers and texts are none. */
function thingIn(value: Value, depth = 0): string {
  if (value.kind === 'instance') return `#${value.instance.id}`;
  if (value.kind === 'object') return value.object.id;
  return value.kind === 'pointer' && depth < 4 ? thingIn(value.cell.value, depth + 1) : '';
}

/**
 * Whether objects are apart from each other and own streams, models and the like: a pass over them is another one for each.
 * Those of which all were made together take turns.
 */
export function areOwners(items: readonly Value[]): boolean {
  if (items.slice(1).every((item) => item.kind === 'instance' && item.instance.like)) return false;
  const owned = items.flatMap((item) => (item.kind === 'instance' ? ownedBy(item.instance) : []));
  return owned.length >= items.length && new Set(owned).size === owned.length;
}

function ownedBy({ fields }: Instance): TraceObject[] {
  return [...fields.values()].flatMap(({ value }) =>
    value.kind === 'object' && OWNED.has(value.object.kind) ? [value.object] : [],
  );
}

const OWNED: ReadonlySet<ObjectKind> = new Set(['stream', 'model', 'context', 'channel']);
