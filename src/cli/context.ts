/**
 * The rest of a program when a user names one of its files: the headers that it includes in quotes, and the sources
 * that implement these headers.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { isRemote } from '../pipeline/remote-path.ts';
import type { InputFile } from './inputs.ts';
import { displayName, readText } from './inputs.ts';

const INCLUDE = /^[ \t]*#[ \t]*include[ \t]*"([^"\r\n]{1,300})"/gm;
const IMPLEMENTATIONS = ['.cpp', '.cc', '.cxx', '.c'];
/** Beside the including file: where projects keep headers and the sources that belong to them. */
const HEADER_FOLDERS = ['.', '../inc', '../include', 'inc', 'include', '..'];
const SOURCE_FOLDERS = ['.', '../src', 'src'];
/** A program that needs more files is better given as a folder. */
const MAX_FILES = 500;

/** Files that `given` reach and that are not among them. */
export function contextOf(given: InputFile[]): InputFile[] {
  const places = new Places();
  const seen = new Set(given.map(({ file }) => path.resolve(file)));
  const found: InputFile[] = [];
  const waiting = [...given];
  for (let next = waiting.pop(); next !== undefined && found.length < MAX_FILES; next = waiting.pop()) {
    for (const file of places.reachedBy(next)) {
      if (seen.has(file)) continue;
      seen.add(file);
      const text = readText(file);
      if (typeof text !== 'string') continue;
      const input = { file: displayName(file), text };
      found.push(input);
      waiting.push(input);
    }
  }
  return found;
}

/** Where names of headers lead to. Each is looked for once in a folder: headers that all include each other do so often. */
class Places {
  private readonly known = new Map<string, string[]>();

  reachedBy({ file, text }: InputFile): string[] {
    const folder = path.dirname(path.resolve(file));
    const names = new Set(Array.from(text.matchAll(INCLUDE), ([, name = '']) => name));
    return [...names].flatMap((name) => (isRemote(name) ? [] : this.namedIn(folder, name)));
  }

  /** The header, and the source that implements it. */
  private namedIn(folder: string, name: string): string[] {
    const key = `${folder}\n${name}`;
    let found = this.known.get(key);
    if (!found) {
      found = headerFile(folder, name).flatMap((header) => [header, ...implementationOf(header, folder)]);
      this.known.set(key, found);
    }
    return found;
  }
}

function headerFile(folder: string, name: string): string[] {
  return firstExisting(HEADER_FOLDERS.map((relative) => path.resolve(folder, relative, name)));
}

function implementationOf(header: string, includer: string): string[] {
  const { dir, name } = path.parse(header);
  const folders = [...SOURCE_FOLDERS.map((relative) => path.resolve(dir, relative)), includer];
  return firstExisting(
    folders.flatMap((folder) => IMPLEMENTATIONS.map((end) => path.join(folder, name + end))),
  );
}

function firstExisting(candidates: string[]): string[] {
  const found = candidates.find((one) => existsSync(one));
  return found === undefined ? [] : [found];
}
