import type { Engine } from '../engine/engine.ts';

/** How many of several devices have work at once. */
export class ActivityMeter {
  /** ms since the last reset in which at least one had work, and the sum over all of those in which each had. */
  anyMs = 0;
  sumMs = 0;
  private working = 0;
  private since = 0;

  constructor(private readonly engine: Engine) {}

  /** One more device has work (1), or one less (-1). */
  change(by: 1 | -1): void {
    this.advance();
    this.working += by;
  }

  /** Devices that have work, averaged over the time in which any has; 0 where none ever had. */
  together(): number {
    this.advance();
    return this.anyMs > 0 ? this.sumMs / this.anyMs : 0;
  }

  reset(): void {
    this.advance();
    this.anyMs = 0;
    this.sumMs = 0;
  }

  private advance(): void {
    const ms = this.engine.now - this.since;
    this.since = this.engine.now;
    if (this.working === 0) return;
    this.anyMs += ms;
    this.sumMs += ms * this.working;
  }
}
