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

  /**
   * A task starts that moves `bytes` in `ms` when alone; returns the factor by which it takes longer now. It counts
   * with what it moves over the whole time for which it holds its engine, the start of `startMs` included.
   */
  begin(task: BandwidthUser, bytes: number, ms: number, startMs: number): number {
    this.bytes += bytes;
    if (ms <= 0) return 1;
    const others = this.demand < this.capacity ? this.demand / this.capacity : 1;
    const own = bytes / ms;
    task.demand = bytes / (startMs + ms);
    this.demand += task.demand;
    const crowding = 1 + (this.interference * others * own) / this.capacity;
    const scarcity = this.demand / this.capacity;
    return own > 0 && scarcity > crowding ? scarcity : crowding;
  }

  end(task: BandwidthUser): void {
    this.demand -= task.demand;
    task.demand = 0;
    if (this.demand < 0) this.demand = 0;
  }
}

/** `demand` is what a running task asks for, bytes per ms. */
interface BandwidthUser {
  demand: number;
}
