/** Finds the programs of a workspace: each `main` with the files it is built from, and what is left over as libraries. */
import type { FunctionDeclaration } from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { readExecutables, type Executable } from './cmake.ts';
import { baseName, folderOf, isInside, joinPath, sharedDepth, stemOf } from './paths.ts';

export interface ProgramFiles {
  name: string;
  kind: 'program' | 'library';
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
}

/** All programs, then one library for each folder tree whose files belong to none. */
export function findPrograms(workspace: Workspace): ProgramFiles[] {
  const finder = new ProgramFinder(workspace);
  const programs = finder.mains().map((main) => finder.program(main));
  const taken = new Set(programs.flatMap((program) => program.files));
  return [...programs, ...finder.libraries(taken)];
}

class ProgramFinder {
  private readonly paths: string[];
  private readonly byBase = new Map<string, string[]>();
  private readonly mainFiles: Set<string>;
  private readonly executables: Executable[];

  constructor(private readonly workspace: Workspace) {
    this.paths = [...workspace.facts.keys()];
    for (const path of this.paths) {
      const base = baseName(path);
      this.byBase.set(base, [...(this.byBase.get(base) ?? []), path]);
    }
    this.mainFiles = new Set(this.mains().map((main) => main.chunk.file));
    this.executables = [...workspace.cmake].flatMap(([path, text]) =>
      readExecutables(path, text, this.paths),
    );
  }

  mains(): FunctionDeclaration[] {
    const found: FunctionDeclaration[] = [];
    for (const facts of this.workspace.facts.values()) {
      for (const declaration of facts.declarations) {
        if (declaration.kind === 'function' && declaration.name === 'main' && declaration.body)
          found.push(declaration);
      }
    }
    return found;
  }

  program(main: FunctionDeclaration): ProgramFiles {
    const file = main.chunk.file;
    const executable = this.executables.find((candidate) => candidate.sources.includes(file));
    const listed = executable?.sources.filter((source) => this.workspace.facts.has(source)) ?? [];
    const sources = listed.length > 1 ? listed : this.neighbours(file);
    const files = this.closure(new Set([file, ...sources]), file);
    return { name: executable?.name ?? nameOf(file), kind: 'program', main, files };
  }

  /** Sources of the same app: its folder tree, less what belongs to other mains. */
  private neighbours(file: string): string[] {
    const root = this.appRoot(file);
    const compiled = [...this.workspace.compileCommands.values()].find((sources) => sources.includes(file));
    const others = [...this.mainFiles].filter((other) => other !== file && isInside(other, root));
    return this.paths.filter((path) => {
      if (!isInside(path, root) || !isSource(path) || others.includes(path)) return false;
      if (compiled && !compiled.includes(path)) return false;
      return !others.some((other) => {
        const folder = folderOf(other);
        return folder !== folderOf(file) && isInside(path, folder) && !isInside(file, folder);
      });
    });
  }

  /** The nearest folder with a CMakeLists.txt at or above the file, or the folder above `src`. */
  private appRoot(file: string): string {
    const own = folderOf(file);
    let root = /^(src|source|sources|main|samples?|app)$/i.test(baseName(own)) ? folderOf(own) : own;
    for (let folder = own, steps = 0; steps < 3 && folder; folder = folderOf(folder), steps++) {
      if (this.workspace.cmake.has(joinPath(folder, 'CMakeLists.txt')) && folder.length <= root.length)
        root = folder;
    }
    return root;
  }

  /** Adds what the files include, and the sources that go with included headers. */
  private closure(files: Set<string>, main: string): string[] {
    const pending = [...files];
    for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
      for (const include of this.workspace.facts.get(path)?.includes ?? []) {
        const header = this.resolveInclude(include, path, main);
        if (!header) continue;
        for (const reached of [header, ...this.sourcesOf(header, main)]) {
          if (files.has(reached)) continue;
          files.add(reached);
          pending.push(reached);
        }
      }
    }
    return [...files];
  }

  private resolveInclude(include: string, from: string, main: string): string | undefined {
    const beside = joinPath(folderOf(from), include);
    if (this.workspace.facts.has(beside)) return beside;
    const plain = include.replace(/^(\.\.?\/)+/, '');
    const named = this.byBase.get(baseName(plain)) ?? [];
    const exact = named.filter((path) => `/${path}`.endsWith(`/${plain}`));
    // An installed header's folder may lie elsewhere in the source tree: `lib/x.h` in `lib/include/x.h`.
    const folders = folderOf(plain).split('/').filter(Boolean);
    const alike = folders.length
      ? named.filter((path) => folders.every((folder) => path.split('/').includes(folder)))
      : [];
    const candidates = exact.length ? exact : alike;
    return nearest(this.reachable(candidates, main), main);
  }

  /** The source of a header that lies outside the app's own folder: same stem, nearest. */
  private sourcesOf(header: string, main: string): string[] {
    const stem = stemOf(header);
    const candidates = ['.cpp', '.cc', '.cxx', '.c'].flatMap(
      (ending) => this.byBase.get(stem + ending) ?? [],
    );
    const fitting = candidates.filter((path) => !this.mainFiles.has(path));
    const found = nearest(this.reachable(fitting, main), header);
    return found ? [found] : [];
  }

  /** Files of another app (a folder with its own main that does not hold ours) are out of reach. */
  private reachable(candidates: readonly string[], main: string): string[] {
    if (candidates.length < 2) return [...candidates];
    const root = this.appRoot(main);
    const inside = candidates.filter((path) => isInside(path, root));
    return inside.length ? inside : [...candidates];
  }

  libraries(taken: ReadonlySet<string>): ProgramFiles[] {
    const groups = new Map<string, string[]>();
    for (const path of this.paths) {
      if (taken.has(path)) continue;
      const root = this.appRoot(path);
      groups.set(root, [...(groups.get(root) ?? []), path]);
    }
    return [...groups].map(([root, files]) => ({
      name: baseName(root) || 'library',
      kind: 'library' as const,
      files: files.some(isSource) ? this.closure(new Set(files), files[0] ?? '') : files,
    }));
  }
}

function isSource(path: string): boolean {
  return /\.(c|cc|cpp|cxx|cu)$/i.test(path);
}

/** An executable without a name of its own is called after its folder. */
function nameOf(file: string): string {
  const stem = stemOf(file);
  const folder = folderOf(file);
  const named = /^(src|source|sources)$/i.test(baseName(folder)) ? folderOf(folder) : folder;
  return stem === 'main' ? baseName(named) || stem : stem;
}

function nearest(candidates: readonly string[], to: string): string | undefined {
  let found: string | undefined;
  let depth = -1;
  for (const candidate of candidates) {
    const shared = sharedDepth(candidate, to) * 100 - candidate.split('/').length;
    if (shared <= depth && found) continue;
    found = candidate;
    depth = shared;
  }
  return found;
}
