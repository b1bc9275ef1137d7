/** How the sources of a workspace are compiled, by what its build files and its editor are told. */
import { NOTHING_CONFIGURED, readDefinitions, type Configured } from './cmake-definitions.ts';
import { readPresets } from './cmake-presets.ts';
import { CompilationDatabase } from './compile-commands.ts';
import type { CompileFlags } from './compile-flags.ts';
import { readCppProperties } from './cpp-properties.ts';
import { baseName, folderOf, foldersAround } from '../paths.ts';

const FILES = ['CMakeLists.txt', 'CMakePresets.json', 'compile_commands.json', 'c_cpp_properties.json'];

/** Whether a file says how others are compiled. */
export const isBuildFile = (file: string): boolean => FILES.includes(baseName(file));

export class BuildFlags {
  private readonly cmake = new Map<string, string>();
  private readonly presets = new Map<string, ReadonlyMap<string, string>>();
  private readonly databases = new Map<string, CompilationDatabase>();
  private readonly properties = new Map<string, CompileFlags>();
  /** By folder; emptied when a build file changes. */
  private configured = new Map<string, Configured>();

  /** Takes a build file, or that it is gone; whether that may change how sources are compiled. */
  note(path: string, text: string | undefined): boolean {
    const before = JSON.stringify(this.definitionsOfFolders());
    this.take(path, text);
    this.configured = new Map();
    return !path.endsWith('.txt') || before !== JSON.stringify(this.definitionsOfFolders());
  }

  private take(path: string, text: string | undefined): void {
    const folder = folderOf(path);
    const name = baseName(path);
    if (name === 'CMakeLists.txt') setOrDelete(this.cmake, folder, text);
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

  /** The databases of the workspace, by their paths. */
  compilationDatabases(): ReadonlyMap<string, CompilationDatabase> {
    return this.databases;
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
    const nearest = foldersAround(file).find((folder) => this.cmake.has(folder));
    if (nearest !== undefined) return [this.configuredIn(nearest)];
    return [...this.cmake.keys()].sort().map((folder) => this.configuredIn(folder));
  }

  /** A build file goes on from where that of the folders around it stands. */
  private configuredIn(folder: string): Configured {
    const known = this.configured.get(folder);
    if (known) return known;
    const around = folder === '' ? undefined : foldersAround(folder).find((one) => this.cmake.has(one));
    const outer = around === undefined ? NOTHING_CONFIGURED : this.configuredIn(around);
    const preset = this.presets.get(folder) ?? [];
    const variables = new Map([...outer.variables, ...preset]);
    const found = readDefinitions(this.cmake.get(folder) ?? '', { ...outer, variables });
    this.configured.set(folder, found);
    return found;
  }

  private definitionsOfFolders(): unknown {
    const folders = [...this.cmake.keys()].sort();
    return folders.map((folder) => [folder, ...this.configuredIn(folder).definitions]);
  }
}

function setOrDelete<T>(to: Map<string, T>, key: string, value: T | undefined): void {
  if (value === undefined) to.delete(key);
  else to.set(key, value);
}
