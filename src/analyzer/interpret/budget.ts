/** What an execution may spend: a program that does more is cut short, and the answer says so. */

export const LIMITS = { depth: 40, nodes: 15_000, steps: 300_000, recursion: 8, threads: 64 };

/** Steps for all entries of one program's or library's files together: each is followed at least twice. */
export const ENTRY_STEPS = 600_000;

export class Budget {
  /** Nodes recorded so far. */
  recorded = 0;
  private steps = 0;
  private isOver = false;

  /** `shared`: one of which this is a part. */
  constructor(
    private readonly most: number = LIMITS.steps,
    private readonly shared?: Budget,
  ) {}

  /** Counts a step; false once the limit is reached, when all that can stop should stop. */
  step(): boolean {
    const isLeft = this.shared?.step() ?? true;
    if (++this.steps > this.most || this.recorded > LIMITS.nodes || !isLeft) this.isOver = true;
    return !this.isOver;
  }

  /** Whether a limit was reached. */
  get isSpent(): boolean {
    return this.isOver;
  }
}
