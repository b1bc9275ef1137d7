/** Loops over texts by which something is looked up: each pass gets another thing. */
import type { SymbolTable } from '../../program/symbols.ts';
import { lastName } from '../../program/qualified.ts';
import type { Expression, LoopStatement, Statement } from '../../syntax/ast.ts';
import { visitExpressions } from '../../syntax/visit.ts';
import type { ArrayStore } from '../values/value.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Calls that a text is followed into, one within the other: a registry's `Create` asks its `Find`. */
const MOST_DEEP = 3;
const MOST_TEXTS = 16;

/** `for (auto &name : names) all.push_back(factories[name]())`, or a function that looks them up. */
export function areKeys(
  symbols: SymbolTable,
  { variable, body }: LoopStatement,
  { at, size }: ArrayStore,
): boolean {
  if (!variable || at.size < 2 || at.size > MOST_TEXTS || at.size < (size?.known ?? 0)) return false;
  const texts = [...at.values()].flatMap(({ value }) => (value.kind === 'string' ? value.text : []));
  if (texts.length < at.size || new Set(texts).size < texts.length) return false;
  return isKeyIn(symbols, body, variable.name, MOST_DEEP);
}

function isKeyIn(symbols: SymbolTable, body: readonly Statement[], name: string, depth: number): boolean {
  const isName = (one: Expression | undefined) => one?.kind === 'name' && one.name === name;
  let isKey = false;
  visitExpressions(body, (one) => {
    if (one.kind === 'index') isKey ||= isName(one.index);
    if (one.kind !== 'call' || isKey) return;
    const at = one.args.findIndex(isName);
    isKey = at >= 0 && (isLookUp(one) || isKeyOf(symbols, one, at, depth));
  });
  return isKey;
}

const isLookUp = ({ callee }: Call): boolean => callee.kind === 'member' && /^(at|find)$/.test(callee.name);

/** Whether a function of the program looks up what is given at a place. */
function isKeyOf(symbols: SymbolTable, call: Call, at: number, depth: number): boolean {
  const { callee } = call;
  const named = callee.kind === 'name' || callee.kind === 'member' ? lastName(callee.name) : undefined;
  if (named === undefined || depth === 0) return false;
  return symbols.functions.named(named).some(({ parameters, body }) => {
    const name = parameters[at]?.name;
    return body && name ? isKeyIn(symbols, body, name, depth - 1) : false;
  });
}
