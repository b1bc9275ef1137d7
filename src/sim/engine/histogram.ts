/** Bins grow by this factor: a quantile is within 1 % of the true one. */
const GROWTH = 1.02;
const LEAST = 1e-4;
const BINS = 1200;
const LOG_GROWTH = Math.log(GROWTH);

/** Quantiles of times from 0.1 µs to 20,000 s without keeping them. Values beyond fall into the last bin. */
export class Histogram {
  private readonly weights = new Float64Array(BINS);
  private total = 0;

  add(value: number, weight: number): void {
    const bin = value > LEAST ? Math.ceil(Math.log(value / LEAST) / LOG_GROWTH) : 0;
    const index = bin < BINS ? bin : BINS - 1;
    this.weights[index] = (this.weights[index] ?? 0) + weight;
    this.total += weight;
  }

  /** The value that a `share` of all is not above; 0 when there is none. */
  quantile(share: number): number {
    let left = share * this.total;
    if (this.total === 0) return 0;
    for (let i = 0; i < BINS; i++) {
      left -= this.weights[i] ?? 0;
      if (left <= 1e-9) return LEAST * GROWTH ** (i - 0.5);
    }
    return LEAST * GROWTH ** BINS;
  }

  clear(): void {
    this.weights.fill(0);
    this.total = 0;
  }
}
