/** Choices by drawn numbers: the same numbers make the same choices, and smaller ones simpler choices. */

/** Numbers are drawn from 0 to this, this one left out. */
export const RANGE = 1 << 16;

export class Draw {
  private at = 0;

  /** @param numbers each within `RANGE`; when they are used up, the rest are zeros. */
  constructor(private readonly numbers: readonly number[]) {}

  /** A whole number from 0 to `end`, `end` left out; 0 where there is none. */
  below(end: number): number {
    return Math.floor(((this.numbers[this.at++] ?? 0) / RANGE) * end);
  }

  isOnce(inSoMany: number): boolean {
    return this.below(inSoMany) === inSoMany - 1;
  }

  /** One of the list; undefined where it is empty. */
  of<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  /** One of a list that is known not to be empty. Throws a RangeError where it is. */
  oneOf<T>(list: readonly T[]): T {
    const one = this.of(list);
    if (one === undefined) throw new RangeError('nothing to draw from');
    return one;
  }
}
