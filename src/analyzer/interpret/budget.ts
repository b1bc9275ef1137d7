/** What an execution may spend: a program that does more is cut short, and the answer says so. */

/** What is tried out, and may come to nothing: steps of one try, after which it is given up, and of all. */
export const TRIES = { steps: 20_000, allSteps: 100_000 };

/** What was spent at some time. */
export interface Spent {
  recorded: number;
  steps: number;
  /** Where what was being tried then is given up. */
  end?: number;
}

export const LIMITS = { depth: 40, nodes: 15_000, steps: 300_000, recursion: 48, threads: 64 };

/** Calls in the text that an entry is held against for the price of a step. */
export const HELD_IN_A_STEP = 3;

/**
 * Steps for entries, each of which is followed at least twice: for those of one program's or library's files together, for
 * those of a workspace, and for those of each group of files, whatever others have taken.
 */
export const ENTRY_STEPS = { group: 600_000, all: 1_200_000, least: 30_000 };

export class Budget {
  /** Nodes recorded so far. */
  recorded = 0;
  private steps = 0;
  private isOver = false;
  /** Steps of tries that came to nothing. */
  private tried = 0;
  /** At how many steps what is being tried is given up, in the middle of a pass if need be. */
  private end = Infinity;

  /** `shared`: one of which this is a part. */
  constructor(
    private readonly most: number = LIMITS.steps,
    private readonly shared?: Budget,
  ) {}

  /** Counts a step; false once the limit is reached, when all that can stop should stop. */
  step(): boolean {
    const isLeft = this.shared?.step() ?? true;
    if (++this.steps > this.most || this.recorded > LIMITS.nodes || !isLeft) this.isOver = true;
    return !this.isSpent;
  }

  /** Counts work that is done in one go. */
  charge(steps: number): void {
    this.steps += steps;
    if (this.steps > this.most) this.isOver = true;
  }

  get spent(): Spent {
    return { recorded: this.recorded, steps: this.steps };
  }

  /** Begins to try something: until it is kept or given back, it may take what is left for tries. */
  beginTry(): Spent {
    const spent = { ...this.spent, end: this.end };
    this.end = Math.min(this.end, this.steps + Math.min(TRIES.steps, TRIES.allSteps - this.tried));
    return spent;
  }

  /** Whether what is being tried may go on. */
  mayTry(): boolean {
    // A try must not be what reaches the limits.
    return this.recorded < LIMITS.nodes / 2 && this.steps < this.most / 2 && this.steps < this.end;
  }

  /** What was tried since `from` is taken as it is. */
  keepTry({ end = Infinity }: Spent): void {
    this.end = end;
  }

  /** A try since `from` came to nothing: what it took is given back. */
  giveBack(from: Spent): void {
    const steps = this.steps - from.steps;
    this.tried += steps;
    this.end = from.end ?? Infinity;
    this.takeBack(steps);
    this.recorded = from.recorded;
  }

  private takeBack(steps: number): void {
    this.steps -= steps;
    this.shared?.takeBackOfPart(steps);
  }

  /** Tries of one part may come to nothing, of all together no more than tries of one: they take time all the same. */
  private takeBackOfPart(steps: number): void {
    if (this.tried + steps > TRIES.allSteps) return;
    this.tried += steps;
    this.takeBack(steps);
  }

  /** Whether a limit was reached, be it that of a try. */
  get isSpent(): boolean {
    return this.isOver || this.steps > this.end;
  }
}
