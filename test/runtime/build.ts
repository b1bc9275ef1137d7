/** Compiles programs and links them with the stand-in runtime. What was built once is kept under node_modules/.cache. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unitsOf, type Program } from './program.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const include = join(root, 'test/acl/include');
const standIn = join(root, 'test/runtime/stand-in');
const cache = join(root, 'node_modules/.cache/stand-in');
// Line tables alone: they name the source line of each call, and cost little.
const flags = ['-fopenmp', '-O0', '-g1', '-w', '-I', include];

/** A program does not compile or link; the message is the compiler's. */
export class BuildError extends Error {}

let library: Promise<Library> | undefined;

interface Library {
  key: string;
  objects: string[];
}

/**
 * The executable of a program.
 * @throws BuildError with the compiler's words.
 */
export async function build(program: Program): Promise<string> {
  library ??= buildLibrary();
  const { key, objects } = await library;
  const executable = join(cache, hashed(key, ...[...program.files].flat()));
  const units = unitsOf(program).map((unit) => join(program.root, unit));
  await compile(executable, [
    `-std=c++${standardOf(program)}`,
    ...flags,
    '-I',
    program.root,
    ...units,
    ...objects,
    '-lpthread',
  ]);
  return executable;
}

/** The C++ standard that the build file sets; else a new one, as an old program means the same in it. */
function standardOf({ files }: Program): string {
  return /CMAKE_CXX_STANDARD\s+(\d+)/.exec(files.get('CMakeLists.txt') ?? '')?.[1] ?? '20';
}

async function buildLibrary(): Promise<Library> {
  const names = (await readdir(standIn)).sort();
  const headers = (await filesIn(include)).concat(names.map((name) => join(standIn, name)));
  const key = hashed(...(await Promise.all(headers.map((file) => readFile(file, 'utf8')))));
  const units = names.filter((name) => name.endsWith('.cpp'));
  const objects: string[] = [];
  // Two at a time: the machine has other work.
  const next = async (): Promise<void> => {
    for (let unit = units.pop(); unit !== undefined; unit = units.pop()) {
      const object = join(cache, `${key}-${unit}.o`);
      objects.push(object);
      await compile(object, ['-std=c++20', ...flags, '-c', join(standIn, unit)]);
    }
  };
  await Promise.all([next(), next()]);
  return { key, objects: objects.sort() };
}

/** To a name of its own first, so that a run that is cut short leaves nothing half written. */
async function compile(output: string, given: readonly string[]): Promise<void> {
  if (existsSync(output)) return;
  await mkdir(cache, { recursive: true });
  const own = `${output}.${process.pid}`;
  try {
    await run('g++', [...given, '-o', own]);
  } catch (error) {
    throw new BuildError(error instanceof Error ? error.message : String(error));
  }
  await rename(own, output);
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .sort();
}

function hashed(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 24);
}
