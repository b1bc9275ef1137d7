/**
 * Functions that came to nothing when they were tried as entries of one program: another that is built from the same files, as
 * many of a tree often are, need not try them again.
 */
import { oncePer } from '../base/once.ts';
import type { Fruitless } from './interpret/index.ts';
import { lastName } from './program/qualified.ts';
import { wordsOf } from './program/words.ts';
import type { Chunk } from './syntax/ast.ts';
import type { FileFacts } from './syntax/facts.ts';

type Files = readonly FileFacts[];

/** All that was tried, program by program. */
export class FruitlessTries {
  private readonly byFiles: { files: Files; tries: readonly Fruitless[] }[] = [];

  note(files: Files, tries: readonly Fruitless[]): void {
    if (tries.length) this.byFiles.push({ files, tries });
  }

  /** Those that would come to nothing in a program of these files too: what they came to names nothing that it declares otherwise. */
  in(files: Files): Fruitless[] {
    const own = new Set(files.map(({ file }) => file));
    return this.byFiles.flatMap((noted) => {
      const isOther = namesOneOf(differingNames(files, noted.files));
      return noted.tries.filter(
        ({ root, chunks }) => own.has(root.chunk.file) && !chunks.some((chunk) => isOther(chunk)),
      );
    });
  }
}

/** The names that only one of two programs declares, or that its own file declares there. */
function differingNames(files: Files, others: Files): string[] {
  const [own, other] = [new Set(files), new Set(others)];
  const differing = [...files.filter((one) => !other.has(one)), ...others.filter((one) => !own.has(one))];
  return [...new Set(differing.flatMap(namesDeclared))];
}

const namesDeclared = oncePer(({ declarations }: FileFacts): readonly string[] =>
  declarations.map(({ name }) => lastName(name)),
);

const namesOneOf = (names: readonly string[]): ((chunk: Chunk) => boolean) =>
  oncePer((chunk: Chunk) => names.some((name) => wordsOf(chunk).has(name)));
