/** Instructions that take one of two sides. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { Random } from '../engine/random.ts';
import { Instruction } from './instruction.ts';
import type { HostThread } from './thread.ts';

/** Takes one side for a share of the passes, drawn from the seed. */
export class Branch extends Instruction {
  then: Instruction | undefined;

  constructor(
    private readonly share: number,
    private readonly random: Random,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    if (this.random.uniform() < this.share) thread.next = this.then;
    return true;
  }
}

/** Takes one side in even distances: with a share of 1/16 in the last of each 16 passes. */
export class Period extends Instruction {
  then: Instruction | undefined;
  private due = 0;

  constructor(
    private readonly share: number,
    source: SourceRange | undefined,
  ) {
    super(source);
  }

  run(thread: HostThread): boolean {
    this.due += this.share;
    if (this.due < 1 - 1e-9) return true;
    this.due -= 1;
    thread.next = this.then;
    return true;
  }
}
