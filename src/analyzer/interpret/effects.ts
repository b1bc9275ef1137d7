/** Whether a piece of text may do work that a pipeline is made of: told from names alone, without following it. */
import { oncePer } from '../../base/once.ts';
import { catalogueRow, LASTING, type CallRole, type CatalogueRow } from '../acl/catalogue.ts';
import type { SymbolTable } from '../program/symbols.ts';
import { lastName } from '../program/qualified.ts';
import { push } from '../program/push.ts';
import type { Statement } from '../syntax/ast.ts';
import { callNames, usedNames } from '../syntax/visit.ts';
import type { Interpreter } from './interpreter.ts';
import type { FunctionValue } from './values/value.ts';

/**
 * `work`: anything that counts; `submission`: only what gives the device work; `effect`: what makes things or gives work;
 * `ending`: what waits, gives things back or gives work; `waiting`: only what waits for the device; `making`: only what makes
 * things; `closing`: only what destroys things that outlive a frame.
 */
export type EffectKind = 'work' | 'submission' | 'effect' | 'ending' | 'waiting' | 'making' | 'closing';

const roles: Record<EffectKind, ReadonlySet<CallRole>> = {
  work: new Set([
    'submit',
    'copy',
    'execute',
    'synchronize',
    'load',
    'launchCallback',
    'memset',
    'sleep',
    'record',
  ]),
  submission: new Set(['submit', 'copy', 'execute']),
  effect: new Set(['submit', 'copy', 'execute', 'load', 'create', 'allocate', 'launchCallback', 'memset']),
  ending: new Set(['synchronize', 'submit', 'copy', 'execute', 'record', 'free', 'destroy', 'unload']),
  waiting: new Set(['synchronize']),
  making: new Set(['init', 'load', 'create', 'allocate']),
  closing: new Set(['destroy', 'unload']),
};

/** Whether calls of a role count among a program's work. */
export function isWork(role: CallRole): boolean {
  return roles.work.has(role);
}

const has = ({ role, destroys }: CatalogueRow, kind: EffectKind): boolean =>
  roles[kind].has(role) && (kind !== 'closing' || LASTING.has(destroys));

/** Starting a thread is one of these. */
const STARTING: ReadonlySet<EffectKind> = new Set(['work', 'effect']);

/** All that is asked of a run: what its files declare. */
type Program = Pick<Interpreter, 'symbols'>;

/** Whether the statements do anything of that kind, themselves or through what they call. */
export function hasEffect(
  run: Program,
  statements: readonly Statement[],
  kind: EffectKind = 'work',
): boolean {
  return callNames(statements).some((name) => isEffectiveName(run, name, kind));
}

/** Whether the statements do work, or hand on a function that does, to a macro or to a library. */
export function bringsWork(run: Program, statements: readonly Statement[]): boolean {
  return usedNames(statements).some((name) => isEffectiveName(run, name, 'work'));
}

export function isEffective(run: Program, { targets }: FunctionValue): boolean {
  return targets.some(({ name, declaration, lambda }) => {
    const body = declaration?.body ?? lambda?.expression.body;
    return body ? hasEffect(run, body) : !declaration && byName(name, 'work') === true;
  });
}

function isEffectiveName(run: Program, name: string, kind: EffectKind): boolean {
  return byName(name, kind) ?? effectiveFunctions(run, kind).has(lastName(name));
}

/** What a name alone tells; undefined where the program's functions of that name decide. */
function byName(name: string, kind: EffectKind): boolean | undefined {
  const row =
    catalogueRow(name) ?? catalogueRow(`std::${name}`) ?? catalogueRow(`std::this_thread::${lastName(name)}`);
  if (row) return has(row, kind);
  const isStart = STARTING.has(kind) && /^(pthread_create|thread|async)$/.test(lastName(name));
  return isStart ? true : undefined;
}

/** Runs over the same files share what is told of them. */
const effective = oncePer((_symbols: SymbolTable) => new Map<EffectKind, ReadonlySet<string>>());

/** The last names of the program's functions that have an effect of the kind, themselves or through what they call. */
function effectiveFunctions(run: Program, kind: EffectKind): ReadonlySet<string> {
  const ofSymbols = effective(run.symbols);
  const known = ofSymbols.get(kind);
  if (known) return known;
  const { own: pending, callers } = callGraph(run, kind);
  const found = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    pending.push(...(callers.get(name) ?? []));
  }
  ofSymbols.set(kind, found);
  return found;
}

/** The functions that have the effect themselves, and by function those that call it. */
function callGraph(run: Program, kind: EffectKind): { own: string[]; callers: Map<string, string[]> } {
  const own: string[] = [];
  const callers = new Map<string, string[]>();
  for (const { name, body } of run.symbols.functions.values()) {
    for (const called of callNames(body ?? [])) {
      const isOwn = byName(called, kind);
      if (isOwn) own.push(lastName(name));
      else if (isOwn === undefined) push(callers, lastName(called), lastName(name));
    }
  }
  return { own, callers };
}
