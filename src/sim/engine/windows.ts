/** The steady rate of a running count: batch means as a ratio estimate, and when they say enough. */

/** Windows beyond which neighbours are put together, so that a window grows with the run. */
const MOST = 32;
/** Fewest windows to judge by. */
const LEAST = 10;

/** 97.5 % points of Student's t for 9…31 degrees of freedom. */
const T975 = [
  2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064,
  2.06, 2.056, 2.052, 2.048, 2.045, 2.042, 2.04,
];

/** Rate per ms, and half the width of its 95 % range. */
export interface RateEstimate {
  rate: number;
  halfWidth: number;
}

interface Window {
  ms: number;
  count: number;
}

/** Windows may differ in length: the rate is the sum of counts over the sum of times. */
export class Windows {
  private windows: Window[] = [];

  get length(): number {
    return this.windows.length;
  }

  /** Adds a window; true when two have become one each, so that the next should be twice as long. */
  add(ms: number, count: number): boolean {
    this.windows.push({ ms, count });
    if (this.windows.length < MOST) return false;
    this.windows = inPairs(this.windows);
    return true;
  }

  /** Undefined while there are too few windows. */
  estimate(): RateEstimate | undefined {
    const n = this.windows.length;
    const rate = rateOf(this.windows);
    if (n < LEAST || !(rate > 0)) return undefined;
    const meanMs = this.windows.reduce((sum, { ms }) => sum + ms, 0) / n;
    const squares = this.windows.reduce((sum, { ms, count }) => sum + (count - rate * ms) ** 2, 0);
    const t = T975[n - LEAST] ?? 2.04;
    return { rate, halfWidth: (t * Math.sqrt(squares / (n - 1) / n)) / meanMs };
  }

  /**
   * True when the first quarter of the windows differs from the rest by more than their own spread explains: the
   * warm-up is not over yet.
   */
  drifts(): boolean {
    const cut = Math.floor(this.windows.length / 4);
    if (cut < 2) return false;
    const rest = this.windows.slice(cut);
    const rate = rateOf(rest);
    const off = this.windows.slice(0, cut).reduce((sum, { ms, count }) => sum + count - rate * ms, 0) / cut;
    const squares = rest.reduce((sum, { ms, count }) => sum + (count - rate * ms) ** 2, 0);
    const spread = Math.sqrt(squares / (rest.length - 1));
    const meanCount = rest.reduce((sum, { count }) => sum + count, 0) / rest.length;
    return Math.abs(off) > (4 * spread) / Math.sqrt(cut) + 1e-3 * meanCount;
  }
}

function rateOf(windows: Window[]): number {
  let ms = 0;
  let count = 0;
  for (const window of windows) {
    ms += window.ms;
    count += window.count;
  }
  return ms > 0 ? count / ms : 0;
}

function inPairs(windows: Window[]): Window[] {
  const pairs: Window[] = [];
  for (let i = 0; i + 1 < windows.length; i += 2) {
    const [a, b] = [windows[i], windows[i + 1]];
    if (a && b) pairs.push({ ms: a.ms + b.ms, count: a.count + b.count });
  }
  return pairs;
}
