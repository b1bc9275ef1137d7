/** Objects that whoever calls an entry hands in: those that the functions of the same interface make. */
import type { ClassDeclaration, FunctionDeclaration } from '../../syntax/ast.ts';
import { asStatement } from '../../syntax/visit.ts';
import { lastName } from '../../program/qualified.ts';
import { hasEffect } from '../effects.ts';
import { heldBy } from '../entries/held.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Instance } from '../values/value.ts';

/**
 * The object of a class behind a pointer that nobody at hand gave: of an entry the one that was made before, else one that
 * its constructor makes. Undefined where it may be any, as plain data are.
 */
export function handedIn(run: Interpreter, className: string): Instance | undefined {
  const declaration = run.symbols.findClass(className);
  if (!declaration || run.trace.threads[0]?.kind !== 'library') return undefined;
  const made = run.firstOfClass.get(declaration.name);
  if (made) return heldBy(made).size > 0 ? made : undefined;
  if (run.symbols.isPolymorphic(declaration.name) || !setsItselfUp(run, declaration)) return undefined;
  return run.before(() => run.parts.make(run, declaration.name, [], '', run.statement), 'program');
}

/** Its constructors, or what its fields begin with, make what a frame needs. */
function setsItselfUp(run: Interpreter, { name, fields }: ClassDeclaration): boolean {
  const begun = fields.flatMap(({ initial, args = [] }) => (initial ? [initial, ...args] : args));
  if (hasEffect(run, begun.map(asStatement), 'making')) return true;
  return run.symbols.functions
    .named(lastName(name))
    .some((one) => isConstructorOf(one, name) && hasEffect(run, textOf(one), 'making'));
}

const isConstructorOf = ({ owner, name }: FunctionDeclaration, className: string): boolean =>
  owner === className && lastName(name) === lastName(className);

const textOf = ({ body = [], initializers }: FunctionDeclaration) => [
  ...body,
  ...initializers.flatMap(({ args }) => args.map(asStatement)),
];
