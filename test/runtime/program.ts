/** A program of ours that is both read and run: its folder, or its one file. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

export interface Program {
  name: string;
  /** Absolute. */
  root: string;
  /** All files of it, relative to the root, each with its text. */
  files: ReadonlyMap<string, string>;
}

const READ = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|inl)$/;
const COMPILED = /\.(c|cc|cpp|cxx)$/;

/**
 * The program at a path. A file is a program by itself; a folder is one with all that lies in it.
 * @throws Error where nothing lies there.
 */
export function programAt(path: string): Program {
  const alone = statSync(path).isFile();
  const root = alone ? dirname(path) : path;
  const names = alone ? [basename(path)] : filesIn(path).map((file) => relative(path, file));
  return {
    name: basename(path),
    root,
    files: new Map(names.map((name) => [name, readFileSync(join(root, name), 'utf8')])),
  };
}

/** Paths of the programs under a path: itself, or each thing in a folder that only gathers programs. */
export function programsUnder(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true });
  const units = entries
    .filter((one) => one.isFile() && COMPILED.test(one.name))
    .map((one) => join(path, one.name));
  const mains = units.filter((unit) => /\bint\s+main\s*\(/.test(readFileSync(unit, 'utf8')));
  if (mains.length === 1 || (units.length > 0 && mains.length === 0)) return [path];
  const folders = entries.filter((one) => one.isDirectory()).map((one) => join(path, one.name));
  return [
    ...units,
    ...folders.filter((folder) => filesIn(folder).some((file) => COMPILED.test(file))),
  ].sort();
}

/** What follows `// run:` in a line of its own: the arguments that the program is run with. */
export function argumentsOf({ files }: Program): string[] {
  const line = [...files.values()]
    .map((text) => /^\/\/ run: (.+)$/m.exec(text)?.[1])
    .find((one) => one !== undefined);
  return line?.split(' ') ?? [];
}

/** The files to compile: those that the build file names, or all. */
export function unitsOf({ files }: Program): string[] {
  const units = [...files.keys()].filter((name) => COMPILED.test(name));
  const named = /add_executable\s*\(([^)]*)\)/.exec(files.get('CMakeLists.txt') ?? '')?.[1]?.split(/\s+/);
  return named ? units.filter((name) => named.includes(name)) : units;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return READ.test(entry.name) || entry.name === 'CMakeLists.txt' ? [path] : [];
  });
}
