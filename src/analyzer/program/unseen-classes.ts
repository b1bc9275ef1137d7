/** Classes whose header is not at hand: they are known by the definitions of their members. */
import type { ClassDeclaration, FunctionDeclaration, Variable } from '../syntax/ast.ts';
import { unknownType } from '../syntax/lower-types.ts';

/** The class that a method's definition tells of; `isClass`: whether a name is one, as the names of bases are. */
export function classOf(
  owner: string,
  methods: readonly FunctionDeclaration[],
  isClass: (name: string) => boolean,
): ClassDeclaration | undefined {
  const [first] = methods;
  if (!first) return undefined;
  const initializers = methods.flatMap((method) => method.initializers);
  const fields = new Map<string, Variable>();
  for (const { name, start, end } of initializers)
    if (!isClass(name)) fields.set(name, fieldNamed(name, start, end));
  const bases = [...new Set(initializers.map(({ name }) => name).filter(isClass))];
  const { chunk, start, end } = first;
  return {
    kind: 'class',
    name: owner,
    isPartial: true,
    bases,
    baseArguments: bases.map(() => []),
    fields: [...fields.values()],
    chunk,
    start,
    end,
  };
}

function fieldNamed(name: string, start: number, end: number): Variable {
  const none = { braces: false, isStatic: false, isConst: false, isExtern: false };
  return { name, type: unknownType, dims: [], ...none, start, end };
}
