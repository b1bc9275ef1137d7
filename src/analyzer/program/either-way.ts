/** `T x(a);` at file scope: a variable that is made of `a`, or a function that takes an `a`. What `a` is decides. */
import type { Declaration, FunctionDeclaration, GlobalDeclaration, Parameter } from '../syntax/ast.ts';
import { lastName, scopeName } from './qualified.ts';
import type { SymbolTable } from './symbols.ts';

type Either = GlobalDeclaration & { prototype: FunctionDeclaration };

export function isEither(declaration: Declaration): declaration is Either {
  return declaration.kind === 'global' && declaration.prototype !== undefined;
}

/** Whether what reads as the parameters of a function are values of the program, or of what is not at hand. */
export function isVariable(symbols: SymbolTable, prototype: FunctionDeclaration): boolean {
  const names = prototype.parameters.flatMap((parameter) => valueIn(parameter) ?? []);
  if (names.length < prototype.parameters.length || names.some((name) => isType(symbols, name))) return false;
  return names.some((name) => isValue(symbols, name)) || isBodiless(symbols, prototype);
}

/** A static function has its body in the program: without one, an object of a class is made of what is not at hand. */
function isBodiless({ functions, classes }: SymbolTable, { isStatic, name, returns }: FunctionDeclaration) {
  return (
    isStatic && classes.named(returns.name).length > 0 && !functions.named(name).some(({ body }) => body)
  );
}

/** What would be the value, or the left one of `a * b` and `a & b`; undefined for what can be a parameter only. */
function valueIn({ name, type, initial }: Parameter): string | undefined {
  const isOperator = name !== '' && (type.pointers === 1) !== type.reference;
  const isName = name === '' && type.pointers === 0 && !type.reference;
  return !initial && !type.constant && !type.args.length && (isName || isOperator) ? type.name : undefined;
}

const BUILT_IN = /^(?:void|bool|char|short|int|long|float|double|signed|unsigned|auto|(?:std::)?\w+_t)\b/;

function isType({ classes, aliases }: SymbolTable, name: string): boolean {
  return BUILT_IN.test(name) || classes.named(name).length > 0 || aliases.named(name).length > 0;
}

function isValue(symbols: SymbolTable, name: string): boolean {
  const { globals, enumerators, functions } = symbols;
  const tables = [globals, enumerators, functions];
  return tables.some((table) => table.named(name).length) || isMacro(symbols, name) || isField(symbols, name);
}

/** A macro stands for a value where it is a number or stands for another value. */
function isMacro(symbols: SymbolTable, name: string): boolean {
  const [macro] = symbols.macros.named(name);
  if (!macro || macro.parameters || macro.body === name) return false;
  return (
    /[\d"'(]/.test(macro.body[0] ?? '') || (/^[A-Za-z_]\w*$/.test(macro.body) && isValue(symbols, macro.body))
  );
}

function isField(symbols: SymbolTable, name: string): boolean {
  const fields = symbols.findClass(scopeName(name))?.fields ?? [];
  return fields.some((field) => field.name === lastName(name));
}
