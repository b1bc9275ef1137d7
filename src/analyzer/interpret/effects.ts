/** Whether a piece of text may do work that a pipeline is made of: told from names alone, without following it. */
import { oncePer } from '../../base/once.ts';
import { catalogueRow, LASTING, runtimeRow, type CallRole, type CatalogueRow } from '../acl/catalogue.ts';
import type { SymbolTable } from '../program/symbols.ts';
import { lastName } from '../program/qualified.ts';
import { push } from '../../base/push.ts';
import { wordsOf } from '../program/words.ts';
import type { Statement } from '../syntax/ast.ts';
import { ownCallNames } from '../syntax/handed-lambdas.ts';
import { callNames, usedNames, usedVariables } from '../syntax/visit.ts';
import type { Interpreter } from './interpreter.ts';
import type { FunctionValue } from './values/value.ts';

/**
 * `work`: anything that counts; `submission`: only what gives the device work; `effect`: what makes things or gives work;
 * `ending`: what waits, gives things back or gives work; `waiting`: only what waits for the device; `making`: only what makes
 * things; `closing`: only what destroys things that outlive a frame; `submitting`: as `submission`, less what is handed to threads.
 */
export type EffectKind =
  'work' | 'submission' | 'submitting' | 'effect' | 'ending' | 'waiting' | 'making' | 'closing';

const SUBMITS: ReadonlySet<CallRole> = new Set(['submit', 'copy', 'execute']);

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
  submission: SUBMITS,
  submitting: SUBMITS,
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
  return doneIn(run, statements, kind).some((name) => isEffectiveName(run, name, kind));
}

/**
 * What statements call, the macros that stand in them bare (`WAIT_ALL;`), and the runtime's functions that they hand on to be
 * called: `acl("execute", aclmdlExecuteAsync, model, …)`.
 */
function doneIn({ symbols }: Program, statements: readonly Statement[], kind: EffectKind): readonly string[] {
  const { bare } = callingMacros(symbols);
  const called = kind === 'submitting' ? ownCallNames(statements) : callNames(statements);
  const others = usedVariables(statements).filter((name) => bare.has(name) || runtimeRow(name));
  return others.length ? [...called, ...others] : called;
}

/** The macros that call something, by name with what they call, and which of them take no arguments. */
const callingMacros = oncePer(({ macros }: SymbolTable) => {
  const calls = new Map<string, readonly string[]>();
  const bare = new Set<string>();
  for (const { name, body, parameters } of macros.values()) {
    if (!CALL.test(body)) continue;
    calls.set(name, [...(calls.get(name) ?? []), ...wordsOf({ text: body })]);
    if (!parameters) bare.add(name);
  }
  return { calls, bare };
});

const CALL = /\b[A-Za-z_]\w*\s*\(/;

/** Whether the statements, or what they call within so many calls, call any function of these last names. */
export function callsAny(
  { symbols }: Program,
  statements: readonly Statement[],
  names: ReadonlySet<string>,
  depth = 2,
): boolean {
  const isOne = (name: string): boolean =>
    names.has(name) ||
    (depth > 0 &&
      symbols.functions
        .named(name)
        .some(({ body }) => body && callsAny({ symbols }, body, names, depth - 1)));
  return callNames(statements).map(lastName).some(isOne);
}

/** Whether the statements do work, or hand on a function that does, to a macro or to a library. */
export function bringsWork(run: Program, statements: readonly Statement[]): boolean {
  return usedNames(statements).some((name) => isEffectiveName(run, name, 'work'));
}

export function isEffective(run: Program, { targets }: FunctionValue, effect: EffectKind = 'work'): boolean {
  return targets.some(({ name, declaration, lambda }) => {
    const body = declaration?.body ?? lambda?.expression.body;
    if (body) return hasEffect(run, body, effect);
    // What a class leaves to those derived from it may be any of theirs.
    return declaration ? isEffectiveName(run, name, effect) : byName(run, name, effect) === true;
  });
}

function isEffectiveName(run: Program, name: string, kind: EffectKind): boolean {
  return (
    byName(run, name, kind) ?? (mayBe(run, name, kind) || effectiveFunctions(run, kind).has(lastName(name)))
  );
}

/** Whether a method of a wrapper, or what the workspace says of a call of that name, has the effect. */
const mayBe = ({ symbols }: Program, name: string, kind: EffectKind): boolean =>
  symbols.calls.mayBe(lastName(name)).some((row) => has(row, kind));

/** What a name alone tells; undefined where the program's functions of that name decide, as those called `open` or `read` do. */
function byName({ symbols }: Program, name: string, kind: EffectKind): boolean | undefined {
  const row =
    catalogueRow(name) ?? catalogueRow(`std::${name}`) ?? catalogueRow(`std::this_thread::${lastName(name)}`);
  if (row && has(row, kind)) return true;
  if (row)
    return runtimeRow(name) || !symbols.functions.named(name).some(({ body }) => body) ? false : undefined;
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

/** The functions and macros that have the effect themselves, and by each those that call it. */
function callGraph(run: Program, kind: EffectKind): { own: string[]; callers: Map<string, string[]> } {
  const own: string[] = [];
  const callers = new Map<string, string[]>();
  const note = (name: string, called: string): void => {
    const isOwn = byName(run, called, kind);
    if (isOwn ?? mayBe(run, called, kind)) own.push(lastName(name));
    else if (isOwn === undefined) push(callers, lastName(called), lastName(name));
  };
  for (const { name, body } of run.symbols.functions.values()) {
    for (const called of doneIn(run, body ?? [], kind)) note(name, called);
  }
  for (const [name, words] of callingMacros(run.symbols).calls) for (const word of words) note(name, word);
  return { own, callers };
}
