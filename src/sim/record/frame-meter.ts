import { Histogram } from '../engine/histogram.ts';

/** Where frames go that are counted: to the meter when they are over, to their thread while it is at work at them. */
export interface FrameSink {
  /** @param birth when they were begun, ms; `now` is when they were counted. */
  end(frames: number, birth: number, now: number): void;
}

/** Counts finished frames and their latencies. */
export class FrameMeter implements FrameSink {
  frames = 0;
  /** Completions of counting steps: submissions of the model. */
  calls = 0;
  /** Frames since the start of the run. */
  everFrames = 0;
  readonly latency = new Histogram();

  /** Frames that one completion counts, in all. */
  count(frames: number): void {
    this.frames += frames;
    this.everFrames += frames;
    this.calls++;
  }

  /** Frames that are over. */
  end(frames: number, birth: number, now: number): void {
    this.latency.add(now - birth, frames);
  }

  reset(): void {
    this.frames = 0;
    this.calls = 0;
    this.latency.clear();
  }
}

/** Frames of one thread that are counted and not over: what it does behind that is done at them. */
export class OpenFrames implements FrameSink {
  private readonly births: number[] = [];
  private readonly frames: number[] = [];

  constructor(private readonly meter: FrameMeter) {}

  end(frames: number, birth: number): void {
    this.births.push(birth);
    this.frames.push(frames);
  }

  /** All of them are over. */
  endAll(now: number): void {
    for (const [i, birth] of this.births.entries()) this.meter.end(this.frames[i] ?? 0, birth, now);
    this.births.length = this.frames.length = 0;
  }
}

/** What one completion counts. */
export interface FrameCount {
  readonly frames: number;
  readonly meter: FrameMeter;
  readonly sink: FrameSink;
}

/** Counts the frames of one completion. Those of a batch that was taken together have each a time that they began at. */
export function countFrames(
  { meter, sink, frames }: FrameCount,
  births: readonly number[] | undefined,
  birth: number,
  now: number,
): void {
  meter.count(births?.length ?? frames);
  if (births) for (const each of births) sink.end(1, each, now);
  else sink.end(frames, birth, now);
}
