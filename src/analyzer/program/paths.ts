/** Paths of the workspace, with `/` between parts. */
import { push } from '../../base/push.ts';

export function folderOf(path: string): string {
  const at = path.lastIndexOf('/');
  return at < 0 ? '' : path.slice(0, at);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `main.cpp` → `main`. */
export function stemOf(path: string): string {
  return baseName(path).replace(/\.[\w+]+$/, '');
}

/** Endings of what is compiled by itself, those of C++ first. */
export const unitEndings = ['.cpp', '.cc', '.cxx', '.c++', '.cu', '.c'];

/** No header. */
export const isUnit = (path: string): boolean =>
  unitEndings.some((ending) => path.toLowerCase().endsWith(ending));

/** What the name of a file begins with: `/`, or that of an editor's `file:///`. */
const ROOT = /^(?:[a-z][\w+.-]*:\/\/[^/]*)?\/?/i;

/** Joins and resolves `.` and `..`. */
export function joinPath(folder: string, path: string): string {
  const root = ROOT.exec(folder)?.[0] ?? '';
  const isAbsolute = path.startsWith('/');
  const parts = isAbsolute ? [] : folder.slice(root.length).split('/').filter(Boolean);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part && part !== '.') parts.push(part);
  }
  return (isAbsolute && !root.endsWith('/') ? `${root}/` : root) + parts.join('/');
}

/** The folders around a path, innermost first, the workspace's own (`''`) last. */
export function foldersAround(path: string): string[] {
  const folders: string[] = [];
  for (let folder = folderOf(path); folder; folder = folderOf(folder)) folders.push(folder);
  return [...folders, ''];
}

/** Paths by the folders they lie in, at any depth: a large tree is not searched again for each of its programs. */
export class FolderIndex {
  private readonly inside = new Map<string, string[]>();

  constructor(paths: Iterable<string>) {
    for (const path of paths) for (const folder of foldersAround(path)) push(this.inside, folder, path);
  }

  /** The paths inside a folder, in the order given. */
  under(folder: string): readonly string[] {
    return this.inside.get(folder) ?? [];
  }
}

/** How many leading folders two paths share. */
export function sharedDepth(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let depth = 0;
  while (depth < left.length && left[depth] === right[depth]) depth++;
  return depth;
}
