/**
 * Tells of changes in folders and files. One watcher a folder, as recursive watching on Linux takes one for every file below,
 * built and fetched ones too; where there are too many folders, or the system gives no watcher, the time decides.
 */
import type { FSWatcher } from 'node:fs';
import { statSync, watch } from 'node:fs';
import path from 'node:path';
import { CONFIG_NAME, isReadName } from '../../server/protocol-sources.ts';
import { MEASURED_NAME } from '../../profile/measured.ts';
import type { Places } from './places.ts';

/** Time without a change after which one is told: who saves many files, or one in pieces, is done by then. ms */
const QUIET_MS = 100;
/** But no longer than this, where changes never end. ms */
const PATIENCE_MS = 2000;
/** Far below what a user may have of them on Linux (8192 on old systems), which editors need too. */
const MOST_FOLDERS = 4000;
/** Without watchers: the pause before each look. ms */
const LEAST_PAUSE_MS = 2000;
const MOST_PAUSE_MS = 10_000;
/** And of the time that the last one took, so that large trees do not keep a core busy. */
const PAUSE_SHARE = 20;

const NOTHING: Places = { folders: new Set(), files: new Set() };

interface Watched {
  watcher: FSWatcher;
  /** Another folder of the same name has another. */
  inode: number;
}

export class Watcher {
  private places = NOTHING;
  private readonly watched = new Map<string, Watched>();
  private toldAt = performance.now();
  private quiet: NodeJS.Timeout | undefined;
  private since: number | undefined;
  private tell: () => void = () => undefined;
  private isDue = false;

  /** Are there no watchers, so that changes are told by looking from time to time? */
  isLooking = false;

  get folders(): number {
    return this.places.folders.size;
  }

  /** Takes the place of what was followed before. `find` is asked again while it gives folders that are new. */
  follow(find: () => Places): void {
    for (let isNew = true; isNew;) {
      this.places = find();
      isNew = this.places.folders.size <= MOST_FOLDERS ? this.watchFolders() : this.look();
    }
  }

  /** Resolves after a change that was not told of yet, when it is quiet again. */
  async changed(): Promise<void> {
    const took = performance.now() - this.toldAt;
    const pause = Math.min(Math.max(PAUSE_SHARE * took, LEAST_PAUSE_MS), MOST_PAUSE_MS);
    const look = this.isLooking ? setTimeout(() => this.touch(), pause) : undefined;
    if (!this.isDue) await new Promise<void>((resolve) => (this.tell = resolve));
    clearTimeout(look);
    this.isDue = false;
    this.toldAt = performance.now();
  }

  /** True where some were not watched before: what came to them in between, nobody has told. */
  private watchFolders(): boolean {
    const { folders } = this.places;
    for (const folder of this.watched.keys()) if (!folders.has(folder)) this.drop(folder);
    const fresh = [...folders].filter((folder) => this.isUnwatched(folder));
    try {
      for (const folder of fresh) this.watch(folder);
    } catch {
      return this.look();
    }
    this.isLooking = false;
    return fresh.some((folder) => this.watched.has(folder));
  }

  /** Also where a folder of the same name has taken the place of the one that is watched. */
  private isUnwatched(folder: string): boolean {
    const known = this.watched.get(folder);
    const inode = inodeOf(folder);
    if (known?.inode === inode) return false;
    this.drop(folder);
    return inode !== undefined;
  }

  /** Throws where the system has no watcher left, or none for such a folder. */
  private watch(folder: string): void {
    const inode = inodeOf(folder);
    if (inode === undefined) return;
    const watcher = watch(folder, (_, name) => this.seen(folder, name));
    watcher.on('error', () => {
      this.drop(folder);
      this.touch();
    });
    this.watched.set(folder, { watcher, inode });
  }

  private drop(folder: string): void {
    this.watched.get(folder)?.watcher.close();
    this.watched.delete(folder);
  }

  private look(): false {
    for (const folder of [...this.watched.keys()]) this.drop(folder);
    this.isLooking = true;
    return false;
  }

  private seen(folder: string, name: string | null): void {
    if (name === null || this.isOfInterest(path.join(folder, name), name)) this.touch();
  }

  private isOfInterest(file: string, name: string): boolean {
    if (isReadName(name) || name === CONFIG_NAME || name === MEASURED_NAME) return true;
    const { files, folders } = this.places;
    return files.has(file) || folders.has(file) || isFolder(file);
  }

  private touch(): void {
    this.since ??= performance.now();
    clearTimeout(this.quiet);
    const left = this.since + PATIENCE_MS - performance.now();
    this.quiet = setTimeout(() => this.due(), Math.max(0, Math.min(QUIET_MS, left)));
  }

  private due(): void {
    this.since = undefined;
    this.isDue = true;
    this.tell();
  }

  close(): void {
    clearTimeout(this.quiet);
    for (const folder of [...this.watched.keys()]) this.drop(folder);
  }
}

function stats(file: string) {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

const isFolder = (file: string): boolean => stats(file)?.isDirectory() ?? false;

function inodeOf(folder: string): number | undefined {
  const found = stats(folder);
  return found?.isDirectory() ? found.ino : undefined;
}
