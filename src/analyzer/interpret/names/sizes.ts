/** Sizes of types in bytes, as a 64-bit Linux has them. */
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, TypeName, Variable } from '../../syntax/ast.ts';
import { literal, type NumberValue } from '../values/value.ts';
import { ownValue } from '../../../base/own-value.ts';

const sizes: Record<string, number> = {
  bool: 1,
  char: 1,
  int8_t: 1,
  uint8_t: 1,
  byte: 1,
  uchar: 1,
  Byte: 1,
  short: 2,
  int16_t: 2,
  uint16_t: 2,
  aclFloat16: 2,
  half: 2,
  int: 4,
  unsigned: 4,
  int32_t: 4,
  uint32_t: 4,
  float: 4,
  aclError: 4,
  long: 8,
  int64_t: 8,
  uint64_t: 8,
  size_t: 8,
  double: 8,
  ssize_t: 8,
  uintptr_t: 8,
};

/** Whether a type is a number's of the language or of its library. */
export const isNumberType = ({ name, pointers }: TypeName): boolean =>
  pointers === 0 && ownValue(sizes, name.replace(/^std::/, '')) !== undefined;

/** Size of a type; undefined where it is not known here. */
export function sizeOfType(symbols: SymbolTable, type: TypeName, depth = 0): NumberValue | undefined {
  if (type.pointers > 0) return literal(8);
  const name = type.name.replace(/^(std::|cv::|unsigned |signed |const )+/, '').replace(/ (int|char)$/, '');
  const size = ownValue(sizes, name) ?? ownValue(sizes, name.split(' ').at(-1) ?? '');
  if (size !== undefined) return literal(name.startsWith('long') ? 8 : size);
  const declaration = depth < 5 ? symbols.findClass(type.name) : undefined;
  if (!declaration) return /^acl\w+$|^void$|_t$/.test(name) ? literal(name === 'void' ? 1 : 8) : undefined;
  return sizeOfFields(symbols, declaration.fields, depth);
}

/** Fields one behind the other, each aligned to its own size, as compilers lay them out. */
function sizeOfFields(
  symbols: SymbolTable,
  fields: readonly Variable[],
  depth: number,
): NumberValue | undefined {
  let end = 0;
  let widest = 1;
  for (const { type, dims, isStatic } of fields) {
    if (isStatic) continue;
    const one = sizeOfType(symbols, type, depth + 1)?.known;
    const count = elementsOf(symbols, dims);
    if (one === undefined || count === undefined) return undefined;
    const alignment = Math.min(8, powerIn(one));
    widest = Math.max(widest, alignment);
    end = aligned(end, alignment) + one * count;
  }
  return literal(aligned(end, widest));
}

function elementsOf(symbols: SymbolTable, dims: Variable['dims']): number | undefined {
  let count = 1;
  for (const dim of dims) {
    const length = dim && constantOf(symbols, dim);
    if (length === undefined) return undefined;
    count *= length;
  }
  return count;
}

/** A number, or the name of a constant with a plain number. */
function constantOf(symbols: SymbolTable, expression: Expression): number | undefined {
  if (expression.kind === 'number') return expression.value;
  if (expression.kind !== 'name') return undefined;
  const [macro] = symbols.macros.named(expression.name);
  if (macro)
    return /^\(?\d+[uUlL]*\)?$/.test(macro.body.trim())
      ? Number.parseInt(macro.body.replace('(', ''), 10)
      : undefined;
  const initial = symbols.globals.named(expression.name)[0]?.variable.initial;
  return initial?.kind === 'number' ? initial.value : undefined;
}

/** The largest power of two that a size is a multiple of: what a struct is aligned to. */
function powerIn(size: number): number {
  return size > 0 ? size & -size : 1;
}

function aligned(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}
