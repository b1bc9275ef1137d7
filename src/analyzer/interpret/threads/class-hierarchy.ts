/**
 * Objects behind a pointer to a base class whose making was not seen: made by a factory from a name, or kept in a
 * container that is not followed. What is called on them is called on one object of each derived class: of those that the
 * program makes, or of all where it makes none in the text at hand (macros that register classes do).
 */
import type { SourceRange } from '../../../pipeline/source.ts';
import type { ClassDeclaration } from '../../syntax/ast.ts';
import { makeInstance } from '../calls/construct.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Instance } from '../values/value.ts';

/** With more classes than that, a program uses some of a library's: which ones cannot be told. */
const MAX_MEMBERS = 16;

/** The objects that an object of a polymorphic base, whose making was not seen, may be; none where it can only be itself. */
export function membersOf(run: Interpreter, instance: Instance, site: SourceRange): Instance[] {
  if (instance.oneOf) return [...instance.oneOf];
  if (!instance.assumed || !instance.declaration) return [];
  const classes = descendantsOf(run, instance.declaration);
  if (!classes.length) return [];
  const made = classes.flatMap(({ name }) => run.firstOfClass.get(name) ?? []);
  if (made.length) return made.slice(0, MAX_MEMBERS);
  if (classes.length > MAX_MEMBERS) return [];
  return run.before(() => classes.map(({ name }) => makeInstance(run, name, [], '', site)));
}

/** The classes of which objects behind a pointer to a polymorphic one may be: those that derive from it, and itself. */
function descendantsOf(run: Interpreter, base: ClassDeclaration): readonly ClassDeclaration[] {
  const known = run.descendants.get(base);
  if (known) return known;
  const derived = run.symbols.isPolymorphic(base.name) ? run.symbols.hierarchy.below(base) : [];
  const found = derived.length ? [...derived, base].filter(({ name }) => !isAbstract(run, name)) : [];
  run.descendants.set(base, found);
  return found;
}

/** Whether a class leaves a virtual method without a body: of such a class there are no objects. */
function isAbstract(run: Interpreter, className: string): boolean {
  return run.symbols.virtualMethods(className).some((method) => {
    const own = run.symbols.findMethod(className, method, -1);
    return own === undefined;
  });
}
