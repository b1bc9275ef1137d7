/** Cuts a timeline to what a panel can draw, and says what it leaves out. */
import type { TimelineBox } from '../prediction.ts';

/** What to keep. Times in ms of simulated time; `most` boxes at least 1. */
export interface TimelineCut {
  fromMs?: number;
  toMs?: number;
  most?: number;
}

export interface CutTimeline {
  boxes: TimelineBox[];
  /** The time that the boxes cover whole: in it nothing is left out. */
  fromMs: number;
  toMs: number;
  /** Boxes of the input that are not there. */
  leftOut: number;
}

const DEFAULT_MOST = 5000;

function endOf(box: TimelineBox): number {
  return box.startMs + box.durationMs;
}

/**
 * The boxes that touch the wanted time, the first `most` of them by start. Where more would be there the covered time
 * ends at the start of the first box left out, and boxes reach over that end as they are.
 */
export function cutTimeline(boxes: readonly TimelineBox[], cut: TimelineCut = {}): CutTimeline {
  const from = cut.fromMs ?? boxes.reduce((first, box) => Math.min(first, box.startMs), Infinity);
  const to = cut.toMs ?? boxes.reduce((last, box) => Math.max(last, endOf(box)), 0);
  const touching = boxes
    .filter((box) => endOf(box) >= from && box.startMs <= to)
    .sort((a, b) => a.startMs - b.startMs);
  const kept = touching.slice(0, cut.most ?? DEFAULT_MOST);
  const firstLeftOut = touching[kept.length];
  return {
    boxes: kept,
    fromMs: Number.isFinite(from) ? from : 0,
    toMs: firstLeftOut ? firstLeftOut.startMs : to,
    leftOut: boxes.length - kept.length,
  };
}
