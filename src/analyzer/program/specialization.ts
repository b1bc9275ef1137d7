/** Which specialization of a class template its arguments choose. */
import type { ClassDeclaration, TypeName } from '../syntax/ast.ts';
import { lastName } from './qualified.ts';

/** What a specialization's parameters stand for where its arguments are those; undefined where they are not. */
export function matchAll(
  { specialized = [], template = [] }: ClassDeclaration,
  args: readonly TypeName[],
): Map<string, TypeName> | undefined {
  if (specialized.length !== args.length) return undefined;
  const open = new Set(template.map(({ name }) => name));
  const matched = new Map<string, TypeName>();
  const fits = specialized.every((pattern, index) => {
    const arg = args[index];
    return arg !== undefined && matches(pattern, arg, open, matched);
  });
  return fits ? matched : undefined;
}

function matches(
  pattern: TypeName,
  arg: TypeName,
  open: ReadonlySet<string>,
  matched: Map<string, TypeName>,
): boolean {
  if (open.has(pattern.name)) {
    if (pattern.pointers > arg.pointers) return false;
    matched.set(pattern.name, { ...arg, pointers: arg.pointers - pattern.pointers });
    return true;
  }
  return (
    lastName(pattern.name) === lastName(arg.name) &&
    pattern.pointers === arg.pointers &&
    pattern.args.every((inner, index) => {
      const other = arg.args[index];
      return other !== undefined && matches(inner, other, open, matched);
    })
  );
}
