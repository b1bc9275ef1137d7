/** Which files a command was given, and their text. Names are relative to the working folder, with forward slashes. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { CliError, fileProblem } from './failure.ts';

const SOURCE_ENDINGS = ['cpp', 'cc', 'cxx', 'c++', 'c', 'h', 'hpp', 'hh', 'hxx', 'h++', 'inl', 'ipp', 'tpp'];
const SOURCE = new RegExp(
  String.raw`\.(${SOURCE_ENDINGS.map((e) => e.replaceAll('+', String.raw`\+`)).join('|')})$`,
  'i',
);
const PROJECT_FILES = ['CMakeLists.txt', 'compile_commands.json'];
const SKIPPED = ['**/node_modules/**', '**/build/**', '**/.git/**'];

/** Larger files are not analysed, and that is said. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

export interface InputFile {
  /** As shown to the user and known to the analyzer. */
  file: string;
  text: string;
}

export interface Inputs {
  files: InputFile[];
  /** Lines for the user: what was left out and why. */
  notes: string[];
  /** Absolute folder to look for the configuration from. */
  folder: string;
}

export const isSource = (file: string): boolean => SOURCE.test(file);

/** The name under which a file is reported: relative to the working folder where it lies within, else as given. */
export function displayName(file: string): string {
  const relative = path.relative(process.cwd(), file);
  const inside = relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  return (inside ? relative : file).split(path.sep).join('/');
}

/**
 * Expands files, folders and globs. Throws `CliError` for one that is not there, holds no C++, is binary or too large
 * when named itself; what a folder holds of these is left out with a note.
 */
export function collectInputs(args: string[]): Inputs {
  const notes: string[] = [];
  const files = new Map<string, InputFile>();
  for (const argument of args) {
    for (const input of expand(argument, notes)) files.set(input.file, input);
  }
  return { files: [...files.values()], notes, folder: folderOf(args[0] ?? '.') };
}

function folderOf(argument: string): string {
  const whole = isDynamicPattern(argument) ? '.' : argument;
  const stats = statSync(whole, { throwIfNoEntry: false });
  return path.resolve(stats?.isDirectory() ? whole : path.dirname(whole));
}

function expand(argument: string, notes: string[]): InputFile[] {
  const stats = status(argument);
  if (stats?.isDirectory()) return readFolder(argument, notes);
  if (stats !== undefined) return [readNamed(argument)];
  if (isDynamicPattern(argument)) return readGlob(argument, notes);
  throw new CliError(`${argument}: no such file or directory`);
}

function status(argument: string) {
  try {
    return statSync(argument, { throwIfNoEntry: false });
  } catch (error) {
    throw new CliError(`${argument}: ${fileProblem(error)}`);
  }
}

function readNamed(file: string): InputFile {
  if (!isSource(file)) throw new CliError(`${file}: not a C++ file (expected ${endingsInWords()})`);
  const text = readText(file);
  if (typeof text !== 'string') throw new CliError(`${file}: ${text.problem}`);
  return { file: displayName(path.resolve(file)), text };
}

const endingsInWords = (): string => SOURCE_ENDINGS.map((ending) => `.${ending}`).join(', ');

function readFolder(folder: string, notes: string[]): InputFile[] {
  const patterns = [`**/*.{${SOURCE_ENDINGS.join(',')}}`, ...PROJECT_FILES.map((name) => `**/${name}`)];
  const found = glob(patterns, folder);
  const files = found.flatMap((file) => readOrNote(file, notes));
  if (!files.some(({ file }) => isSource(file))) throw new CliError(`${folder}: no C++ file in this folder`);
  return files;
}

function readGlob(pattern: string, notes: string[]): InputFile[] {
  const files = glob([pattern.split(path.sep).join('/')], '.').filter(isSource);
  if (files.length === 0) throw new CliError(`${pattern}: no C++ file matches`);
  return files.flatMap((file) => readOrNote(file, notes));
}

function glob(patterns: string[], cwd: string): string[] {
  const options = {
    cwd,
    absolute: true,
    ignore: SKIPPED,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
  };
  return globSync(patterns, options).sort();
}

function readOrNote(file: string, notes: string[]): InputFile[] {
  const text = readText(file);
  if (typeof text === 'string') return [{ file: displayName(file), text }];
  notes.push(`${displayName(file)}: ${text.problem}; left out`);
  return [];
}

/** The text of a file, or what is wrong with it. UTF-8 (bytes that are none become U+FFFD) or UTF-16 with its mark. */
export function readText(file: string): string | { problem: string } {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { problem: stats.isDirectory() ? 'is a directory' : 'not a regular file' };
    if (stats.size > MAX_FILE_BYTES) return { problem: tooLarge(stats.size) };
    return decode(readFileSync(file));
  } catch (error) {
    return { problem: fileProblem(error) };
  }
}

function tooLarge(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB, larger than the ${MAX_FILE_BYTES / 1024 / 1024} MiB that are read`;
}

function decode(bytes: Buffer): string | { problem: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return { problem: 'a binary file, not C++ source' };
  return new TextDecoder('utf-8').decode(bytes);
}
