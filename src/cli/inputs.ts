/** Which files a command was given, and their text. Names are relative to the working folder, with forward slashes. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import {
  flagsGlobs,
  flagsSkippedGlob,
  isCode,
  skippedGlob,
  sourceEndings,
  sourceGlobs,
} from '../server/protocol-sources.ts';
import { fileError, fileProblem } from './failure.ts';
import { oddEntries } from './odd-entries.ts';
import type { Message } from './messages.ts';
import { message } from './messages.ts';

/** Larger files are not analysed, and that is said. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

export interface InputFile {
  /** As shown to the user and known to the analyzer. */
  file: string;
  text: string;
}

export interface Inputs {
  files: InputFile[];
  /** Those of them that were named themselves, not found in a folder or by a glob. */
  named: ReadonlySet<string>;
  /** Lines for the user: what was left out and why. */
  notes: Message[];
  /** Absolute folder to look for the configuration from. */
  folder: string;
}

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
export function collectInputs(args: readonly string[], read: Read = readText): Inputs {
  const notes: Message[] = [];
  const files = new Map<string, InputFile>();
  const named = new Set<string>();
  for (const argument of args) {
    if (status(argument)?.isFile()) named.add(displayName(path.resolve(argument)));
    for (const input of expand(argument, { read, notes })) files.set(input.file, input);
  }
  return { files: [...files.values()], named, notes, folder: folderOf(args[0] ?? '.') };
}

function folderOf(argument: string): string {
  const whole = isDynamicPattern(argument) ? '.' : argument;
  const stats = statSync(whole, { throwIfNoEntry: false });
  return path.resolve(stats?.isDirectory() ? whole : path.dirname(whole));
}

interface Reading {
  read: Read;
  notes: Message[];
}

function expand(argument: string, reading: Reading): InputFile[] {
  const stats = status(argument);
  if (stats?.isDirectory()) return readFolder(argument, reading);
  if (stats !== undefined) return [readNamed(argument, reading)];
  if (isDynamicPattern(argument)) return readGlob(argument, reading);
  throw fileError(argument, message('no-such-file'));
}

function status(argument: string) {
  try {
    return statSync(argument, { throwIfNoEntry: false });
  } catch (error) {
    throw fileError(argument, fileProblem(error));
  }
}

function readNamed(file: string, { read }: Reading): InputFile {
  if (!isCode(file)) throw fileError(file, message('not-cpp', { endings: endings() }));
  const text = read(file);
  if (typeof text !== 'string') throw fileError(file, text.problem);
  return { file: displayName(path.resolve(file)), text };
}

const endings = (): string => sourceEndings.map((ending) => `.${ending}`).join(', ');

function readFolder(folder: string, reading: Reading): InputFile[] {
  const found = new Set([
    ...glob(sourceGlobs, folder),
    ...glob(flagsGlobs, folder, { ignore: flagsSkippedGlob, dot: true }),
  ]);
  const files = [...found].flatMap((file) => readOrNote(file, reading));
  noteOdd(folder, reading.notes);
  if (!files.some(({ file }) => isCode(file))) throw fileError(folder, message('no-cpp-here'));
  return files;
}

/** Names that one note gives. */
const MOST_NAMED = 3;

function noteOdd(folder: string, notes: Message[]): void {
  const { links, others } = oddEntries(path.resolve(folder));
  const left = message('left-out', { what: message('not-regular') });
  for (const file of others) notes.push(message('in-file', { file: displayName(file), what: left }));
  if (links.length === 0) return;
  const names =
    links.slice(0, MOST_NAMED).map(displayName).join(', ') + (links.length > MOST_NAMED ? ', …' : '');
  notes.push(message('links-not-followed', { count: links.length, names }));
}

function readGlob(pattern: string, reading: Reading): InputFile[] {
  const files = glob([pattern.split(path.sep).join('/')], '.').filter(isCode);
  if (files.length === 0) throw fileError(pattern, message('no-cpp-matches'));
  return files.flatMap((file) => readOrNote(file, reading));
}

function glob(
  patterns: string[],
  cwd: string,
  more: { ignore: string; dot?: boolean } = { ignore: skippedGlob },
): string[] {
  const options = {
    cwd,
    absolute: true,
    ...more,
    followSymbolicLinks: false,
    caseSensitiveMatch: false,
  };
  return globSync(patterns, options).sort();
}

function readOrNote(file: string, { read, notes }: Reading): InputFile[] {
  const text = read(file);
  if (typeof text === 'string') return [{ file: displayName(file), text }];
  const what = message('left-out', { what: text.problem });
  notes.push(message('in-file', { file: displayName(file), what }));
  return [];
}

/** Gives the text of a file, or what is wrong with it. */
export type Read = (file: string) => string | { problem: Message };

/** The text of a file, or what is wrong with it. UTF-8 (bytes that are none become U+FFFD) or UTF-16 with its mark. */
export function readText(file: string): string | { problem: Message } {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { problem: message(stats.isDirectory() ? 'is-directory' : 'not-regular') };
    if (stats.size > MAX_FILE_BYTES) return { problem: tooLarge(stats.size) };
    return decode(readFileSync(file));
  } catch (error) {
    return { problem: fileProblem(error) };
  }
}

const MIB = 1024 * 1024;

export function tooLarge(bytes: number): Message {
  return message('large-source', { size: (bytes / MIB).toFixed(1), most: MAX_FILE_BYTES / MIB });
}

/** Text of the bytes of a file: see `readText`. */
export function decode(bytes: Buffer): string | { problem: Message } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.includes(0)) return { problem: message('binary-source') };
  return new TextDecoder('utf-8').decode(bytes);
}
