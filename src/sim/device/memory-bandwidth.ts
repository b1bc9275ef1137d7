/**
 * The bandwidth of device memory, which all engines share. Accesses of two engines collide in proportion to both their
 * shares of it: a task is slower by `interference` times its own share times that of the others. Where all together
 * ask for more than there is, slower in proportion to that. What runs when a task starts decides for all of it.
 */
export class MemoryBandwidth {
  /** Bytes moved since the last reset. */
  bytes = 0;
  /** Bytes per ms that running tasks ask for. */
  private demand = 0;

  /** @param capacity bytes per ms. */
  constructor(
    private readonly capacity: number,
    private readonly interference: number,
  ) {}

  /** Registers a task that moves `bytes` in `ms` when alone; returns the factor by which it takes longer now. */
  begin(bytes: number, ms: number): number {
    const others = this.demand < this.capacity ? this.demand / this.capacity : 1;
    const own = ms > 0 ? bytes / ms : 0;
    this.demand += own;
    this.bytes += bytes;
    const crowding = 1 + (this.interference * others * own) / this.capacity;
    const scarcity = this.demand / this.capacity;
    return own > 0 && scarcity > crowding ? scarcity : crowding;
  }

  end(bytes: number, ms: number): void {
    if (ms > 0) this.demand -= bytes / ms;
    if (this.demand < 0) this.demand = 0;
  }
}
