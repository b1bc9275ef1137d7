/** Whether a piece of text may do work that a pipeline is made of: told from names alone, without following it. */
import { catalogueRow, type CallRole } from '../acl/catalogue.ts';
import { lastName } from '../program/symbols.ts';
import type { FunctionDeclaration, Statement } from '../syntax/ast.ts';
import { callNames, usedNames } from '../syntax/visit.ts';
import type { Machine } from './machine.ts';
import type { FunctionState } from './state.ts';

/**
 * `work`: anything of weight; `submission`: only what gives the device work; `effect`: what makes things or gives work;
 * `ending`: what waits, gives things back or gives work; `waiting`: only what waits for the device.
 */
type Weight = 'work' | 'submission' | 'effect' | 'ending' | 'waiting';

const roles: Record<Weight, ReadonlySet<CallRole>> = {
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

/** Of these weight is starting a thread. */
const STARTING: ReadonlySet<Weight> = new Set(['work', 'effect']);

/** Weights by function, kept as long as the functions live. */
const weights: Record<Weight, WeakMap<FunctionDeclaration, boolean>> = {
  work: new WeakMap(),
  submission: new WeakMap(),
  effect: new WeakMap(),
  ending: new WeakMap(),
  waiting: new WeakMap(),
};

/** Whether the statements do anything of that weight, themselves or through what they call. */
export function hasWeight(
  machine: Machine,
  statements: readonly Statement[],
  weight: Weight = 'work',
): boolean {
  return callNames(statements).some((name) => isHeavyName(machine, name, weight, 0));
}

/** Whether the statements do work, or hand on a function that does, to a macro or to a library. */
export function bringsWork(machine: Machine, statements: readonly Statement[]): boolean {
  return usedNames(statements).some((name) => isHeavyName(machine, name, 'work', 0));
}

export function isHeavy(machine: Machine, { targets }: FunctionState): boolean {
  return targets.some(({ declaration, lambda }) =>
    hasWeight(machine, declaration?.body ?? lambda?.expression.body ?? []),
  );
}

function isHeavyName(machine: Machine, name: string, weight: Weight, depth: number): boolean {
  const row =
    catalogueRow(name) ?? catalogueRow(`std::${name}`) ?? catalogueRow(`std::this_thread::${lastName(name)}`);
  if (row) return roles[weight].has(row.role);
  if (STARTING.has(weight) && /^(pthread_create|thread|async)$/.test(lastName(name))) return true;
  if (depth > 12) return false;
  return machine.symbols.functions
    .named(name)
    .some((declaration) => isHeavyFunction(machine, declaration, weight, depth));
}

function isHeavyFunction(
  machine: Machine,
  declaration: FunctionDeclaration,
  weight: Weight,
  depth: number,
): boolean {
  if (!declaration.body) return false;
  const known = weights[weight].get(declaration);
  if (known !== undefined) return known;
  weights[weight].set(declaration, false);
  const heavy = callNames(declaration.body).some((name) => isHeavyName(machine, name, weight, depth + 1));
  weights[weight].set(declaration, heavy);
  return heavy;
}
