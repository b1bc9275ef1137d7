import type { SymbolTable } from '../../program/symbols.ts';
import type { TypeName } from '../../syntax/ast.ts';

/** The type behind aliases. */
export function resolveType(symbols: SymbolTable, type: TypeName): TypeName {
  const name = symbols.resolveAlias(type.name);
  if (name === type.name) return type;
  const alias = symbols.aliases.named(type.name).find((candidate) => candidate.type.name);
  return alias ? { ...alias.type, pointers: alias.type.pointers + type.pointers } : { ...type, name };
}
