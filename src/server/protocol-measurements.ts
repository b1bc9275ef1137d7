/** How much of what a user points at is read in the editor, which holds all of it at once: the command line reads more. */
import { MOST_FILES } from '../base/measurement-names.ts';

const MIB = 1024 * 1024;

/** Of one file, in MiB. */
export const LARGEST_MIB = 64;
/** Of all files together, in MiB. */
const TOGETHER_MIB = 192;

export interface Choice<F> {
  files: F[];
  /** Those over a limit. */
  leftOut: F[];
}

/** The smaller files go first: tables tell the most for their size. @param files with their sizes in bytes */
export function withinLimits<F extends { size: number }>(files: readonly F[]): Choice<F> {
  let together = 0;
  const choice: Choice<F> = { files: [], leftOut: [] };
  for (const file of files.toSorted((a, b) => a.size - b.size)) {
    const isTaken =
      file.size <= LARGEST_MIB * MIB &&
      together + file.size <= TOGETHER_MIB * MIB &&
      choice.files.length < MOST_FILES;
    together += isTaken ? file.size : 0;
    (isTaken ? choice.files : choice.leftOut).push(file);
  }
  return choice;
}

/** Of a call from the page, so that no message holds the extension host up. */
export const PIECE_BYTES = 512 * 1024;
/** Of all pieces of a drop, in bytes. */
export const MOST_DROPPED = TOGETHER_MIB * MIB;
/** Of a path, in characters. */
export const LONGEST_NAME = 4096;
