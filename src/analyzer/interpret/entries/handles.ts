/** What the functions of a C interface have in common: the class of the object that they are handed, or what the file keeps. */
import { oncePer } from '../../../base/once.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import type { Expression, FunctionDeclaration, TypeName } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import { isContainer, pointedType } from '../names/types.ts';

export interface Handled {
  /** Classes of which it takes, gives or casts to an object. */
  classes: ReadonlySet<string>;
  /** Those of which it makes one that outlives the call. */
  made: ReadonlySet<string>;
}

const known = oncePer((_symbols: SymbolTable) => new Map<FunctionDeclaration, Handled>());

/** Told from the text of the function. */
export function handledIn(symbols: SymbolTable, declaration: FunctionDeclaration): Handled {
  const all = known(symbols);
  const found = all.get(declaration) ?? gather(symbols, declaration);
  all.set(declaration, found);
  return found;
}

function gather(symbols: SymbolTable, { parameters, returns, body = [] }: FunctionDeclaration): Handled {
  const classOf = (type: TypeName): string[] => classLedTo(symbols, type);
  const classes = new Set(
    [returns, ...parameters.map(({ type }) => type)].filter(isLed).flatMap((type) => classOf(type)),
  );
  const made = new Set<string>();
  visitExpressions(body, (expression) => {
    for (const name of madeBy(expression).flatMap(classOf)) made.add(name);
    for (const name of namedIn(symbols, expression).flatMap(classOf)) classes.add(name);
  });
  return { classes: new Set([...classes, ...made]), made };
}

const isLed = (type: TypeName): boolean => type.pointers > 0 || type.reference || type !== pointedType(type);

/** `(Lens *)h`, and the variables of the file that keep such objects. */
function namedIn(symbols: SymbolTable, expression: Expression): TypeName[] {
  if (expression.kind === 'cast') return isLed(expression.type) ? [expression.type] : [];
  if (expression.kind !== 'name') return [];
  return symbols.globals.named(expression.name).map(({ variable }) => variable.type);
}

/** `new Lens(…)`, `std::make_unique<Lens>(…)`, `calloc(1, sizeof(Lens))`. */
function madeBy(expression: Expression): TypeName[] {
  if (expression.kind === 'new') return [expression.type];
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return [];
  const { callee, args } = expression;
  if (/make_(unique|shared)$/.test(callee.name)) return callee.args?.slice(0, 1) ?? [];
  if (!/[cm]alloc$/.test(callee.name)) return [];
  return args.flatMap(sizedIn);
}

/** `sizeof(Lens)` reads as that of a type or of a name. */
function sizedIn(arg: Expression): TypeName[] {
  if (arg.kind !== 'sizeof') return [];
  if (arg.type) return [arg.type];
  const { operand } = arg;
  return operand?.kind === 'name' ? [{ name: operand.name, ...PLAIN }] : [];
}

const PLAIN = { args: [], pointers: 0, reference: false, constant: false };

/** The class of the workspace that a type leads to, through pointers and what holds others. */
function classLedTo(symbols: SymbolTable, written: TypeName): string[] {
  const type = symbols.resolveType(written);
  const held = isContainer(type) ? type.args.at(-1) : pointedType(type);
  if (held && held !== type) return classLedTo(symbols, held);
  const found = symbols.findClass(type.name);
  return found ? [found.name] : [];
}
