/** Many times of one thing, as they come in: what they come to, without the slow first one. */

/** So many are kept for the median; of more every second, every fourth … */
const MOST_KEPT = 8192;
/** With fewer, or less far off, nobody can tell that the first is slow because it is the first. */
const LEAST_FOR_FIRST = 4;
const SLOW_FIRST = 2;

export class TimeSamples {
  private readonly kept: number[] = [];
  private stride = 1;
  /** Of all. */
  count = 0;
  private total = 0;
  /** Of all but the first. */
  private least = Infinity;
  private most = 0;
  first = 0;

  /** @param line of the first */
  constructor(readonly line: number) {}

  add(ms: number): void {
    const at = this.count++;
    this.total += ms;
    if (at === 0) {
      this.first = ms;
      return;
    }
    this.least = Math.min(this.least, ms);
    this.most = Math.max(this.most, ms);
    if (at % this.stride !== 0) return;
    this.kept.push(ms);
    if (this.kept.length < MOST_KEPT) return;
    this.kept.splice(0, this.kept.length, ...this.kept.filter((_, i) => i % 2 === 1));
    this.stride *= 2;
  }

  /** The first run of a model loads and compiles what later ones find ready. */
  get leavesFirst(): boolean {
    const others = this.count - 1;
    return others + 1 >= LEAST_FOR_FIRST && this.first > (SLOW_FIRST * (this.total - this.first)) / others;
  }

  totalMs(isWithoutFirst: boolean): number {
    return isWithoutFirst ? this.total - this.first : this.total;
  }

  values(): {
    count: number;
    totalMs: number;
    meanMs: number;
    minMs: number;
    maxMs: number;
    medianMs: number;
  } {
    const without = this.leavesFirst;
    const count = without ? this.count - 1 : this.count;
    const totalMs = this.totalMs(without);
    return {
      count,
      totalMs,
      meanMs: totalMs / count,
      minMs: without ? this.least : Math.min(this.first, this.least),
      maxMs: without ? this.most : Math.max(this.first, this.most),
      medianMs: medianOf(without ? this.kept : [this.first, ...this.kept]),
    };
  }
}

/** As a sentence shows it. */
export const roundedMs = (ms: number): number => Number(ms.toPrecision(3));

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
