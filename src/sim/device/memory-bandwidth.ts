import type { Engine } from '../engine/engine.ts';

/**
 * The bandwidth of device memory, which all engines share. Accesses of two engines collide in proportion to both their
 * shares of it: while they are at work together a task is slower by `interference` times its own share times that of the
 * others. While all together ask for more than there is, it is slower in proportion to that. Each counts for the time
 * for which it holds: sums over time of what all ask for tell what a task has met.
 */
export class MemoryBandwidth {
  /** Bytes moved since the last reset. */
  bytes = 0;
  /** Bytes per ms that running tasks ask for. */
  private demand = 0;
  /** Sums over time up to `at`, ms: of the share that is asked for, and of what that is above all there is. */
  private asked = 0;
  private lacked = 0;
  private at = 0;

  /** @param capacity bytes per ms. */
  constructor(
    private readonly engine: Engine,
    private readonly capacity: number,
    private readonly interference: number,
  ) {}

  /** ms that a task takes when alone: no engine moves more than there is. */
  alone(bytes: number, ms: number): number {
    return Math.max(ms, bytes / this.capacity);
  }

  /**
   * A task starts that moves `bytes` in `ms` when alone. It counts with what it moves over the whole time for which it
   * holds its engine, the start of `startMs` included.
   */
  begin(task: BandwidthUser, bytes: number, ms: number, startMs: number): void {
    this.bytes += bytes;
    this.advance();
    task.demand = ms > 0 ? bytes / (startMs + ms) : 0;
    task.ownShare = ms > 0 ? bytes / ms / this.capacity : 0;
    task.begunAt = this.at;
    task.asked = this.asked;
    task.lacked = this.lacked;
    this.demand += task.demand;
  }

  /**
   * ms by which a task that would be over now is later, by what it has met so far; it took `ms` without its start. It has
   * moved all its bytes by then: as far as it is late by collisions it asks for no more.
   */
  delay(task: BandwidthUser, ms: number): number {
    if (task.ownShare === 0) return 0;
    this.advance();
    const held = this.at - task.begunAt;
    if (held <= 0) return 0;
    const ofOthers = this.asked - task.asked - (task.demand / this.capacity) * held;
    const met = this.interference * task.ownShare * Math.max(0, Math.min(held, ofOthers));
    const lacked = this.lacked - task.lacked;
    if (met > lacked) this.ask(task, (task.demand * lacked) / met);
    return Math.max(met, lacked) * (ms / held);
  }

  end(task: BandwidthUser): void {
    this.advance();
    this.ask(task, 0);
  }

  private ask(task: BandwidthUser, demand: number): void {
    this.demand = Math.max(0, this.demand + demand - task.demand);
    task.demand = demand;
  }

  private advance(): void {
    const ms = this.engine.now - this.at;
    if (ms <= 0) return;
    const share = this.demand / this.capacity;
    this.asked += share * ms;
    if (share > 1) this.lacked += (share - 1) * ms;
    this.at = this.engine.now;
  }
}

/** What a running task asks for, bytes per ms; what it moves itself while at work, as a share; and the sums at its start. */
interface BandwidthUser {
  demand: number;
  ownShare: number;
  begunAt: number;
  asked: number;
  lacked: number;
}
