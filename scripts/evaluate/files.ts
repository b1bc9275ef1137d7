/** Repositories among checkouts, and their files. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const SOURCE = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx|cu)$/i;

/** C++ files and CMakeLists.txt under a folder, relative to the root. */
export async function filesUnder(root: string, folder: string): Promise<string[]> {
  const path = join(root, folder);
  if (!(await stat(path).catch(() => undefined))?.isDirectory()) return [];
  const entries = await readdir(path, { withFileTypes: true });
  const nested = await Promise.all(
    entries.map((entry) => {
      const own = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.isDirectory()) return entry.name === '.git' ? [] : filesUnder(root, own);
      return SOURCE.test(entry.name) || entry.name === 'CMakeLists.txt' ? [own] : [];
    }),
  );
  return nested.flat();
}

/** Each repository of `<owner>/<repository>` or `<owner>+<repository>`, by its name `<owner>/<repository>`. */
export async function repositoriesIn(checkouts: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const owner of await readdir(checkouts)) {
    if (owner.includes('+')) {
      found.set(owner.replace('+', '/'), join(checkouts, owner));
      continue;
    }
    for (const repository of await readdir(join(checkouts, owner))) {
      found.set(`${owner}/${repository}`, join(checkouts, owner, repository));
    }
  }
  return found;
}
