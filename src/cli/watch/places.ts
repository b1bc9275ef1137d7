/** Where a change can bear on an answer: the folders that are read, and single files that are named by options or settings. */
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { statSync } from 'node:fs';
import { flagsFolderGlobs, flagsSkippedGlob, skippedGlob } from '../../server/protocol-sources.ts';

export interface Places {
  /** Absolute. Anything of a name that is read may come or go in them, but not in what lies deeper. */
  folders: ReadonlySet<string>;
  /** Absolute; whatever they are called, and whether or not they are there. */
  files: ReadonlySet<string>;
}

/** Files of these kinds may come anywhere in a folder that is read, and build databases in others. */
const FOLDERS = [
  { patterns: ['**'], ignore: skippedGlob, dot: false },
  { patterns: flagsFolderGlobs, ignore: flagsSkippedGlob, dot: true },
];

/** @param files those that are read, or would be were they there. */
export function placesOf(args: readonly string[], files: readonly string[]): Places {
  const all = files.map((file) => path.resolve(file));
  const folders = new Set([...all, ...args.map(above)].map((file) => path.dirname(file)));
  for (const root of args.map(rootOf)) for (const folder of foldersIn(root)) folders.add(folder);
  return { folders, files: new Set([...all, ...args.map((argument) => path.resolve(argument))]) };
}

/** What is looked at of an argument itself: it may go and come back. */
const above = (argument: string): string => path.resolve(isDynamicPattern(argument) ? '.' : argument);

/** The folder that an argument stands for, or is looked for in. */
function rootOf(argument: string): string {
  if (!isDynamicPattern(argument)) return path.resolve(argument);
  const parts = argument.split(/[\\/]/);
  const fixed = parts.slice(
    0,
    parts.findIndex((part) => isDynamicPattern(part)),
  );
  return path.resolve(fixed.join('/') || (argument.startsWith('/') ? '/' : '.'));
}

function foldersIn(root: string): string[] {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return [];
  const common = { cwd: root, absolute: true, onlyDirectories: true, followSymbolicLinks: false };
  const inside = FOLDERS.flatMap(({ patterns, ...more }) => globSync(patterns, { ...common, ...more }));
  return [root, ...inside.map((folder) => path.resolve(folder))];
}
