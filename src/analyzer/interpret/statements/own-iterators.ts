/** How far iterators of the program's own classes go: what one step moves, and where they meet their end. */
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { divideUp } from '../../../pipeline/quantity.ts';
import { lastName } from '../../program/qualified.ts';
import type { Interpreter } from '../interpreter.ts';
import { calculate } from '../values/numbers.ts';
import { openNumber } from '../values/open-numbers.ts';
import { literal, pointee, unknown, type Instance, type NumberValue, type Value } from '../values/value.ts';

/** From its begin to its end an iterator's `field` goes so many times by `step`. */
export interface Course {
  field: string;
  first: NumberValue;
  step: NumberValue;
  passes: NumberValue;
  /** What stands at its begin, and one step on. */
  items: readonly [Value, Value];
}

/** More than any source writes one after the other. */
const MOST = 1e9;

/** The course of an iterator that counts; undefined where no number in it tells. It is moved on the way. */
export function courseOf(run: Interpreter, it: Instance, end: Value, site: SourceRange): Course | undefined {
  const before = numbersOf(it);
  const first = call(run, it, '*', [], site);
  if (!first || !call(run, it, '++', [], site)) return undefined;
  const moved = [...before].flatMap(([field, from]) => stepOf(it, field, from) ?? []);
  const items = [first, call(run, it, '*', [], site) ?? unknown()] as const;
  for (const one of moved) {
    const ends = numbersAt(run, pointee(end), one.field);
    for (const last of lastsOf(before, ends, one.field)) {
      const passes = passesBetween(one.first, last, one.step);
      if (passes && endsThere(run, it, { ...one, passes }, end, site)) return { ...one, passes, items };
    }
  }
  return undefined;
}

function numbersOf({ fields }: Instance): Map<string, NumberValue> {
  const numbers = new Map<string, NumberValue>();
  for (const [name, { value }] of fields) if (value.kind === 'number') numbers.set(name, value);
  return numbers;
}

function stepOf(
  it: Instance,
  field: string,
  first: NumberValue,
): Omit<Course, 'passes' | 'items'> | undefined {
  const value = it.fields.get(field)?.value;
  const step = value?.kind === 'number' ? calculate('-', value, first) : undefined;
  return step?.known ? { field, first, step } : undefined;
}

/** The numbers of its end; where only run time knows that of the field it is open. */
function numbersAt(run: Interpreter, end: Value, field: string): ReadonlyMap<string, NumberValue> {
  if (end.kind !== 'instance') return new Map();
  const cell = end.instance.fields.get(field);
  const number = cell?.value.kind === 'unknown' && openNumber(run, cell.value.text);
  if (number) run.store.write(cell, number);
  return numbersOf(end.instance);
}

/** Where it may end, most likely first: the same field of its end, any other number of either, zero. */
function lastsOf(
  before: ReadonlyMap<string, NumberValue>,
  ends: ReadonlyMap<string, NumberValue>,
  field: string,
): NumberValue[] {
  const same = ends.get(field);
  const others = [...ends, ...before].flatMap(([name, value]) => (name === field ? [] : [value]));
  return [...(same ? [same] : []), ...others, literal(0)];
}

function passesBetween(first: NumberValue, last: NumberValue, step: NumberValue): NumberValue | undefined {
  const way = calculate('-', last, first);
  if (way?.known === undefined || !step.known || way.known / step.known < 0) return undefined;
  const known = Math.ceil(way.known / step.known);
  if (known > MOST) return undefined;
  if (typeof way.quantity === 'number') return literal(known);
  const isUp = step.known > 0;
  const [whole, by] = isUp ? [way, step] : [negated(way), negated(step)];
  if (!whole || !by) return undefined;
  return { ...way, known, quantity: by.known === 1 ? whole.quantity : divideUp(whole.quantity, by.quantity) };
}

const negated = (value: NumberValue) => calculate('-', literal(0), value);

/** Whether it goes on until it has made so many steps, and no further. */
function endsThere(
  run: Interpreter,
  it: Instance,
  { field, first, step, passes }: Omit<Course, 'items'>,
  end: Value,
  site: SourceRange,
): boolean {
  const goesOnAfter = (steps: number): boolean | undefined => {
    const cell = it.fields.get(field);
    if (!cell || first.known === undefined || !step.known) return undefined;
    run.store.write(cell, literal(first.known + steps * step.known));
    return isOther(run, it, end, field, site);
  };
  const count = passes.known ?? 0;
  return goesOnAfter(count) === false && (count === 0 || goesOnAfter(count - 1) === true);
}

/** `it != end`, however the class says it; without a text of its own it compares member by member. */
function isOther(
  run: Interpreter,
  it: Instance,
  end: Value,
  field: string,
  site: SourceRange,
): boolean | undefined {
  const differs = call(run, it, '!=', [end], site);
  if (differs) return truthOf(differs);
  const same = call(run, it, '==', [end], site);
  if (same) return truthOf(same) === false;
  const of = pointee(end);
  const [own, last] = [it, of.kind === 'instance' ? of.instance : undefined].map(
    (one) => one?.fields.get(field)?.value,
  );
  return own?.kind === 'number' && last?.kind === 'number' ? own.known !== last.known : undefined;
}

const truthOf = (value: Value | undefined): boolean | undefined =>
  value?.kind === 'number' && value.known !== undefined ? value.known !== 0 : undefined;

const call = (
  run: Interpreter,
  it: Instance,
  operator: string,
  others: readonly Value[],
  site: SourceRange,
) => calledOf(run, it, `operator${operator}`, others, site);

/** What a method of an object's class gives, or a function that takes the object first; undefined where it has none. */
export function calledOf(
  run: Interpreter,
  self: Instance,
  name: string,
  others: readonly Value[],
  site: SourceRange,
): Value | undefined {
  const given = (values: readonly Value[]) => values.map((value) => ({ value, text: '', range: site }));
  const method = run.symbols.findMethod(self.className, name, others.length);
  if (method?.parameters.length === others.length)
    return run.parts.invoke({ name: method.name, declaration: method, self }, given(others), site);
  const values: Value[] = [{ kind: 'instance', instance: self }, ...others];
  const free = functionOf(run, self, name, values.length);
  return free && run.parts.invoke({ name: free.name, declaration: free }, given(values), site);
}

function functionOf(
  { symbols }: Interpreter,
  { className }: Instance,
  name: string,
  count: number,
): FunctionDeclaration | undefined {
  const last = lastName(className);
  return symbols.functions.named(name).find(({ body, parameters, owner }) => {
    const [first] = parameters;
    const isOfClass = first && lastName(symbols.resolveType(first.type).name) === last;
    return body && parameters.length === count && (owner === undefined || owner === className) && isOfClass;
  });
}
