/** The little of CMake that says which sources make an executable. */
import { baseName, folderOf, isUnit, joinPath, type FolderIndex } from './paths.ts';

export interface Executable {
  name: string;
  /** Paths as the workspace names them. */
  sources: string[];
}

/** Executables of one CMakeLists.txt. `files` are the workspace's, for `file(GLOB …)` and `aux_source_directory`. */
export function readExecutables(path: string, text: string, files: FolderIndex): Executable[] {
  const folder = folderOf(path);
  const variables = new Map<string, string[]>([
    ['CMAKE_CURRENT_SOURCE_DIR', [folder]],
    ['CMAKE_SOURCE_DIR', [folder]],
    ['PROJECT_SOURCE_DIR', [folder]],
  ]);
  const executables: Executable[] = [];
  for (const { command, args } of commands(text)) {
    const words = args.flatMap((word) => expand(word, variables));
    readCommand(command, words, { folder, variables, executables, files });
  }
  return executables;
}

interface Reading {
  folder: string;
  variables: Map<string, string[]>;
  executables: Executable[];
  files: FolderIndex;
}

function readCommand(command: string, words: string[], reading: Reading): void {
  const [first = '', ...rest] = words;
  if (command === 'set') reading.variables.set(first, rest);
  else if (command === 'project') reading.variables.set('PROJECT_NAME', [first]);
  else if (command === 'list' && first === 'APPEND') append(rest, reading);
  else if (command === 'aux_source_directory') {
    reading.variables.set(rest[0] ?? '', glob(joinPath(reading.folder, first), '*.c*', reading.files));
  } else if (command === 'file' && /^GLOB/.test(first)) {
    const patterns = rest.slice(1).filter((word) => word.includes('*'));
    reading.variables.set(
      rest[0] ?? '',
      patterns.flatMap((pattern) => globPath(pattern, reading)),
    );
  } else if (command === 'add_executable') {
    const sources = rest.filter(isUnit).map((word) => joinPath(reading.folder, word));
    reading.executables.push({ name: first, sources });
  }
}

function append([name = '', ...values]: string[], reading: Reading): void {
  reading.variables.set(name, [...(reading.variables.get(name) ?? []), ...values]);
}

function globPath(pattern: string, reading: Reading): string[] {
  const path = joinPath(reading.folder, pattern);
  return glob(folderOf(path), path.slice(path.lastIndexOf('/') + 1), reading.files);
}

function glob(folder: string, pattern: string, files: FolderIndex): string[] {
  const expression = new RegExp(`^${pattern.replace(/[.+^$()|[\]{}]/g, '\\$&').replace(/\*/g, '[^/]*')}$`);
  return files.under(folder).filter((file) => folderOf(file) === folder && expression.test(baseName(file)));
}

function expand(word: string, variables: ReadonlyMap<string, string[]>): string[] {
  const whole = /^\$\{(\w+)\}$/.exec(word);
  if (whole) return variables.get(whole[1] ?? '') ?? [];
  return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => (variables.get(name) ?? []).join(';'))];
}

/**
 * The macros that one CMakeLists.txt defines for whatever is built, by name, with their values. What stands under an `if` is
 * left out: which side holds is the user's choice.
 */
export function readDefinitions(text: string): Map<string, string> {
  const found = new Map<string, string>();
  let depth = 0;
  for (const { command, args } of commands(text)) {
    if (command === 'if' || command === 'function' || command === 'macro') depth++;
    else if (/^end(if|function|macro)$/.test(command)) depth--;
    else if (depth === 0) for (const word of definedBy(command, args)) noteDefinition(word, found);
  }
  return found;
}

/** The words of a command that define a macro, `NAME` or `NAME=value`. */
function definedBy(command: string, args: readonly string[]): string[] {
  if (command === 'add_compile_definitions') return [...args];
  if (command === 'target_compile_definitions')
    return args.slice(1).filter((word) => !/^(PRIVATE|PUBLIC|INTERFACE)$/.test(word));
  const isFlags = command === 'set' && /^CMAKE_C(XX)?_FLAGS$/.test(args[0] ?? '');
  if (!isFlags && !/^(add_definitions|(add|target)_compile_options)$/.test(command)) return [];
  return args.flatMap((word) => word.split(/\s+/)).flatMap((word) => /^-D(.+)/.exec(word)?.slice(1) ?? []);
}

function noteDefinition(word: string, to: Map<string, string>): void {
  const [, name, value] = /^(\w+)(?:=(.*))?$/.exec(word) ?? [];
  if (name) to.set(name, value ?? '1');
}

/** Commands as they stand: nothing is expanded. */
export function* commands(text: string): Generator<{ command: string; args: string[] }> {
  const plain = text.replace(/#[^\n]*/g, '');
  for (const match of plain.matchAll(/(\w+)\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)/g)) {
    const args = (match[2] ?? '').match(/"[^"]*"|[^\s";]+/g) ?? [];
    yield { command: (match[1] ?? '').toLowerCase(), args: args.map((word) => word.replace(/^"|"$/g, '')) };
  }
}
