/** How the sources of a workspace are compiled, by what its build files and its editor are told. */
import { NOTHING_CONFIGURED, readDefinitions, type Configured } from './cmake-definitions.ts';
import { readPresets } from './cmake-presets.ts';
import { CompilationDatabase } from './compile-commands.ts';
import type { CompileFlags } from './compile-flags.ts';
import { readCppProperties } from './cpp-properties.ts';
import { baseName, folderOf, foldersAround, joinPath } from '../paths.ts';

const FILES = ['CMakeLists.txt', 'CMakePresets.json', 'compile_commands.json', 'c_cpp_properties.json'];

/** Whether a file says how others are compiled. */
export const isBuildFile = (file: string): boolean => FILES.includes(baseName(file));

export class BuildFlags {
  /** CMakeLists.txt by path. */
  readonly cmake = new Map<string, string>();
  /** Compilation databases by path. */
  readonly databases = new Map<string, CompilationDatabase>();
  private readonly presets = new Map<string, ReadonlyMap<string, string>>();
  private readonly properties = new Map<string, CompileFlags>();
  /** By path; emptied when a build file changes. */
  private readonly configured = new Map<string, Configured>();

  /** Takes a build file, or that it is gone. */
  note(path: string, text: string | undefined): void {
    const folder = folderOf(path);
    const name = baseName(path);
    this.configured.clear();
    if (name === 'CMakeLists.txt') setOrDelete(this.cmake, path, text);
    else if (name === 'CMakePresets.json')
      setOrDelete(this.presets, folder, text === undefined ? undefined : readPresets(text));
    else if (name === 'compile_commands.json')
      setOrDelete(this.databases, path, text === undefined ? undefined : new CompilationDatabase(text));
    else {
      const around = baseName(folder) === '.vscode' ? folderOf(folder) : folder;
      const flags = text === undefined ? undefined : readCppProperties(text, around);
      setOrDelete(this.properties, around, flags);
    }
  }

  /** Macros of a file: what its own command line says goes before the build files, and these before the editor. */
  definitionsOf(file: string): ReadonlyMap<string, string> {
    const all = [
      ...(this.propertiesOf(file)?.defines ?? []),
      ...this.configuredFor(file).flatMap(({ definitions }) => [...definitions]),
      ...this.commandsOf(file).flatMap(({ defines }) => [...defines]),
    ];
    return new Map(
      [...new Map(all)].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  }

  /** Folders in which the headers of a file are looked for, as its flags name them. */
  includesOf(file: string): readonly string[] {
    return [...this.commandsOf(file), this.propertiesOf(file)].flatMap((flags) => flags?.includes ?? []);
  }

  private commandsOf(file: string): CompileFlags[] {
    const all = [...this.databases.values()];
    const own = all.flatMap((database) => database.flagsOf(file) ?? []).slice(0, 1);
    return own.length ? own : all.map(({ shared }) => shared);
  }

  private propertiesOf(file: string): CompileFlags | undefined {
    const folder = foldersAround(file).find((one) => this.properties.has(one));
    return folder === undefined ? undefined : this.properties.get(folder);
  }

  /** The nearest build file's; where there is none around the file, one elsewhere takes it in. */
  private configuredFor(file: string): Configured[] {
    const nearest = this.buildFileAround(file);
    if (nearest !== undefined) return [this.configuredBy(nearest)];
    return [...this.cmake.keys()].sort().map((path) => this.configuredBy(path));
  }

  private buildFileAround(path: string): string | undefined {
    return foldersAround(path)
      .map((folder) => joinPath(folder, 'CMakeLists.txt'))
      .find((one) => this.cmake.has(one));
  }

  /** A build file goes on from where that of the folders around its own stands. */
  private configuredBy(path: string): Configured {
    const known = this.configured.get(path);
    if (known) return known;
    const folder = folderOf(path);
    const around = folder === '' ? undefined : this.buildFileAround(folder);
    const outer = around === undefined ? NOTHING_CONFIGURED : this.configuredBy(around);
    const preset = this.presets.get(folder) ?? [];
    const variables = new Map([...outer.variables, ...preset]);
    const found = readDefinitions(this.cmake.get(path) ?? '', { ...outer, variables });
    this.configured.set(path, found);
    return found;
  }
}

function setOrDelete<T>(to: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) to.delete(key);
  else to.set(key, value);
}
