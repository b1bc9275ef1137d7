import type { SourceRange } from '../../pipeline/source.ts';
import type { TimelineBox } from '../prediction.ts';

/** Keeps the boxes of a run's timeline, the first `most` of them, and counts the others. */
export class TimelineRecorder {
  readonly boxes: TimelineBox[] = [];
  leftOut = 0;

  constructor(private readonly most = 20_000) {}

  box(
    lane: string,
    name: string,
    from: number,
    to: number,
    source: SourceRange | undefined,
    stream?: string,
  ): void {
    if (to <= from) return;
    if (this.boxes.length >= this.most) {
      this.leftOut++;
      return;
    }
    const box: TimelineBox = { lane, name, startMs: from, durationMs: to - from };
    if (stream !== undefined) box.stream = stream;
    if (source) box.source = source;
    this.boxes.push(box);
  }
}
