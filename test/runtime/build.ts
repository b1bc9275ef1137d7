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

/** A program that cannot be run, and why: the compiler's words, or how it ended. */
export class RunError extends Error {}

let declarations: Promise<string> | undefined;
let library: Promise<string[]> | undefined;

/**
 * The executable of a program.
 * @throws RunError with the compiler's words.
 */
export async function build(program: Program): Promise<string> {
  library ??= buildLibrary();
  const flagsOfProgram = [`-std=c++${standardOf(program)}`];
  const text = [...program.files].flat().join('\0');
  const objects: string[] = [];
  for (const unit of unitsOf(program)) {
    objects.push(await compileUnit(join(program.root, unit), text, flagsOfProgram));
  }
  objects.push(...(await library));
  const executable = join(cache, hashed(...objects));
  await produce(executable, ['-fopenmp', ...objects, '-lpthread']);
  return executable;
}

/** The C++ standard that the build file sets; else a new one, as an old program means the same in it. */
function standardOf({ files }: Program): string {
  return /CMAKE_CXX_STANDARD\s+(\d+)/.exec(files.get('CMakeLists.txt') ?? '')?.[1] ?? '20';
}

/** The objects of the stand-in runtime. Two at a time: the machine has other work. */
async function buildLibrary(): Promise<string[]> {
  const files = await filesIn(standIn);
  const text = await textOf(files);
  const units = files.filter((name) => name.endsWith('.cpp'));
  const objects: string[] = [];
  const next = async (): Promise<void> => {
    for (let unit = units.pop(); unit !== undefined; unit = units.pop()) {
      objects.push(await compileUnit(unit, text, ['-std=c++20']));
    }
  };
  await Promise.all([next(), next()]);
  return objects.sort();
}

/** The object of a source file; `depends` is the text that it is made of, beside the declarations of the runtime. */
async function compileUnit(unit: string, depends: string, given: readonly string[]): Promise<string> {
  declarations ??= filesIn(include).then(textOf);
  const object = join(cache, `${hashed(await declarations, unit, depends, ...flags, ...given)}.o`);
  await produce(object, [...given, ...flags, '-c', unit]);
  return object;
}

/** To a name of its own first, so that a run that is cut short leaves nothing half written. */
async function produce(output: string, given: readonly string[]): Promise<void> {
  if (existsSync(output)) return;
  await mkdir(cache, { recursive: true });
  const own = `${output}.${process.pid}`;
  try {
    await run('g++', [...given, '-o', own]);
  } catch (error) {
    const said = error instanceof Error ? error.message.split('\n').slice(1, 4) : [];
    throw new RunError(`does not build: ${said.join(' ')}`);
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

async function textOf(files: readonly string[]): Promise<string> {
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\0');
}

function hashed(...texts: string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 24);
}
