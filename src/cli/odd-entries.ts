/** What a search for files passes over in silence. */
import { readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import { isCode, isSkipped } from '../server/protocol-sources.ts';

export interface OddEntries {
  /** Links to folders, and links that pose as sources: none is followed, as it may lead anywhere. */
  links: string[];
  /** Pipes, sockets and devices that pose as sources: to open one may never end. */
  others: string[];
}

/** Looks through a folder, as deep as it goes. What cannot be listed is left out. */
export function oddEntries(folder: string): OddEntries {
  const found: OddEntries = { links: [], others: [] };
  const pending = [folder];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of entriesOf(at)) {
      const file = path.join(at, entry.name);
      if (entry.isDirectory() && !isSkipped(entry.name)) pending.push(file);
      else if (entry.isSymbolicLink() && isWanted(file)) found.links.push(file);
      else if (!entry.isFile() && !entry.isDirectory() && isCode(entry.name)) found.others.push(file);
    }
  }
  return found;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isWanted(link: string): boolean {
  if (isCode(link)) return true;
  try {
    return !isSkipped(path.basename(link)) && statSync(link).isDirectory();
  } catch {
    return false;
  }
}
