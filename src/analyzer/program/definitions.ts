/** Macros that a workspace's build files define, for each source. */
import { readDefinitions } from './cmake.ts';
import { folderOf, foldersAround } from './paths.ts';

export class BuildDefinitions {
  private readonly byFolder = new Map<string, ReadonlyMap<string, string>>();

  /** Takes a CMakeLists.txt, or that it is gone; whether that changes what is defined. */
  note(path: string, text: string | undefined): boolean {
    const folder = folderOf(path);
    const before = this.byFolder.get(folder);
    const now = text === undefined ? undefined : readDefinitions(text);
    if (now) this.byFolder.set(folder, now);
    else this.byFolder.delete(folder);
    return textOf(before) !== textOf(now);
  }

  /** Of the build files in the folders around the source; where there are none, a build file elsewhere takes it in. */
  of(file: string): ReadonlyMap<string, string> {
    const around = foldersAround(file).filter((folder) => this.byFolder.has(folder));
    const folders = around.length ? around : [...this.byFolder.keys()].sort();
    return new Map(folders.flatMap((folder) => [...(this.byFolder.get(folder) ?? [])]));
  }
}

/** Undefined where there is no build file: for files elsewhere that is not the same as one without definitions. */
function textOf(definitions: ReadonlyMap<string, string> | undefined): string | undefined {
  return definitions && JSON.stringify([...definitions]);
}
