import { Histogram } from '../engine/histogram.ts';

/** Counts finished frames and their latencies. */
export class FrameMeter {
  frames = 0;
  /** Completions of counting steps: submissions of the model. */
  calls = 0;
  /** Frames since the start of the run. */
  everFrames = 0;
  readonly latency = new Histogram();

  /** @param latencyMs from the frame's first submission to now. */
  count(frames: number, latencyMs: number): void {
    this.frames += frames;
    this.everFrames += frames;
    this.calls++;
    this.latency.add(latencyMs, frames);
  }

  /** The frames of one batch, by when each began. */
  countEach(births: readonly number[], now: number): void {
    this.frames += births.length;
    this.everFrames += births.length;
    this.calls++;
    for (const birth of births) this.latency.add(now - birth, 1);
  }

  reset(): void {
    this.frames = 0;
    this.calls = 0;
    this.latency.clear();
  }
}
