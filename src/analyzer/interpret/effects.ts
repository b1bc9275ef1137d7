/** Whether a piece of text may do work that a pipeline is made of: told from names alone, without following it. */
import { catalogueRow, type CallRole } from '../acl/catalogue.ts';
import { lastName } from '../program/symbols.ts';
import type { FunctionDeclaration, Statement } from '../syntax/ast.ts';
import { callNames, usedNames } from '../syntax/visit.ts';
import type { Interpreter } from './interpreter.ts';
import type { FunctionValue } from './values/value.ts';

/**
 * `work`: anything that counts; `submission`: only what gives the device work; `effect`: what makes things or gives work;
 * `ending`: what waits, gives things back or gives work; `waiting`: only what waits for the device.
 */
type EffectKind = 'work' | 'submission' | 'effect' | 'ending' | 'waiting';

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
};

/** Starting a thread is one of these. */
const STARTING: ReadonlySet<EffectKind> = new Set(['work', 'effect']);

/** Verdicts by function, kept as long as the functions live. */
const verdicts: Record<EffectKind, WeakMap<FunctionDeclaration, boolean>> = {
  work: new WeakMap(),
  submission: new WeakMap(),
  effect: new WeakMap(),
  ending: new WeakMap(),
  waiting: new WeakMap(),
};

/** Whether the statements do anything of that kind, themselves or through what they call. */
export function hasEffect(
  run: Interpreter,
  statements: readonly Statement[],
  kind: EffectKind = 'work',
): boolean {
  return callNames(statements).some((name) => isEffectiveName(run, name, kind, 0));
}

/** Whether the statements do work, or hand on a function that does, to a macro or to a library. */
export function bringsWork(run: Interpreter, statements: readonly Statement[]): boolean {
  return usedNames(statements).some((name) => isEffectiveName(run, name, 'work', 0));
}

export function isEffective(run: Interpreter, { targets }: FunctionValue): boolean {
  return targets.some(({ declaration, lambda }) =>
    hasEffect(run, declaration?.body ?? lambda?.expression.body ?? []),
  );
}

function isEffectiveName(run: Interpreter, name: string, kind: EffectKind, depth: number): boolean {
  const row =
    catalogueRow(name) ?? catalogueRow(`std::${name}`) ?? catalogueRow(`std::this_thread::${lastName(name)}`);
  if (row) return roles[kind].has(row.role);
  if (STARTING.has(kind) && /^(pthread_create|thread|async)$/.test(lastName(name))) return true;
  if (depth > 12) return false;
  return run.symbols.functions
    .named(name)
    .some((declaration) => isEffectiveFunction(run, declaration, kind, depth));
}

function isEffectiveFunction(
  run: Interpreter,
  declaration: FunctionDeclaration,
  kind: EffectKind,
  depth: number,
): boolean {
  if (!declaration.body) return false;
  const known = verdicts[kind].get(declaration);
  if (known !== undefined) return known;
  verdicts[kind].set(declaration, false);
  const heavy = callNames(declaration.body).some((name) => isEffectiveName(run, name, kind, depth + 1));
  verdicts[kind].set(declaration, heavy);
  return heavy;
}
