/** The steady rate of a running count: batch means over windows of time, and when they say enough. */
import { sampleStandardDeviation } from 'simple-statistics';

/** Windows beyond which neighbours are put together, so that a window grows with the run. */
const MOST = 32;
/** Fewest windows to judge by. */
const LEAST = 8;

/** 97.5 % points of Student's t by degrees of freedom, for those that occur. */
const T975 = [
  12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04,
  2.037,
];

/** Rate per ms, and half the width of its 95 % range. */
export interface RateEstimate {
  rate: number;
  halfWidth: number;
}

export class Windows {
  /** Length of a window, ms. */
  width: number;
  private counts: number[] = [];

  constructor(width: number) {
    this.width = width;
  }

  get full(): number {
    return this.counts.length;
  }

  /** Adds the count of a window of the current width; true when the width has doubled. */
  add(count: number): boolean {
    this.counts.push(count);
    if (this.counts.length < MOST) return false;
    this.counts = this.counts
      .filter((_, i) => i % 2 === 0)
      .map((first, i) => first + (this.counts[2 * i + 1] ?? 0));
    this.width *= 2;
    return true;
  }

  /** Undefined while there are too few windows. */
  estimate(): RateEstimate | undefined {
    const n = this.counts.length;
    if (n < LEAST) return undefined;
    const mean = this.counts.reduce((sum, count) => sum + count, 0) / n;
    const t = T975[n - 2] ?? 2.04;
    const halfWidth = (t * sampleStandardDeviation(this.counts)) / Math.sqrt(n);
    return { rate: mean / this.width, halfWidth: halfWidth / this.width };
  }

  /**
   * True when the first quarter of the windows differs from the rest by more than their own spread explains: the
   * warm-up is not over yet.
   */
  drifts(): boolean {
    const cut = Math.floor(this.counts.length / 4);
    if (cut < 2) return false;
    const first = mean(this.counts.slice(0, cut));
    const rest = this.counts.slice(cut);
    const spread = sampleStandardDeviation(rest) / Math.sqrt(cut);
    return Math.abs(first - mean(rest)) > 4 * spread + 1e-9 * first;
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
