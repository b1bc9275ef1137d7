/**
 * The rest of a program when a user names one of its files: the headers that it includes in quotes, and the sources
 * that implement these headers.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PlatformPath } from 'node:path';
import { isRemote } from '../pipeline/remote-path.ts';
import type { InputFile, Read } from './inputs.ts';
import { displayName, readText } from './inputs.ts';

/** Where files are looked for: a disk, or the tree of a revision. Names are absolute. */
export interface Tree {
  paths: PlatformPath;
  has(file: string): boolean;
  /** Undefined for what cannot be read, or not as text. */
  read(file: string): Promise<string | undefined>;
  /** What the user and the analyzer call it. */
  nameOf(file: string): string;
}

export const diskThrough = (read: Read): Tree => ({
  paths: path,
  has: existsSync,
  read: (file) => {
    const text = read(file);
    return Promise.resolve(typeof text === 'string' ? text : undefined);
  },
  nameOf: displayName,
});

export const disk: Tree = diskThrough(readText);

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*"([^"\r\n]{1,300})"/gm;
const IMPLEMENTATIONS = ['.cpp', '.cc', '.cxx', '.c'];
/** Beside the including file: where projects keep headers and the sources that belong to them. */
const HEADER_FOLDERS = ['.', '../inc', '../include', 'inc', 'include', '..'];
const SOURCE_FOLDERS = ['.', '../src', 'src'];
/** A program that needs more files is better given as a folder. */
const MAX_FILES = 500;

/** Files that `given` reach and that are not among them. */
export async function contextOf(given: readonly InputFile[], tree: Tree = disk): Promise<InputFile[]> {
  const places = new Places(tree);
  const seen = new Set(given.map(({ file }) => tree.paths.resolve(file)));
  const found: InputFile[] = [];
  const waiting = [...given];
  for (let next = waiting.pop(); next !== undefined && found.length < MAX_FILES; next = waiting.pop()) {
    for (const file of places.reachedBy(next)) {
      if (seen.has(file)) continue;
      seen.add(file);
      const text = await tree.read(file);
      if (text === undefined) continue;
      const input = { file: tree.nameOf(file), text };
      found.push(input);
      waiting.push(input);
    }
  }
  return found;
}

/** Where names of headers lead to. Each is looked for once in a folder: headers that all include each other do so often. */
class Places {
  private readonly known = new Map<string, string[]>();

  constructor(private readonly tree: Tree) {}

  reachedBy({ file, text }: InputFile): string[] {
    const { paths } = this.tree;
    const folder = paths.dirname(paths.resolve(file));
    const names = new Set(Array.from(text.matchAll(INCLUDE), ([, name = '']) => name));
    return [...names].flatMap((name) => (isRemote(name) ? [] : this.namedIn(folder, name)));
  }

  /** The header, and the source that implements it. */
  private namedIn(folder: string, name: string): string[] {
    const key = `${folder}\n${name}`;
    let found = this.known.get(key);
    if (!found) {
      found = this.header(folder, name).flatMap((header) => [header, ...this.implementation(header, folder)]);
      this.known.set(key, found);
    }
    return found;
  }

  private header(folder: string, name: string): string[] {
    return this.first(HEADER_FOLDERS.map((relative) => this.tree.paths.resolve(folder, relative, name)));
  }

  private implementation(header: string, includer: string): string[] {
    const { paths } = this.tree;
    const { dir, name } = paths.parse(header);
    const folders = [...SOURCE_FOLDERS.map((relative) => paths.resolve(dir, relative)), includer];
    return this.first(
      folders.flatMap((folder) => IMPLEMENTATIONS.map((end) => paths.join(folder, name + end))),
    );
  }

  private first(candidates: string[]): string[] {
    const found = candidates.find((one) => this.tree.has(one));
    return found === undefined ? [] : [found];
  }
}
