/** How much work the parser may do on one file. */
import type { ParseState } from 'web-tree-sitter';

/**
 * Steps that the parser may take for each kilobyte (1,024 UTF-16 units) that it reads, and steps to spare. A step is a
 * hundred of the parser's operations, after which it asks whether to go on. Of 5,790 files of public code the most
 * demanding takes 24 steps more than these 16 a kilobyte at any place; `a<a<a…`, which means something else with each `<`,
 * takes 68 a kilobyte, and chains of ambiguous casts 215 until the parser's stack is full.
 */
const STEPS_PER_KILOBYTE = 16;
const SPARE_STEPS = 500;

/**
 * Last stop, ms: recovery from some errors takes ever longer within one step. Ordinary code takes 0.3 ms a kilobyte, so
 * that no machine is busy enough to reach this with it.
 */
const LAST_STOP_MS = 5000;
const LAST_STOP_MS_PER_KILOBYTE = 10;

/**
 * Decides whether the parser goes on. It counts work and not time: what a file comes to must not depend on what else
 * the machine does.
 */
export class ParseBudget {
  private spent = 0;
  private reached = 0;
  private readonly end: number;
  private readonly deadline: number;

  constructor(text: string) {
    // The parser is at the end when it has read the last word; the white space behind it is none.
    this.end = 2 * text.trimEnd().length;
    this.deadline = performance.now() + LAST_STOP_MS + (text.length / 1024) * LAST_STOP_MS_PER_KILOBYTE;
  }

  /** Called once a step; true stops the parser. */
  isSpent({ currentOffset }: ParseState): boolean {
    // Balancing the finished tree counts steps too, in proportion to its size.
    if (currentOffset >= this.end) return false;
    const kilobytes = Math.max(0, currentOffset - this.reached) / 2048;
    this.reached = Math.max(this.reached, currentOffset);
    this.spent = Math.max(0, this.spent - kilobytes * STEPS_PER_KILOBYTE) + 1;
    return this.spent > SPARE_STEPS || performance.now() > this.deadline;
  }
}
