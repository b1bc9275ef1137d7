/** Settings of a measured run in the program's own parameters: from columns of a table, and from names of files. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import { ownValue } from '../base/own-value.ts';
import type { ParameterRole } from './parameters.ts';
import { parametersInUse } from './parameters.ts';

/** The parameter that a word means; undefined where it means none, or one of several. */
export type ParameterNamer = (word: string) => string | undefined;

/** What people call the parts that parameters play. */
const ROLES: Record<string, ParameterRole> = {
  thread: 'threads',
  threads: 'threads',
  worker: 'threads',
  workers: 'threads',
  depth: 'depth',
  batch: 'batch',
  bs: 'batch',
  stream: 'streams',
  streams: 'streams',
};

const plain = (word: string): string => word.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** By the parameter's name whatever its case and signs, or by the part that it plays where only one plays it. */
export function parameterNamer(pipeline: Pipeline): ParameterNamer {
  const names = new Map<string, string>();
  const roles = new Map<ParameterRole, string[]>();
  for (const { parameter, role } of parametersInUse(pipeline, {})) {
    names.set(plain(parameter.name), parameter.name);
    if (role !== undefined) roles.set(role, [...(roles.get(role) ?? []), parameter.name]);
  }
  return (word) => {
    const named = names.get(plain(word));
    if (named !== undefined) return named;
    const role = ownValue(ROLES, plain(word));
    const playing = role === undefined ? [] : (roles.get(role) ?? []);
    return playing.length === 1 ? playing[0] : undefined;
  };
}

/** Columns that name no parameter (a utilization, a remark) are no settings. */
export function namedSettings(
  settings: Readonly<Record<string, number>>,
  nameOf: ParameterNamer,
): Record<string, number> {
  const known = Object.entries(settings).flatMap(([column, value]): [string, number][] => {
    const name = nameOf(column);
    return name === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(known);
}

/**
 * What the name of a log says of its run: `run-threads4.log`, `THREAD_COUNT=4_depth=64.txt`. Undefined where it says
 * nothing that the program has.
 */
export function settingsInName(file: string, nameOf: ParameterNamer): Record<string, number> | undefined {
  const stem = file.replace(/^.*[\\/]/, '').replace(/\.[A-Za-z]+$/, '');
  // Words and numbers by turns.
  const parts = stem.split(/(\d+(?:\.\d+)?)/);
  const found = parts.flatMap((number, i): [string, number][] => {
    const isWhole = i % 2 === 1 && !/^[A-Za-z]/.test(parts[i + 1] ?? '');
    const name = isWhole ? lastMeaning(parts[i - 1] ?? '', nameOf) : undefined;
    return name === undefined ? [] : [[name, Number(number)]];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** `run-my_threads` may mean `my_threads`, or `threads`: the longest end that means something. */
function lastMeaning(words: string, nameOf: ParameterNamer): string | undefined {
  const parts = words.split(/[^A-Za-z]/).filter(Boolean);
  return parts.map((_, i) => nameOf(parts.slice(i).join('_'))).find((name) => name !== undefined);
}
