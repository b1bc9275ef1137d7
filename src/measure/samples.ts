/** Measurements as they come in from a log of any length: of each quantity no more are kept than its steady state needs. */
import type { Measurement } from './measurement.ts';

const MOST_SAMPLES = 40_000;
const MOST_QUANTITIES = 20_000;

interface Quantity {
  kept: { order: number; measurement: Measurement }[];
  /** Every so many samples one is kept. */
  stride: number;
  seen: number;
}

export class Samples {
  private readonly quantities = new Map<string, Quantity>();
  private order = 0;

  add(measurement: Measurement): void {
    const key = `${measurement.kind} ${measurement.subject} ${measurement.part ?? ''}`;
    let quantity = this.quantities.get(key);
    if (quantity === undefined) {
      if (this.quantities.size >= MOST_QUANTITIES) return;
      quantity = { kept: [], stride: 1, seen: 0 };
      this.quantities.set(key, quantity);
    }
    this.order++;
    if (quantity.seen++ % quantity.stride !== 0) return;
    quantity.kept.push({ order: this.order, measurement });
    if (quantity.kept.length < MOST_SAMPLES) return;
    quantity.kept = quantity.kept.filter((_, i) => i % 2 === 0);
    quantity.stride *= 2;
  }

  /** In the order of the file. */
  all(): Measurement[] {
    return [...this.quantities.values()]
      .flatMap(({ kept }) => kept)
      .sort((a, b) => a.order - b.order)
      .map(({ measurement }) => measurement);
  }
}
