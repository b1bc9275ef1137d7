/** The runtime's calls in a piece of source that need not parse. */
import { catalogueRow } from './catalogue.ts';

/** Comments and strings are taken whole, so that a name in them is none; each alternative is linear in its length. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\b(?<name>acl\w+|hi_mpi_\w+)\s*\(/g;

/** Whether a text names anything of the runtime, a type or a header too. */
export const namesRuntime = (text: string): boolean => /\b(?:acl|hi_mpi_)/.test(text);

export interface NameInText {
  name: string;
  /** Offset in the text. */
  start: number;
}

/** Names of the runtime's functions that are called, declared or defined, in the order of the text. */
export function runtimeNamesIn(text: string): NameInText[] {
  if (!/\b(?:acl|hi_mpi_)\w/.test(text)) return [];
  const names = [...text.matchAll(TOKEN)].flatMap(({ groups, index }) =>
    groups?.name === undefined ? [] : [{ name: groups.name, start: index }],
  );
  return names.filter(({ name }) => catalogueRow(name) !== undefined);
}

/** The same, without their places. */
export const runtimeCallsIn = (text: string): string[] => runtimeNamesIn(text).map(({ name }) => name);
