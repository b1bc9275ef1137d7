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
  const seen = new Set(given.map(({ file }) => path.resolve(file)));
  const found: InputFile[] = [];
  const waiting = [...given];
  for (let next = waiting.pop(); next !== undefined && found.length < MAX_FILES; next = waiting.pop()) {
    for (const file of reachedBy(next)) {
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

function reachedBy({ file, text }: InputFile): string[] {
  const folder = path.dirname(path.resolve(file));
  const headers = [...text.matchAll(INCLUDE)].flatMap(([, name = '']) =>
    isRemote(name) ? [] : headerFile(folder, name),
  );
  return headers.flatMap((header) => [header, ...implementationOf(header, folder)]);
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

const firstExisting = (candidates: string[]): string[] => candidates.filter((c) => existsSync(c)).slice(0, 1);
