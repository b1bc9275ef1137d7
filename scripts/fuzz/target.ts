/** What is given to a part of the product, and what it must not do with it. */
import type { Below } from './numbers.ts';

export interface Target {
  name: string;
  /** How many of a hundred inputs are its. */
  share: number;
  /** Gives it one input; throws where it does what it must not. The input is noted before, for a report. */
  run(below: Below, note: (input: string) => void): void | Promise<void>;
}
