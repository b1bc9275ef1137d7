/** What is known of the functions that are being followed, to tell whether they may be entered again. */

/** What follows the functions of a chain: how often they may still be entered again, and whether that was not enough. */
export interface Chain {
  left: number;
  isCut: boolean;
}

/** What a function was entered with: its object and other things, its numbers, and how many open choices stood around. */
export interface Entered {
  things: string;
  numbers: string;
  choices: number;
}

export class Reentry {
  /** By function being followed, and by what a lambda captures, what it was entered with. */
  readonly entered = new Map<unknown, Entered[]>();
  /** While functions are entered again. */
  chain: Chain | undefined;
  /** Functions that came to no end so. */
  readonly recursive = new Set<unknown>();
  /** Choices around of which each side is followed. */
  choices = 0;
}
