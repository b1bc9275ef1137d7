import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const SQRT3 = Math.sqrt(3);

/** A seeded stream of random numbers: equal seeds give equal numbers on every machine. */
export class Random {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed | 0);
  }

  /** Uniform in [0, 1). */
  uniform(): number {
    return uniformFloat64(this.generator);
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - uniformFloat64(this.generator));
  }

  /** Uniform around `mean` with the given coefficient of variation (standard deviation / mean, 0…0.577): never negative. */
  spread(mean: number, variation: number): number {
    return mean * (1 + variation * SQRT3 * (2 * uniformFloat64(this.generator) - 1));
  }
}
