import { Histogram } from './histogram.ts';

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

  reset(): void {
    this.frames = 0;
    this.calls = 0;
    this.latency.clear();
  }
}
