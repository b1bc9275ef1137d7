/**
 * Which class derives from which. The name of a base is looked up where the class stands: two namespaces may have a class of
 * one name, of which one derives from the other. A class that comes to itself has no base there: a program has no such one,
 * but a template's recursion and broken text do.
 */
import type { ClassDeclaration } from '../syntax/ast.ts';
import { lastName } from './qualified.ts';
import { push } from '../../base/push.ts';

type Find = (name: string, scope: string) => ClassDeclaration | undefined;

/** Classes of one hierarchy that are gone through. */
const MOST_CLASSES = 200;

/** A base, and its class where that is at hand. */
interface Base {
  name: string;
  declaration?: ClassDeclaration;
}

export class Hierarchy {
  private readonly bases = new Map<ClassDeclaration, readonly Base[]>();
  private readonly derived = new Map<string, ClassDeclaration[]>();

  constructor(
    classes: readonly ClassDeclaration[],
    private readonly find: Find,
  ) {
    for (const one of classes)
      for (const { name, declaration } of this.basesOf(one))
        push(this.derived, declaration?.name ?? lastName(name), one);
  }

  basesOf(derived: ClassDeclaration): readonly Base[] {
    const known = this.bases.get(derived);
    if (known) return known;
    const found = derived.bases
      .map((name): Base => {
        const declaration = this.find(name, derived.name);
        return declaration ? { name: declaration.name, declaration } : { name };
      })
      .filter(({ declaration }) => declaration !== derived);
    this.bases.set(derived, found);
    return found;
  }

  /** The class and all its bases, nearest first. */
  above(declaration: ClassDeclaration): ClassDeclaration[] {
    return closure(declaration, (one) => this.basesOf(one).flatMap((base) => base.declaration ?? []));
  }

  /** Classes that derive from one directly. */
  derivedFrom(className: string): readonly ClassDeclaration[] {
    const name = this.find(className, '')?.name;
    return (
      (name === undefined ? undefined : this.derived.get(name)) ?? this.derived.get(lastName(className)) ?? []
    );
  }

  /** All that derive from a class, the nearest first. */
  below(base: ClassDeclaration): ClassDeclaration[] {
    return closure(base, ({ name }) => this.derivedFrom(name)).slice(1);
  }
}

function closure(
  first: ClassDeclaration,
  next: (one: ClassDeclaration) => readonly ClassDeclaration[],
): ClassDeclaration[] {
  const found = new Set([first]);
  for (const one of found) {
    if (found.size >= MOST_CLASSES) break;
    for (const more of next(one)) found.add(more);
  }
  return [...found];
}
