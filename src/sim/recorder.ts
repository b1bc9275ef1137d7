import type { SourceRange } from '../pipeline/source.ts';
import type { TimelineBox } from './prediction.ts';

/** Keeps the boxes of a run's timeline, the first `most` of them. */
export class TimelineRecorder {
  readonly boxes: TimelineBox[] = [];

  constructor(private readonly most = 20_000) {}

  box(lane: string, name: string, from: number, to: number, source: SourceRange | undefined): void {
    if (this.boxes.length >= this.most || to <= from) return;
    const box: TimelineBox = { lane, name, startMs: from, durationMs: to - from };
    if (source) box.source = source;
    this.boxes.push(box);
  }
}
