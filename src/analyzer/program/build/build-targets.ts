/**
 * Which sources the build files of a workspace build. Nothing is evaluated: a source that a build file names anywhere, or
 * that a pattern of one may match, counts as built, and so does all below a build file that takes names from elsewhere.
 */
import { commandsOf } from './cmake-commands.ts';
import {
  baseName,
  folderOf,
  foldersAround,
  isUnit,
  joinPath,
  sharedDepth,
  type FolderIndex,
} from '../paths.ts';
import { push } from '../../../base/push.ts';

interface BuildCommand {
  command: string;
  args: string[];
}

/** They take sources; of other commands only what they name counts. */
const TARGETS = /^(?:add_executable|add_library|target_sources)$/;
/** They set variables that stand for sources. */
const SETTERS = /^(?:set|list|file|aux_source_directory|foreach|get_filename_component|project)$/;
/** What CMake itself sets, none of it a list of sources. */
const OWN_VARIABLE = /^(?:CMAKE|PROJECT)_|_(?:SOURCE|BINARY)_DIR$/;

export class BuildTargets {
  private readonly named = new Set<string>();
  /** Folders below which sources may be built that no build file names. */
  private readonly open = new Set<string>();
  /** Folders of build files, and those that hold what a compilation database lists. */
  private readonly folders = new Set<string>();
  /** Those of them that name sources: a build file that only adds folders says nothing of the files beside it. */
  private readonly judging = new Set<string>();
  /** Outermost folders of which at least one source is known to be built. */
  private readonly understood: ReadonlySet<string>;
  private readonly byName = new Map<string, string[]>();

  /** @param files the C++ files of the workspace */
  constructor(
    cmake: ReadonlyMap<string, string>,
    compileCommands: Iterable<readonly string[]>,
    private readonly files: FolderIndex,
  ) {
    for (const file of files.under('')) push(this.byName, baseName(file), file);
    for (const [path, text] of cmake) this.readBuildFile(folderOf(path), [...commandsOf(text)]);
    for (const sources of compileCommands) this.readDatabase(sources);
    this.understood = new Set([...this.named].filter(isUnit).flatMap((file) => this.outermost(file) ?? []));
  }

  /** False for a source that lies where build files are understood and none names it. */
  builds(file: string): boolean {
    if (this.named.has(file)) return true;
    const outermost = this.outermost(file);
    if (outermost === undefined || !this.understood.has(outermost)) return true;
    const nearest = foldersAround(file).find((folder) => this.folders.has(folder));
    if (nearest === undefined || !this.judging.has(nearest)) return true;
    return foldersAround(file).some((folder) => this.open.has(folder));
  }

  private outermost(file: string): string | undefined {
    return foldersAround(file).findLast((folder) => this.folders.has(folder));
  }

  private readDatabase(sources: readonly string[]): void {
    const [first] = sources;
    if (first === undefined) return;
    const depth = Math.min(...sources.map((source) => sharedDepth(folderOf(first), folderOf(source))));
    const folder = folderOf(first).split('/').slice(0, depth).join('/');
    this.folders.add(folder);
    this.judging.add(folder);
    for (const source of sources) this.named.add(source);
  }

  private readBuildFile(folder: string, all: readonly BuildCommand[]): void {
    this.folders.add(folder);
    const before = this.named.size;
    const known = new Set(all.filter(({ command }) => SETTERS.test(command)).flatMap(({ args }) => args));
    const inFunctions = withinFunctions(all);
    for (const each of all) {
      this.noteNames(folder, each);
      if (!inFunctions.has(each) && takesFromElsewhere(each, known)) this.open.add(folder);
    }
    if (this.named.size > before) this.judging.add(folder);
  }

  private noteNames(folder: string, { command, args }: BuildCommand): void {
    if (command === 'list' && /^(?:REMOVE_ITEM|FILTER)$/.test(args[0] ?? '')) return;
    const isDeep = command === 'file' && args[0] === 'GLOB_RECURSE';
    if (command === 'aux_source_directory') this.notePattern(folder, `${args[0] ?? ''}/*`, false);
    for (const word of args) {
      if (word.includes('*')) this.notePattern(folder, word, isDeep);
      else this.noteFile(folder, word);
    }
  }

  /** Behind a variable only the end of the path is known. */
  private noteFile(folder: string, word: string): void {
    const same = this.byName.get(baseName(word)) ?? [];
    const end = endOf(word);
    const path = joinPath(folder, end);
    for (const file of same) {
      if (file === path || (end !== word && `/${file}`.endsWith(`/${end}`))) this.named.add(file);
    }
  }

  /** What stands between the first star and the last is taken on trust. */
  private notePattern(folder: string, pattern: string, isDeep: boolean): void {
    const path = joinPath(folder, endOf(pattern));
    const start = path.slice(0, path.indexOf('*'));
    const end = path.slice(path.lastIndexOf('*') + 1);
    const within = folderOf(start);
    const mayBeDeep = isDeep || path.slice(start.length).includes('/');
    for (const file of this.files.under(within)) {
      if (!mayBeDeep && folderOf(file) !== within) continue;
      if (file.startsWith(mayBeDeep ? within : start) && file.endsWith(end)) this.named.add(file);
    }
  }
}

/** The path behind the last variable in it. */
const endOf = (word: string): string =>
  word
    .slice(word.lastIndexOf('}') + 1)
    .replace(/^\/+(?=.)/, (slashes) => (word.includes('}') ? '' : slashes));

/** Commands inside of function and macro definitions: their variables are what the callers name. */
function withinFunctions(all: readonly BuildCommand[]): ReadonlySet<BuildCommand> {
  let depth = 0;
  const found = new Set<BuildCommand>();
  for (const each of all) {
    if (/^(?:function|macro)$/.test(each.command)) depth++;
    else if (/^end(?:function|macro)$/.test(each.command)) depth = Math.max(0, depth - 1);
    else if (depth > 0) found.add(each);
  }
  return found;
}

function takesFromElsewhere({ command, args }: BuildCommand, known: ReadonlySet<string>): boolean {
  if (command === 'include') return args.some((word) => word.endsWith('.cmake'));
  if (!TARGETS.test(command)) return false;
  const words = args.slice(1);
  return words.some((word) => {
    const [, name = ''] = /^\$\{(\w+)\}$/.exec(word) ?? [];
    return name !== '' && !known.has(name) && !OWN_VARIABLE.test(name);
  });
}
