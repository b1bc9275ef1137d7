/** Which of several functions of one name fits the arguments best, by their types as far as they can be told. */
import { pointee } from '../values/value.ts';
import type { FunctionDeclaration, TypeName } from '../../syntax/ast.ts';
import type { Argument, Interpreter } from '../interpreter.ts';
import type { ArrayStore, Instance, Value } from '../values/value.ts';
import { isContainer, isSmartPointer, lastTypeName } from './types.ts';

/** How well a declaration fits; the higher the better. The arguments are evaluated when first needed. */
export type Rank = (declaration: FunctionDeclaration) => number;

export function rankBy(run: Interpreter, args: () => readonly Argument[]): Rank {
  return ({ parameters }) => {
    let rank = 0;
    for (const [index, arg] of args().entries()) {
      const parameter = parameters[index];
      if (parameter) rank += fit(run, run.symbols.resolveType(parameter.type), arg);
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

function fit(run: Interpreter, type: TypeName, { value, cell, type: written }: Argument): number {
  const held = pointee(value);
  if (lastTypeName(type) === 'nullptr_t') return held.kind === 'null' ? FITS + 1 : CONFLICTS;
  if (held.kind === 'string') return fitText(run, type);
  if (held.kind === 'null') return isPointer(type) ? FITS : conflict(run, type);
  if (held.kind === 'number') return fitNumber(run, type, held.known);
  if (held.kind === 'instance') return fitInstance(run, type, held.instance);
  if (held.kind === 'array') return fitArray(type, held.store);
  if (held.kind === 'object' || held.kind === 'function') return isPlain(type) ? CONFLICTS : 0;
  return fitDeclared(run, type, cell?.type ?? written, held);
}

function isPointer(type: TypeName): boolean {
  return type.pointers > 0 || isSmartPointer(type);
}

function isPlain(type: TypeName): boolean {
  return isNumeric(type) || isText(type);
}

function fitText(run: Interpreter, type: TypeName): number {
  const isChars = type.pointers > 0 && /char/.test(type.name);
  return isText(type) || isChars ? FITS : conflict(run, type);
}

function conflict(run: Interpreter, type: TypeName): number {
  const isKnown = isPlain(type) || isContainer(type) || run.symbols.findClass(type.name);
  return isKnown ? CONFLICTS : -1;
}

function fitNumber(run: Interpreter, type: TypeName, known: number | undefined): number {
  if (isNumeric(type)) return FITS;
  if (type.pointers > 0) return known === 0 ? 0 : CONFLICTS;
  return isText(type) || isContainer(type) || run.symbols.findClass(type.name) ? CONFLICTS : 0;
}

function fitInstance(run: Interpreter, type: TypeName, instance: Instance): number {
  const inner = isSmartPointer(type) ? (type.args[0] ?? type) : type;
  if (isPlain(inner) || isContainer(inner)) return CONFLICTS;
  const wanted = run.symbols.findClass(inner.name);
  if (!wanted) return lastTypeName(inner) === instance.className ? FITS : 0;
  return run.symbols.isDerived(instance.className, wanted.name) ? FITS : CONFLICTS;
}

function fitArray(type: TypeName, store: ArrayStore): number {
  if (isPlain(type)) return CONFLICTS;
  const [element] = type.args.slice(-1);
  if (isContainer(type)) return element && element.name === store.element?.name ? FITS + 1 : 1;
  return type.pointers > 0 ? 1 : -1;
}

/** A value that is not known, by the type that its variable was declared with. */
function fitDeclared(run: Interpreter, type: TypeName, declared: TypeName | undefined, held: Value): number {
  if (!declared)
    return held.kind === 'unknown' && /(\.|->)c_str\(\)$/.test(held.text) && isNumeric(type) ? CONFLICTS : 0;
  const own = run.symbols.resolveType(declared);
  if (lastTypeName(own) === lastTypeName(type)) return own.pointers === type.pointers ? FITS + 1 : 0;
  if (isNumeric(own) && isNumeric(type)) return FITS;
  const told = [own, type].every((one) => conflict(run, one) === CONFLICTS);
  return told && own.pointers === type.pointers ? CONFLICTS : 0;
}
