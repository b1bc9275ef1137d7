/** `std::visit`: calls what it is given on what a variant holds, which is one of its alternatives. */
import { lastName } from '../program/qualified.ts';
import { argumentsOf } from '../interpret/calls/arguments.ts';
import { asCallable } from '../interpret/calls/callable.ts';
import type { CallSite } from '../interpret/calls/call-site.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { typeOfExpression } from '../interpret/names/expression-type.ts';
import { rankBy } from '../interpret/names/overloads.ts';
import { chooseOne, type Way } from '../interpret/statements/alternatives.ts';
import type { TypeName } from '../syntax/ast.ts';
import {
  pointee,
  newInstance,
  unknown,
  type FunctionTarget,
  type Instance,
  type Value,
} from '../interpret/values/value.ts';

export function visitVariant(run: Interpreter, site: CallSite): Value {
  const [visitor, variant] = argumentsOf(run, site);
  if (!visitor || !variant) return unknown('visit');
  const held = pointee(variant.value);
  const all = held.kind === 'instance' ? [held.instance] : alternativesOf(run, site);
  const ways = all.map((instance) => ({
    condition: instance.className,
    range: site.range,
    work: () =>
      callOn(run, visitor, { ...variant, cell: undefined, value: { kind: 'instance', instance } }, site),
  }));
  return chooseOne(run, ways.length ? ways : waysOf(run, visitor, variant, site)) ?? unknown('visit');
}

/** Each way in which a visitor takes what nothing is known of. */
function waysOf(
  run: Interpreter,
  visitor: Argument,
  held: Argument,
  { range }: CallSite,
): (Way & { work: () => Value })[] {
  const targets = asCallable(run, visitor.value, 1)?.targets ?? [];
  return targets.map((target) => ({
    condition: target.lambda?.expression.parameters[0]?.type.name ?? target.name,
    range,
    work: () => run.parts.invoke(target, [held], range),
  }));
}

/** An object of each of the program's classes that the variant may hold; their making was not seen. */
function alternativesOf(run: Interpreter, { expression, frame }: CallSite): Instance[] {
  const [, variant] = expression.args;
  const type = variant && withoutOptional(run, typeOfExpression(run, variant, frame));
  return (type?.args ?? []).flatMap(({ name }) => {
    const found = run.symbols.findClass(name, frame.scope);
    return found ? [newInstance(found.name, found, { assumed: true })] : [];
  });
}

/** `std::variant<A, B>` of `std::optional<std::variant<A, B>>`, by whatever names these go. */
function withoutOptional(run: Interpreter, type: TypeName | undefined): TypeName | undefined {
  const [held] = type && lastName(type.name) === 'optional' ? type.args : [];
  return held ? run.symbols.resolveType(held) : type;
}

/** Of a visitor with several `operator()` the one that takes what is held. */
function callOn(run: Interpreter, visitor: Argument, held: Argument, { range }: CallSite): Value {
  const self = pointee(visitor.value);
  const rank = rankBy(run, () => [held]);
  const declaration =
    self.kind === 'instance'
      ? run.symbols.findMethod(self.instance.className, 'operator()', 1, rank)
      : undefined;
  const own: FunctionTarget[] =
    declaration && self.kind === 'instance'
      ? [{ name: declaration.name, declaration, self: self.instance }]
      : [];
  const target = own[0] ?? oneFor(self, asCallable(run, visitor.value, 1)?.targets ?? [], held.value);
  return target ? run.parts.invoke(target, [held], range) : unknown('visit');
}

/** Of the lambdas of an overload set the one that takes what is held by its type, else the one that takes any. */
function oneFor(self: Value, targets: readonly FunctionTarget[], held: Value): FunctionTarget | undefined {
  const name = held.kind === 'instance' ? lastName(held.instance.className) : undefined;
  const takes = (target: FunctionTarget): string =>
    lastName(target.lambda?.expression.parameters[0]?.type.name ?? '');
  const all = self.kind === 'function' ? self.targets : targets;
  return all.find((one) => takes(one) === name) ?? all.find((one) => takes(one) === 'auto') ?? all[0];
}
