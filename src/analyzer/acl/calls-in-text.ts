/** The runtime's calls, and launches of kernels, in a piece of source that need not parse. */
import { catalogueRow, wrapperNames } from './catalogue.ts';

/** Comments and strings are taken whole, so that a name in them is none; each alternative is linear in its length. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\b(?<name>acl\w+|hi_mpi_\w+)\s*\(|\b(?<kernel>(?:\w{1,80}::){0,4}\w{1,80})(?:<[\w:, ]{0,80}>)?\s?<<<(?!<)/g;

/** What ends the name of the call that launches a kernel of the program's own; before it stands the kernel as it is written. */
export const LAUNCH_SIGN = '<<<>>>';

/** Whether a text names anything of the runtime, a type or a header too, or a wrapper around it that the catalogue knows. */
export const namesRuntime = (text: string): boolean => RUNTIME.test(text);

const RUNTIME = new RegExp(
  `\\b(?:acl|hi_mpi_|__aicore__|ACLRT_LAUNCH_KERNEL|(?:${wrapperNames().join('|')})\\b)`,
);

/** The wrapper classes that a text names. */
export const wrapperNamesIn = (text: string): string[] => text.match(WRAPPERS) ?? [];

const WRAPPERS = new RegExp(`\\b(?:${wrapperNames().join('|')})\\b`, 'g');

export interface NameInText {
  name: string;
  /** Offset in the text. */
  start: number;
}

/** Names of the runtime's functions that are called, declared or defined, in the order of the text. */
export function runtimeNamesIn(text: string): NameInText[] {
  if (!/\b(?:acl|hi_mpi_)\w|<<</.test(text)) return [];
  const names: NameInText[] = [];
  // One by one: a text of nothing but quotes has a match for every two characters.
  for (const { groups, index } of text.matchAll(TOKEN))
    if (groups?.kernel !== undefined) names.push({ name: `${groups.kernel}${LAUNCH_SIGN}`, start: index });
    else if (groups?.name !== undefined && catalogueRow(groups.name))
      names.push({ name: groups.name, start: index });
  return names;
}

/** The same, without their places. */
export const runtimeCallsIn = (text: string): string[] => runtimeNamesIn(text).map(({ name }) => name);
