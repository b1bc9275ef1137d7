/** Files of a checkout. */
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
