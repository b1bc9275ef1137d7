/** One side of a comparison: the files of a folder, or of a revision, under names that the other side's have too. */
import type { InputFile } from '../inputs.ts';
import type { Message } from '../messages.ts';

export interface Side {
  /** As the user named it. */
  label: string;
  /** The commit, in full; undefined of what is on disk. */
  commit?: string;
  files: InputFile[];
  /** Names of the files that were asked about; the others are there because these need them. */
  given: ReadonlySet<string>;
  notes: Message[];
}
