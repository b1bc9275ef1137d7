/** Puts a program on disk, so that it can be looked at and compiled. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Outcome } from './trial.ts';

/** The folder that it was written to; the same program has the same folder. */
export async function writeTrial(folder: string, { files, shape, style }: Outcome): Promise<string> {
  const id = createHash('sha256').update(JSON.stringify({ shape, style })).digest('hex').slice(0, 8);
  const root = join(folder, id);
  for (const [name, text] of Object.entries({
    ...files,
    'trial.json': JSON.stringify({ shape, style }, null, 2),
  })) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}
