import type { Model } from '../model.ts';

/** The steady loops of a program that ends: from the first to begin to the last to end. */
export class SteadyPhase {
  /** When the first has begun, ms; undefined where none has. */
  from: number | undefined;
  private until = 0;
  /** Frames that had been finished when the last ended. */
  private frames = 0;

  constructor(private readonly model: Model) {}

  /** The first loop to begin starts the measurement over. */
  enter(): void {
    if (this.from !== undefined) return;
    this.from = this.model.engine.now;
    if (this.from > 0) this.model.reset();
  }

  leave(): void {
    this.until = this.model.engine.now;
    this.frames = this.model.meter.frames;
  }

  /** When it was over, ms: with the last frame, where nothing waits for that before. */
  end(): number {
    const { engine, meter } = this.model;
    return this.until > 0 && this.frames === meter.frames ? this.until : engine.now;
  }
}
