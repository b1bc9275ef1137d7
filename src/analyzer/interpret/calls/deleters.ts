/** Smart pointers that end what they hold by a function of their own: `std::unique_ptr<T, D>`, `std::shared_ptr<T> p(x, d)`. */
import { oncePer } from '../../../base/once.ts';
import type { Statement, TypeName } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { SourceRange } from '../../../pipeline/source.ts';
import { hasEffect } from '../effects.ts';
import type { Interpreter } from '../interpreter.ts';
import { isUniquePointer } from '../names/types.ts';
import { newInstance, type FunctionTarget, type FunctionValue, type Value } from '../values/value.ts';
import { asCallable, rowOf } from './callable.ts';

/** What ends a thing that a smart pointer holds. */
const deletersOf = oncePer((_run: Interpreter) => new WeakMap<object, FunctionValue>());

/** Keeps what ends a thing, where a smart pointer is made of it. */
export function keepDeleter(run: Interpreter, type: TypeName, held: Value, given: Value | undefined): void {
  const deleter = (given && asCallable(run, given, 1)) ?? deleterOfType(run, type);
  const thing = thingOf(held);
  if (deleter && thing) deletersOf(run).set(thing, deleter);
  if (deleter && held.kind === 'object') held.object.isOwned = true;
}

/** Ends what a smart pointer of this type holds by its own deleter; false where it has none. */
export function endByDeleter(run: Interpreter, type: TypeName, value: Value, site: SourceRange): boolean {
  const deleter = deleterFor(run, type, value);
  if (!deleter) return false;
  if (value.kind === 'null' || (value.kind === 'object' && value.cleared)) return true;
  const { returned, alternative } = run;
  for (const target of deleter.targets.filter((one) => mayEnd(run, one)))
    run.parts.invoke(target, [{ value, text: '', range: site }], site);
  Object.assign(run, { returned, alternative });
  return true;
}

export function deleterFor(run: Interpreter, type: TypeName, value: Value): FunctionValue | undefined {
  const thing = thingOf(value);
  return (thing && deletersOf(run).get(thing)) ?? deleterOfType(run, type);
}

function mayEnd(run: Interpreter, target: FunctionTarget): boolean {
  const body = target.declaration?.body ?? target.lambda?.expression.body;
  return body ? hasEffect(run, body, 'ending') : rowOf(target) !== undefined;
}

/** `D` of `std::unique_ptr<T, D>`, where it is a class of the program. */
function deleterOfType(run: Interpreter, type: TypeName): FunctionValue | undefined {
  const given = isUniquePointer(type) ? type.args[1] : undefined;
  const made = given && run.symbols.findClass(run.symbols.resolveType(given).name);
  const declaration = made && run.symbols.findMethod(made.name, 'operator()', 1);
  if (!declaration) return undefined;
  const self = newInstance(made.name, made);
  return { kind: 'function', targets: [{ name: declaration.name, declaration, self }] };
}

/** What tells a thing from others: the object that it is, or its place. */
function thingOf(value: Value): object | undefined {
  if (value.kind === 'object') return value.object;
  if (value.kind === 'instance') return value.instance;
  if (value.kind === 'array') return value.store;
  return value.kind === 'pointer' ? value.cell : undefined;
}

/** Whether both are the same thing. */
export function isSameThing(a: Value, b: Value): boolean {
  const thing = thingOf(a);
  return thing !== undefined && thing === thingOf(b);
}

/** Whether the statements only look at what a smart pointer holds (`p.get()`, `*p`, `p->f`), and copy it nowhere. */
export function isOnlyLookedAt(statements: readonly Statement[], name: string): boolean {
  let left = 0;
  visitExpressions(statements, (one) => {
    if (one.kind === 'name' && one.name === name) left++;
    const looked =
      one.kind === 'member' ? one.object : one.kind === 'unary' && /^[*!]$/.test(one.operator) && one.operand;
    if (looked && looked.kind === 'name' && looked.name === name) left--;
    const taken = one.kind === 'lambda' ? one.captures : undefined;
    if (taken && (taken.all === 'value' || taken.named.some((capture) => capture.name === name))) left++;
  });
  return left === 0;
}
