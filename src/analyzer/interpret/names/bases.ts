/** What the parameters of base classes' templates stand for in the objects of classes that derive from them. */
import type { ClassDeclaration } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';
import type { Instance } from '../values/value.ts';
import { Frame } from './frame.ts';
import { classFor, type Bindings } from './template.ts';

/** Class hierarchies deeper than this are none. */
const MOST_BASES = 16;

/** The arguments that the object's class, or one on the way to it, gives `owner`, a base that is a template. */
export function bindingsInBase(
  run: Interpreter,
  { declaration, bindings }: Instance,
  owner: string,
): Bindings | undefined {
  const wanted = run.symbols.findClass(owner);
  if (!wanted?.template?.length || !declaration || wanted === declaration) return undefined;
  return climb(run, declaration, bindings, wanted, MOST_BASES);
}

function climb(
  run: Interpreter,
  from: ClassDeclaration,
  bindings: Bindings | undefined,
  wanted: ClassDeclaration,
  left: number,
): Bindings | undefined {
  const frame = new Frame(`${from.name}::`, from.chunk, undefined);
  frame.bindings = bindings;
  for (const [index, name] of from.bases.entries()) {
    const type = {
      name,
      args: from.baseArguments[index] ?? [],
      pointers: 0,
      reference: false,
      constant: false,
    };
    const base = classFor(run, type, frame);
    const declaration = base && run.symbols.findClass(base.name, from.name);
    if (declaration === wanted) return base?.bindings;
    const found = declaration && left > 0 && climb(run, declaration, base?.bindings, wanted, left - 1);
    if (found) return found;
  }
  return undefined;
}
