/** Copies of the examples: an editor in a browser saves by itself. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './session.ts';

/** A folder with the named examples, and the file to open in each. */
export function copyExamples(
  name: string,
  ...examples: string[]
): { folder: string; file(example: string): string } {
  const folder = join(root, 'dist/test/ui', name);
  rmSync(folder, { recursive: true, force: true });
  for (const example of examples)
    cpSync(join(root, 'examples', example), join(folder, example), { recursive: true });
  return { folder, file: (example) => join(folder, example, 'main.cpp') };
}

/** A workspace of several folders. */
export function multiRoot(
  name: string,
  ...examples: string[]
): { workspace: string; file(example: string): string } {
  const { folder, file } = copyExamples(name, ...examples);
  mkdirSync(folder, { recursive: true });
  const workspace = join(folder, 'all.code-workspace');
  writeFileSync(workspace, JSON.stringify({ folders: examples.map((path) => ({ path })) }));
  return { workspace, file };
}
