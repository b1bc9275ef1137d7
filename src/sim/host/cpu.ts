import type { Actor, Engine } from '../engine/engine.ts';
import { Fifo } from '../engine/fifo.ts';

/** The cores of the host. Work that finds none free waits its turn. */
export class HostCpu {
  private free: number;
  private readonly ready = new Fifo<CpuUser>();

  constructor(
    readonly engine: Engine,
    readonly cores: number,
  ) {
    this.free = cores;
  }

  /** Gives the user a core for its slice, now or when one is free. */
  claim(user: CpuUser): void {
    if (this.free > 0) this.start(user);
    else this.ready.push(user);
  }

  /** Takes a core without an end in sight (a thread that spins), also from those that have none to give: they wait. */
  take(): void {
    this.free--;
  }

  give(): void {
    this.free++;
    while (this.free > 0) {
      const next = this.ready.shift();
      if (!next) return;
      this.start(next);
    }
  }

  private start(user: CpuUser): void {
    this.free--;
    this.engine.after(user.slice, user);
  }
}

/** A host thread of any kind: works in slices, each on a core. */
export abstract class CpuUser implements Actor {
  /** CPU ms used since the last reset. */
  busyMs = 0;
  /** Length of the slice at hand, ms. */
  slice = 0;
  private onCore = false;

  constructor(readonly cpu: HostCpu) {}

  /** Works for `ms` on a core, then resumes. */
  work(ms: number): void {
    this.slice = ms;
    this.onCore = true;
    this.busyMs += ms;
    this.cpu.claim(this);
  }

  fire(): void {
    if (this.onCore) {
      this.onCore = false;
      this.cpu.give();
    }
    this.resume();
  }

  /** The slice, or the sleep, is over. */
  protected abstract resume(): void;
}
