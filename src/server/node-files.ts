/** Files of the workspace folders on a disk, for clients that provide none (Neovim, Helix, Emacs). */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { glob } from 'tinyglobby';
import type { FileLimits, WorkspaceFiles } from './host.ts';
import { flagsGlobs, flagsSkippedGlob, skippedGlob, watchedGlobs } from './protocol-sources.ts';

async function filesIn(folder: string): Promise<string[]> {
  if (!folder.startsWith('file:')) return [];
  const cwd = fileURLToPath(folder);
  const options = { cwd, absolute: true, dot: true, followSymbolicLinks: false };
  const sources = await glob(watchedGlobs, { ...options, ignore: skippedGlob });
  const flags = await glob(flagsGlobs, { ...options, ignore: flagsSkippedGlob });
  return [...new Set([...sources, ...flags])].sort().map((path) => pathToFileURL(path).href);
}

async function readOne(uri: string, limits: FileLimits): Promise<string | null> {
  if (!uri.startsWith('file:')) return null;
  try {
    const path = fileURLToPath(uri);
    const stats = await stat(path);
    if (!stats.isFile() || stats.size > limits.bytes) return null;
    const bytes = await readFile(path);
    return bytes.includes(0) ? null : new TextDecoder('utf-8').decode(bytes);
  } catch {
    // Gone since it was listed, or not readable: as if it were not there.
    return null;
  }
}

export const nodeFiles: WorkspaceFiles = {
  async list(folders, limits) {
    const found = await Promise.all(folders.map(filesIn));
    return [...new Set(found.flat())].slice(0, limits.files);
  },
  read: (uris, limits) => Promise.all(uris.map((uri) => readOne(uri, limits))),
};
