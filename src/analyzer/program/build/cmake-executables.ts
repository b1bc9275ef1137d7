/** The little of CMake that says which sources make an executable. */
import { commandsOf } from './cmake-commands.ts';
import { globMatches } from '../glob.ts';
import { baseName, folderOf, isUnit, joinPath, type FolderIndex } from '../paths.ts';

export interface Executable {
  name: string;
  /** Paths as the workspace names them. */
  sources: string[];
}

export interface BuildFile {
  executables: Executable[];
  /** It asks for more work than `STEPS`: what follows is not read. */
  isCut: boolean;
}

/**
 * What one build file may cost: a step is a character that a variable stands for, a word, or a file or a character of the
 * pattern that a glob looks at. A few lines may double a variable with each, or look through all files many times.
 */
export const STEPS = 2_000_000;

/** Executables of one CMakeLists.txt. `files` are the workspace's, for `file(GLOB …)` and `aux_source_directory`. */
export function readExecutables(path: string, text: string, files: FolderIndex): BuildFile {
  const reading = new Reading(folderOf(path), files);
  for (const { command, args } of commandsOf(text)) {
    reading.read(
      command,
      args.flatMap((word) => reading.expand(word)),
    );
    if (reading.isCut) break;
  }
  return reading;
}

class Reading implements BuildFile {
  readonly executables: Executable[] = [];
  isCut = false;
  private steps = 0;
  private readonly variables: Map<string, string[]>;

  constructor(
    private readonly folder: string,
    private readonly files: FolderIndex,
  ) {
    this.variables = new Map([
      ['CMAKE_CURRENT_SOURCE_DIR', [folder]],
      ['CMAKE_SOURCE_DIR', [folder]],
      ['PROJECT_SOURCE_DIR', [folder]],
    ]);
  }

  read(command: string, words: string[]): void {
    const [first = '', ...rest] = words;
    const [second = ''] = rest;
    if (command === 'set') this.variables.set(first, rest);
    else if (command === 'project') this.variables.set('PROJECT_NAME', [first]);
    else if (command === 'list' && first === 'APPEND') this.append(rest);
    else if (command === 'aux_source_directory') this.variables.set(second, this.glob(`${first}/*.c*`));
    else if (command === 'file' && first.startsWith('GLOB')) {
      this.variables.set(
        second,
        rest.slice(1).flatMap((pattern) => this.glob(pattern)),
      );
    } else if (command === 'add_executable') {
      const sources = rest.filter(isUnit).map((word) => joinPath(this.folder, word));
      this.executables.push({ name: first, sources });
    }
  }

  /** The word with its variables replaced: several words where it is one variable. */
  expand(word: string): string[] {
    const whole = /^\$\{(\w+)\}$/.exec(word)?.[1];
    const words = whole === undefined ? [this.replaced(word)] : this.valueOf(whole);
    return this.spend(words.length) ? words : [];
  }

  private replaced(word: string): string {
    return word.replace(/\$\{(\w+)\}/g, (_, name: string) => {
      const values = this.valueOf(name);
      const length = values.reduce((sum, value) => sum + value.length + 1, 0);
      return this.spend(length) ? values.join(';') : '';
    });
  }

  private valueOf(variable: string): string[] {
    return this.variables.get(variable) ?? [];
  }

  private append([name = '', ...values]: string[]): void {
    const before = this.valueOf(name);
    if (this.spend(before.length)) this.variables.set(name, [...before, ...values]);
  }

  private glob(pattern: string): string[] {
    const path = joinPath(this.folder, pattern);
    const folder = folderOf(path);
    const name = baseName(path);
    const inside = this.files.under(folder);
    if (!this.spend(inside.length * (1 + name.length))) return [];
    return inside.filter((file) => folderOf(file) === folder && globMatches(name, baseName(file)));
  }

  /** False once the file has asked for more than it may. */
  private spend(steps: number): boolean {
    this.steps += steps;
    if (this.steps > STEPS) this.isCut = true;
    return !this.isCut;
  }
}
