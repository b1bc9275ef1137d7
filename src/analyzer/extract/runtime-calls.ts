/** The runtime's calls as they stand in the text of files, whether or not anything comes to them. */
import type { SourceRange } from '../../pipeline/source.ts';
import { runtimeRow, type CatalogueRow } from '../acl/catalogue.ts';
import type { Chunk, Declaration, Expression, MacroDeclaration, Statement } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import type { ParsedMacro } from '../syntax/macro-body.ts';
import { visitExpression, visitExpressions } from '../syntax/visit.ts';

/** A name that is called, or stands by itself as a macro does, with its place in the chunk. */
interface Use {
  name: string;
  start: number;
  end: number;
  isCall: boolean;
  /** The directive of the `#if` on whose other side it stands. */
  directive?: string | undefined;
}

export interface RuntimeCallText {
  name: string;
  row: CatalogueRow;
  /** The name at the call; of a call in a macro, the macro's definition. */
  range: SourceRange;
  /** Where it is followed when it is: the name itself, or each use of the macro around it. */
  at: readonly SourceRange[];
  declaration: Declaration;
  directive?: string | undefined;
}

/** Equal for the same call in several programs. */
export const keyOf = ({ file, line, column }: SourceRange, name: string): string =>
  `${file}:${line}:${column}:${name}`;

/** A macro whose body holds calls of the runtime, or other such macros. */
interface Macro {
  declaration: MacroDeclaration;
  facts: FileFacts;
  names: readonly string[];
  uses: SourceRange[];
}

type MacroBody = (macro: MacroDeclaration) => ParsedMacro | undefined;

/** All calls in the functions, globals, fields and used macros of the files. */
export function runtimeCalls(files: readonly FileFacts[], macroBody: MacroBody): RuntimeCallText[] {
  const macros = macrosOf(files, macroBody);
  const direct = files.flatMap((facts) => {
    const compiled = facts.declarations.flatMap((one) => callsIn(one, undefined, facts, macros));
    const dropped = facts.dropped.flatMap(({ declaration, directive }) =>
      callsIn(declaration, directive, facts, macros),
    );
    return [...compiled, ...dropped];
  });
  return [...direct, ...[...macros.values()].flatMap(callsOfMacro)];
}

function callsIn(
  declaration: Declaration,
  directive: string | undefined,
  facts: FileFacts,
  macros: ReadonlyMap<string, Macro>,
): RuntimeCallText[] {
  const found: RuntimeCallText[] = [];
  for (const use of usesIn(declaration, directive)) {
    const row = use.isCall ? runtimeRow(use.name) : undefined;
    const macro = macros.get(use.name);
    if (!row && !macro) continue;
    const range = rangeOf(declaration.chunk, use, facts);
    if (row) found.push({ name: use.name, row, range, at: [range], declaration, directive: use.directive });
    else if (macro) noteUse(macro, range, macros);
  }
  return found;
}

const rangeOf = (
  { file, base }: Chunk,
  { start, end }: Pick<Use, 'start' | 'end'>,
  { lines }: FileFacts,
): SourceRange => lines.range(file, base + start, base + end);

/** A macro inside a macro is followed where the outer one is used. */
function noteUse(first: Macro, range: SourceRange, macros: ReadonlyMap<string, Macro>): void {
  const open = [first];
  for (let macro = open.pop(); macro; macro = open.pop()) {
    if (macro.uses.at(-1) === range) continue;
    macro.uses.push(range);
    for (const name of macro.names) {
      const inner = macros.get(name);
      if (inner) open.push(inner);
    }
  }
}

function callsOfMacro({ declaration, facts, names, uses }: Macro): RuntimeCallText[] {
  if (!uses.length) return [];
  const range = rangeOf(declaration.chunk, { ...declaration, end: declaration.start }, facts);
  return names.flatMap((name) => {
    const row = runtimeRow(name);
    return row ? [{ name, row, range, at: uses, declaration }] : [];
  });
}

/** By name, the first definition of each: those that name a function of the runtime or another of them. */
function macrosOf(files: readonly FileFacts[], macroBody: MacroBody): Map<string, Macro> {
  const macros = new Map<string, Macro>();
  for (const facts of files) {
    for (const one of facts.declarations) {
      if (one.kind !== 'macro' || macros.has(one.name) || !CALL.test(one.body)) continue;
      macros.set(one.name, { declaration: one, facts, names: namesIn(one, macroBody), uses: [] });
    }
  }
  return macros;
}

const CALL = /\b[A-Za-z_]\w*\s*\(/;

/** What the body calls. Of one that cannot be read: what looks like calls. */
function namesIn(macro: MacroDeclaration, macroBody: MacroBody): string[] {
  const texts = [...macro.body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, name = '']) => name);
  if (!texts.some(runtimeRow)) return texts;
  const parsed = macroBody(macro);
  if (!parsed) return texts;
  const names: string[] = [];
  const note = (expression: Expression): void => {
    const name = calledName(expression);
    if (name) names.push(name);
  };
  visitExpressions(parsed.statements, note);
  if (parsed.expression) visitExpression(parsed.expression, note);
  return names;
}

function calledName(expression: Expression): string | undefined {
  return expression.kind === 'call' && expression.callee.kind === 'name' ? expression.callee.name : undefined;
}

/** Names in a declaration's bodies and initial values; those on sides of conditionals too that are not compiled. */
function usesIn(declaration: Declaration, directive: string | undefined): Use[] {
  const uses: Use[] = [];
  const walk = (statements: readonly Statement[], side: string | undefined): void =>
    visitExpressions(
      statements,
      (expression) => noteName(expression, side, uses),
      ({ other, start }) => walk(other, side ?? directiveAt(declaration.chunk, start)),
    );
  walk(bodyOf(declaration), directive);
  for (const value of valuesOf(declaration))
    visitExpression(value, (expression) => noteName(expression, directive, uses));
  return uses;
}

function noteName(expression: Expression, directive: string | undefined, to: Use[]): void {
  const isCall = expression.kind === 'call';
  const named = isCall ? expression.callee : expression;
  if (named.kind !== 'name') return;
  const { name, start, end, args } = named;
  to.push({ name, start, end: args ? start + name.length : end, isCall, directive });
}

function directiveAt({ text }: Chunk, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end).trim();
}

function bodyOf(declaration: Declaration): readonly Statement[] {
  return declaration.kind === 'function' ? (declaration.body ?? []) : [];
}

function valuesOf(declaration: Declaration): Expression[] {
  switch (declaration.kind) {
    case 'function':
      return declaration.initializers.flatMap(({ args }) => args);
    case 'class':
      return declaration.fields.flatMap(({ initial, args }) => [
        ...(initial ? [initial] : []),
        ...(args ?? []),
      ]);
    case 'global': {
      const { initial, args } = declaration.variable;
      return [...(initial ? [initial] : []), ...(args ?? [])];
    }
    case 'registration':
      return declaration.args;
    default:
      return [];
  }
}
