/** Names of programs, each of which means one: many a tree has a `Benchmark` in every folder. */
import { folderOf, stemOf } from './paths.ts';
import type { ProgramFiles } from './programs.ts';
import { push } from '../../base/push.ts';

const fileOf = ({ main, files }: ProgramFiles): string => main?.chunk.file ?? files[0] ?? '';

/** Where each stands, the innermost part first: the folders, and the file where several stand in one. */
function placesOf(programs: readonly ProgramFiles[]): string[][] {
  const files = programs.map(fileOf);
  const folders = files.map(folderOf);
  const isEnough = new Set(folders).size === folders.length;
  const places = isEnough ? folders : files.map((file) => `${folderOf(file)}/${stemOf(file)}`);
  return places.map((place) => place.split('/').reverse());
}

/** The inner parts that all have in common tell nothing; of the rest, as few as tell each from the others. */
function distinguishing(places: readonly string[][]): string[] {
  const [first = []] = places;
  const common = first.findIndex((part, i) => places.some((place) => place[i] !== part));
  if (common < 0) return places.map((_, i) => String(i + 1));
  for (let length = 1; ; length++) {
    const texts = places.map((place) =>
      place
        .slice(common, common + length)
        .reverse()
        .join('/'),
    );
    const isDone = places.every((place) => place.length <= common + length);
    if (isDone || new Set(texts).size === texts.length) return texts;
  }
}

/** Programs of the same name get in brackets where they stand. */
export function withDistinctNames(programs: readonly ProgramFiles[]): ProgramFiles[] {
  const groups = new Map<string, ProgramFiles[]>();
  for (const program of programs) push(groups, program.name, program);
  const names = new Map<ProgramFiles, string>();
  for (const [name, group] of groups) {
    if (group.length === 1) continue;
    const texts = distinguishing(placesOf(group));
    group.forEach((program, i) => names.set(program, `${name} (${texts[i]})`));
  }
  return programs.map((program) => ({ ...program, name: names.get(program) ?? program.name }));
}
