/** Finds the programs of a workspace: each `main` with the files it is built from, and what is left over as libraries. */
import type { FunctionDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { BuildTargets } from './build/build-targets.ts';
import { readExecutables, type Executable } from './build/cmake-executables.ts';
import { IncludeFinder } from './includes.ts';
import { baseName, FolderIndex, folderOf, foldersAround, isUnit, joinPath, stemOf } from './paths.ts';
import { withDistinctNames } from './names.ts';
import { push } from '../../base/push.ts';

export interface ProgramFiles {
  name: string;
  /** `library`: files without a `main`, or one entry to them. */
  kind: 'program' | 'library';
  /** Its `main`, or the function of the entry. */
  main?: FunctionDeclaration;
  files: string[];
}

/** What program finding needs to know of the workspace. */
export interface Workspace {
  /** C++ files that could be read. */
  facts: ReadonlyMap<string, FileFacts>;
  /** CMakeLists.txt by path. */
  cmake: ReadonlyMap<string, string>;
  /** Sources that compile_commands.json names, by its path. */
  compileCommands: ReadonlyMap<string, readonly string[]>;
  /** Folders that the compiler's flags tell to look for a file's headers in. */
  includesOf(file: string): readonly string[];
}

export interface FoundPrograms {
  /** All programs, then one library for each folder tree whose files belong to none. */
  programs: ProgramFiles[];
  /** Files that no target of a build file builds, and headers that none of those that are built includes. */
  unbuilt: ReadonlySet<string>;
  /** Build files that ask for too much work and were read in part. */
  cutBuildFiles: string[];
}

export function findPrograms(workspace: Workspace): FoundPrograms {
  const finder = new ProgramFinder(workspace);
  const programs = finder.mains().map((main) => finder.program(main));
  const taken = new Set(programs.flatMap((program) => program.files));
  return {
    programs: withDistinctNames([...programs, ...finder.libraries(taken)]),
    unbuilt: finder.unbuilt(),
    cutBuildFiles: finder.cutBuildFiles,
  };
}

class ProgramFinder {
  readonly cutBuildFiles: string[] = [];
  private readonly paths: string[];
  private readonly byFolder: FolderIndex;
  private readonly mainFiles: Set<string>;
  private readonly mainsByFolder: FolderIndex;
  /** The first executable that lists a source. */
  private readonly executableOf = new Map<string, Executable>();
  private readonly compiled: ReadonlySet<string>[];
  private readonly includes: IncludeFinder;
  private readonly targets: BuildTargets;

  constructor(private readonly workspace: Workspace) {
    this.paths = [...workspace.facts.keys()].sort();
    this.byFolder = new FolderIndex(this.paths);
    this.mainFiles = new Set(this.mains().map((main) => main.chunk.file));
    this.mainsByFolder = new FolderIndex(this.mainFiles);
    this.includes = new IncludeFinder(this.paths, this.mainFiles);
    const cmake = byPath(workspace.cmake);
    const compileCommands = byPath(workspace.compileCommands).map(([, sources]) => sources);
    this.compiled = compileCommands.map((sources) => new Set(sources));
    this.targets = new BuildTargets(new Map(cmake), compileCommands, this.byFolder);
    for (const [path, text] of cmake) {
      const { executables, isCut } = readExecutables(path, text, this.byFolder);
      for (const executable of executables) this.noteExecutable(executable);
      if (isCut) this.cutBuildFiles.push(path);
    }
  }

  private noteExecutable(executable: Executable): void {
    for (const source of executable.sources) {
      if (!this.executableOf.has(source)) this.executableOf.set(source, executable);
    }
  }

  mains(): FunctionDeclaration[] {
    return this.paths.flatMap((path) => this.workspace.facts.get(path)?.main ?? []);
  }

  program(main: FunctionDeclaration): ProgramFiles {
    const file = main.chunk.file;
    const executable = this.executableOf.get(file);
    const listed = executable?.sources.filter((source) => this.workspace.facts.has(source)) ?? [];
    const sources = listed.length > 1 ? listed : this.neighbours(file);
    const files = this.closure(new Set([file, ...sources]), file);
    return { name: executable?.name ?? nameOf(file), kind: 'program', main, files };
  }

  /** Sources of the same app: its folder tree, less what belongs to other mains. */
  private neighbours(file: string): string[] {
    const root = this.appRoot(file);
    const compiled = this.compiled.find((sources) => sources.has(file));
    const foreign = this.foreignFolders(file, root);
    const isBuilt = this.targets.builds(file);
    return this.byFolder.under(root).filter((path) => {
      if (!isUnit(path) || (path !== file && this.mainFiles.has(path))) return false;
      if (compiled && !compiled.has(path)) return false;
      if (isBuilt && !this.targets.builds(path)) return false;
      return !foldersAround(path).some((folder) => foreign.has(folder));
    });
  }

  /** Folders below the root with a main of their own, unless the file lies in them. */
  private foreignFolders(file: string, root: string): ReadonlySet<string> {
    const folders = new Set(this.mainsByFolder.under(root).map(folderOf));
    for (const own of foldersAround(file)) folders.delete(own);
    return folders;
  }

  /** The nearest folder with a CMakeLists.txt at or above the file, or the folder above `src`. */
  private appRoot(file: string): string {
    const own = folderOf(file);
    let root = /^(src|source|sources|main|samples?|app)$/i.test(baseName(own)) ? folderOf(own) : own;
    for (const folder of foldersAround(file).slice(0, 3)) {
      if (this.workspace.cmake.has(joinPath(folder, 'CMakeLists.txt')) && folder.length <= root.length)
        root = folder;
    }
    return root;
  }

  /** Adds what the files include, and the sources that go with included headers. */
  private closure(files: Set<string>, main: string): string[] {
    const view = { main, root: this.appRoot(main) };
    const pending = [...files];
    // Many files include the same: what an include comes to depends on it and on the folder it stands in.
    const done = new Set<string>();
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      const folders = this.workspace.includesOf(path);
      const place = [folderOf(path), ...folders].join(' ');
      for (const include of this.workspace.facts.get(path)?.includes ?? []) {
        const key = `${place} ${include}`;
        if (done.has(key)) continue;
        done.add(key);
        const header = this.includes.headerOf(include, path, view, folders);
        const source = header && this.includes.sourceOf(header, view);
        for (const reached of [header, source]) {
          if (!reached || files.has(reached)) continue;
          files.add(reached);
          pending.push(reached);
        }
      }
    }
    return [...files];
  }

  unbuilt(): ReadonlySet<string> {
    const units = this.paths.filter(isUnit);
    const built = units.filter((path) => this.targets.builds(path));
    if (built.length === units.length) return new Set();
    const reached = this.included(built);
    return new Set(this.paths.filter((path) => !reached.has(path) && !this.targets.builds(path)));
  }

  /** The files, and the headers that they include. */
  private included(files: readonly string[]): ReadonlySet<string> {
    const found = new Set(files);
    for (const path of found) {
      const view = { main: path, root: this.appRoot(path) };
      const folders = this.workspace.includesOf(path);
      for (const include of this.workspace.facts.get(path)?.includes ?? []) {
        const header = this.includes.headerOf(include, path, view, folders);
        if (header) found.add(header);
      }
    }
    return found;
  }

  libraries(taken: ReadonlySet<string>): ProgramFiles[] {
    const groups = new Map<string, string[]>();
    for (const path of this.paths) {
      if (taken.has(path)) continue;
      // A backup beside its source would define the same again.
      const isLeft = isUnit(path) && !this.targets.builds(path);
      push(groups, `${isLeft ? ' ' : ''}${this.appRoot(path)}`, path);
    }
    return [...groups].map(([root, files]) => ({
      name: baseName(root.trimStart()) || 'library',
      kind: 'library' as const,
      files: files.some(isUnit) ? this.closure(new Set(files), files[0] ?? '') : files,
    }));
  }
}

/** The order in which files became known decides nothing. */
function byPath<T>(files: ReadonlyMap<string, T>): (readonly [string, T])[] {
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** An executable without a name of its own is called after its folder. */
function nameOf(file: string): string {
  const stem = stemOf(file);
  const folder = folderOf(file);
  const named = /^(src|source|sources)$/i.test(baseName(folder)) ? folderOf(folder) : folder;
  return stem === 'main' ? baseName(named) || stem : stem;
}
