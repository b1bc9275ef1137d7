/** What a file says without being parsed: what it includes, and whether it has a part in what the analysis is about. */
import { namesRuntime } from '../acl/calls-in-text.ts';
import type { Defines } from './conditionals.ts';
import { emptyFacts, type FileFacts } from './facts.ts';
import { sidesLeftOut, type LeftOutSide } from './left-out.ts';

export interface Outline {
  /** Names something of the runtime. */
  mayDrive: boolean;
  /** May define a `main`. */
  mayStart: boolean;
  /** Its includes and the sides of conditionals that are not compiled; nothing is declared. */
  facts: FileFacts;
}

export function outlineOf(file: string, text: string, defines: Defines): Outline {
  const leftOut = sidesLeftOut(text, defines);
  const facts = { ...emptyFacts(file, text), includes: includesIn(text, leftOut), leftOut };
  return { mayDrive: namesRuntime(text), mayStart: /\bmain\b/.test(text), facts };
}

/** Comments and strings are taken whole, so that an include in them is none; each alternative is linear in its length. */
const TOKEN =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|(?![\s\S]))|^[ \t]*#[ \t]*include[ \t]*(?<path>[<"][^\n<>"]*[>"])|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?/gm;

function includesIn(text: string, leftOut: readonly LeftOutSide[]): string[] {
  if (!text.includes('include')) return [];
  const isCompiled = (at: number): boolean => !leftOut.some(({ start, end }) => start <= at && at < end);
  const names: string[] = [];
  for (const { groups, index } of text.matchAll(TOKEN)) {
    const path = groups?.path;
    if (path !== undefined && isCompiled(index)) names.push(path.slice(1, -1).trim());
  }
  return names;
}
