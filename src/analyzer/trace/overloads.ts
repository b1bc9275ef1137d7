/** Which of several functions of one name fits the arguments best, by their types as far as they can be told. */
import type { FunctionDeclaration, TypeName } from '../syntax/ast.ts';
import { resolveType } from './initial.ts';
import { pointee } from './locate.ts';
import type { Argument, Machine } from './machine.ts';
import type { ArrayStore, Instance, State } from './state.ts';
import { isContainer, isSmartPointer, lastTypeName } from './types.ts';

/** How well a declaration fits; the higher the better. The arguments are evaluated when first needed. */
export type Rank = (declaration: FunctionDeclaration) => number;

export function rankBy(machine: Machine, args: () => readonly Argument[]): Rank {
  return ({ parameters }) => {
    let rank = 0;
    for (const [index, arg] of args().entries()) {
      const parameter = parameters[index];
      if (parameter) rank += fit(machine, resolveType(machine.symbols, parameter.type), arg);
    }
    return rank;
  };
}

const FITS = 2;
const CONFLICTS = -3;

const numeric =
  /^((unsigned|signed)( (char|short|int|long)( long)?( int)?)?|u?int(_fast|_least)?(8|16|32|64)?_t|s?size_t|int|short|long( long)?( int)?|float|double|bool|char|hi_[su]\d+|hi_(double|float|bool))$/;

function isNumeric(type: TypeName): boolean {
  return type.pointers === 0 && numeric.test(lastTypeName(type));
}

function isText(type: TypeName): boolean {
  return /^(string|string_view|wstring|String)$/.test(lastTypeName(type));
}

function fit(machine: Machine, type: TypeName, { value, cell }: Argument): number {
  const held = pointee(value);
  if (held.kind === 'string') return fitText(machine, type);
  if (held.kind === 'null') return isPointer(type) ? FITS : conflict(machine, type);
  if (held.kind === 'number') return fitNumber(machine, type, held.known);
  if (held.kind === 'instance') return fitInstance(machine, type, held.instance);
  if (held.kind === 'array') return fitArray(type, held.store);
  if (held.kind === 'object' || held.kind === 'function') return isPlain(type) ? CONFLICTS : 0;
  return fitDeclared(machine, type, cell?.type, held);
}

function isPointer(type: TypeName): boolean {
  return type.pointers > 0 || isSmartPointer(type);
}

function isPlain(type: TypeName): boolean {
  return isNumeric(type) || isText(type);
}

function fitText(machine: Machine, type: TypeName): number {
  const isChars = type.pointers > 0 && /char/.test(type.name);
  return isText(type) || isChars ? FITS : conflict(machine, type);
}

function conflict(machine: Machine, type: TypeName): number {
  const isKnown = isPlain(type) || isContainer(type) || machine.symbols.findClass(type.name);
  return isKnown ? CONFLICTS : -1;
}

function fitNumber(machine: Machine, type: TypeName, known: number | undefined): number {
  if (isNumeric(type)) return FITS;
  if (type.pointers > 0) return known === 0 ? 0 : CONFLICTS;
  return isText(type) || isContainer(type) || machine.symbols.findClass(type.name) ? CONFLICTS : 0;
}

function fitInstance(machine: Machine, type: TypeName, instance: Instance): number {
  const inner = isSmartPointer(type) ? (type.args[0] ?? type) : type;
  if (isPlain(inner) || isContainer(inner)) return CONFLICTS;
  const wanted = machine.symbols.findClass(inner.name);
  if (!wanted) return lastTypeName(inner) === instance.className ? FITS : 0;
  return derives(machine, instance.className, wanted.name) ? FITS : CONFLICTS;
}

function derives(machine: Machine, name: string, base: string): boolean {
  const pending = [name];
  for (let steps = 0; pending.length && steps < 32; steps++) {
    const declaration = machine.symbols.findClass(pending.shift() ?? '');
    if (declaration?.name === base) return true;
    pending.push(...(declaration?.bases ?? []));
  }
  return false;
}

function fitArray(type: TypeName, store: ArrayStore): number {
  if (isPlain(type)) return CONFLICTS;
  const [element] = type.args.slice(-1);
  if (isContainer(type)) return element && element.name === store.element?.name ? FITS + 1 : 1;
  return type.pointers > 0 ? 1 : -1;
}

/** A value that is not known, by the type that its variable was declared with. */
function fitDeclared(machine: Machine, type: TypeName, declared: TypeName | undefined, held: State): number {
  if (!declared)
    return held.kind === 'unknown' && /(\.|->)c_str\(\)$/.test(held.text) && isNumeric(type) ? CONFLICTS : 0;
  const own = resolveType(machine.symbols, declared);
  if (lastTypeName(own) === lastTypeName(type)) return own.pointers === type.pointers ? FITS + 1 : 0;
  if (isNumeric(own) && isNumeric(type)) return FITS;
  const told = [own, type].every((one) => conflict(machine, one) === CONFLICTS);
  return told && own.pointers === type.pointers ? CONFLICTS : 0;
}
