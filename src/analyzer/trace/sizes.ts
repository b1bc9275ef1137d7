/** Sizes of types in bytes, as a 64-bit Linux has them. */
import type { SymbolTable } from '../program/symbols.ts';
import type { TypeName } from '../syntax/ast.ts';
import { calculate } from './arithmetic.ts';
import { literal, type NumberState } from './state.ts';

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

/** Size of a type; undefined where it is not known here. */
export function sizeOfType(symbols: SymbolTable, type: TypeName, depth = 0): NumberState | undefined {
  if (type.pointers > 0) return literal(8);
  const name = type.name.replace(/^(std::|cv::|unsigned |signed |const )+/, '').replace(/ (int|char)$/, '');
  const size = sizes[name] ?? sizes[name.split(' ').at(-1) ?? ''];
  if (size !== undefined) return literal(name.startsWith('long') ? 8 : size);
  const declaration = depth < 5 ? symbols.findClass(type.name) : undefined;
  if (!declaration) return /^acl\w+$|^void$|_t$/.test(name) ? literal(name === 'void' ? 1 : 8) : undefined;
  let sum: NumberState | undefined = literal(0);
  for (const field of declaration.fields) {
    const own = field.dims.length ? undefined : sizeOfType(symbols, field.type, depth + 1);
    sum = sum && own && calculate('+', sum, own);
  }
  return sum;
}
