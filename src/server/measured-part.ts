/** A recorded run beside its prediction: moved so that a frame begins where one does there, and cut to the same time. */
import { frameBegins, type FrameMark } from '../measure/join/frame-begin.ts';
import type { MeasuredWindow } from '../measure/join/measured-window.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { TimelineBox } from '../sim/prediction.ts';
import type { CutTimeline } from '../sim/record/timeline.ts';
import type { MeasuredPart, Timeline } from './protocol-timeline.ts';

export interface PlacedRun {
  lanes: Timeline['lanes'];
  boxes: TimelineBox[];
  part: MeasuredPart;
}

/** @param cut the predicted timeline */
export function placeRun(cut: CutTimeline, window: MeasuredWindow): PlacedRun {
  const middle = (cut.fromMs + cut.toMs) / 2;
  const frameMs = window.frame && frameAfter(cut.boxes, window.frame.mark, middle);
  const atMs = frameMs === undefined ? undefined : window.frame?.atMs;
  const shiftMs = (frameMs ?? middle) - (atMs ?? (window.fromMs + window.toMs) / 2);
  const [fromMs, toMs] = [cut.fromMs - shiftMs, cut.toMs - shiftMs];
  const boxes = window.boxes
    .filter(({ startMs, durationMs }) => startMs <= toMs && startMs + durationMs >= fromMs)
    .map((box) => ({ ...box, startMs: box.startMs + shiftMs }));
  const part = {
    fromMs: Math.max(fromMs, window.fromMs),
    toMs: Math.min(toMs, window.toMs),
    shiftMs,
    ...(frameMs !== undefined && { frameMs }),
    leftOut: window.leftOut + window.boxes.length - boxes.length,
    lanesLeftOut: window.lanesLeftOut,
  };
  const lanes = window.lanes.map(({ id, kind, ...measured }) => ({ id, kind, measured }));
  return { lanes, boxes, part };
}

type Mark = FrameMark<SourceRange>;

const keyOf = (source: SourceRange | undefined): string =>
  source ? `${source.file}:${source.line}:${source.column}` : '';

/** When the first frame after a time begins in the prediction, ms; the last one before where none does. */
function frameAfter(boxes: readonly TimelineBox[], mark: Mark, ms: number): number | undefined {
  const calls = boxes.filter(({ stream }) => stream === undefined);
  const begins = [...new Set(calls.map(({ lane }) => lane))]
    .flatMap((thread) =>
      beginsIn(
        calls.filter(({ lane }) => lane === thread),
        mark,
      ),
    )
    .sort((a, b) => a - b);
  return begins.find((at) => at >= ms) ?? begins.at(-1);
}

function beginsIn(calls: readonly TimelineBox[], mark: Mark): number[] {
  const lines = { ...mark, begin: keyOf(mark.begin), after: keyOf(mark.after) };
  const places = frameBegins(
    calls.map(({ source }) => keyOf(source)),
    lines,
  );
  return places.flatMap((place) => calls[place]?.startMs ?? []);
}
