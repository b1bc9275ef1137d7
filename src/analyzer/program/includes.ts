/** Which file an include names, and which source goes with a header. */
import { baseName, FolderIndex, folderOf, joinPath, sharedDepth, stemOf, unitEndings } from './paths.ts';
import { push } from '../../base/push.ts';

/** Where one looks from: the program's `main`, and the folder of its app. */
export interface Viewpoint {
  main: string;
  root: string;
}

export class IncludeFinder {
  private readonly paths: ReadonlySet<string>;
  private readonly byBase = new Map<string, string[]>();
  /** What an include may mean, and the sources of a stem: the same for every program. */
  private readonly headers = new Map<string, FolderIndex>();
  private readonly sources = new Map<string, FolderIndex>();

  /** `mains` are the files that no header leads to. */
  constructor(
    paths: readonly string[],
    private readonly mains: ReadonlySet<string>,
  ) {
    this.paths = new Set(paths);
    for (const path of paths) push(this.byBase, baseName(path), path);
  }

  /** @param folders that the compiler's flags tell to look for the headers of `from` in */
  headerOf(include: string, from: string, view: Viewpoint, folders: readonly string[]): string | undefined {
    const beside = joinPath(folderOf(from), include);
    if (this.paths.has(beside)) return beside;
    const told = this.toldOf(include, folders);
    if (told !== undefined) return told;
    const named = remembered(this.headers, include, () => this.headersNamed(include));
    return nearest(reachable(named, view), view.main);
  }

  /** The first in the folders that the flags name, which may be those of another machine. */
  private toldOf(include: string, folders: readonly string[]): string | undefined {
    const named = folders.length ? (this.byBase.get(baseName(include)) ?? []) : [];
    if (named.length === 0) return undefined;
    for (const folder of folders) {
      const path = joinPath(folder, include);
      const found = named.find((one) => one === path || path.endsWith(`/${one}`));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The source of a header that lies outside the app's own folder: same stem, nearest. */
  sourceOf(header: string, view: Viewpoint): string | undefined {
    const stem = stemOf(header);
    const named = remembered(this.sources, stem, () => this.sourcesNamed(stem));
    return nearest(reachable(named, view), header);
  }

  private headersNamed(include: string): string[] {
    const plain = include.replace(/^(\.\.?\/)+/, '');
    const named = this.byBase.get(baseName(plain)) ?? [];
    const exact = named.filter((path) => `/${path}`.endsWith(`/${plain}`));
    if (exact.length) return exact;
    // An installed header's folder may lie elsewhere in the source tree: `lib/x.h` in `lib/include/x.h`.
    const folders = folderOf(plain).split('/').filter(Boolean);
    return folders.length
      ? named.filter((path) => folders.every((folder) => path.split('/').includes(folder)))
      : [];
  }

  private sourcesNamed(stem: string): string[] {
    const named = unitEndings.flatMap((ending) => this.byBase.get(stem + ending) ?? []);
    return named.filter((path) => !this.mains.has(path));
  }
}

function remembered(known: Map<string, FolderIndex>, key: string, find: () => string[]): FolderIndex {
  const before = known.get(key);
  if (before) return before;
  const found = new FolderIndex(find());
  known.set(key, found);
  return found;
}

/** Files of another app (a folder with its own main that does not hold ours) are out of reach. */
function reachable(candidates: FolderIndex, { root }: Viewpoint): readonly string[] {
  const inside = candidates.under(root);
  return inside.length ? inside : candidates.under('');
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
