/** The timeline that the panel draws: cut to what it can show, with its lanes in order. */
import type { CutTimeline } from '../sim/record/timeline.ts';
import type { Prediction, TimelineBox } from '../sim/prediction.ts';
import type { MeasuredWindow } from '../measure/join/measured-window.ts';
import { placeRun } from './measured-part.ts';
import { packTimeline } from './protocol-timeline.ts';
import type { SentTimeline, Timeline } from './protocol-timeline.ts';
import type { Locate } from './ranges.ts';

type LaneKind = Timeline['lanes'][number]['kind'];
const ORDER: LaneKind[] = ['host', 'stream', 'engine'];

/** What a lane is, by what is known of the prediction's resources. */
function kindOf(lane: string, prediction: Prediction): LaneKind {
  const base = lane.replace(/[ #[(]?(?<!\d)\d+[\])]?$/, '');
  return Object.hasOwn(prediction.utilization, base) || Object.hasOwn(prediction.utilization, lane)
    ? 'engine'
    : 'host';
}

function lanesOf(boxes: readonly TimelineBox[], prediction: Prediction): Timeline['lanes'] {
  const ids = [...new Set(boxes.map(({ lane }) => lane))];
  const streams = [...new Set(boxes.flatMap(({ stream }) => stream ?? []))];
  const lanes = [
    ...ids.map((id) => ({ id, kind: kindOf(id, prediction) })),
    ...streams.map((id) => ({ id, kind: 'stream' as const })),
  ];
  return lanes.sort(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.id.localeCompare(b.id, 'en', { numeric: true }),
  );
}

/** @param recorded what stands above the prediction */
export function timelineOf(
  { prediction, timeline: cut }: { prediction: Prediction; timeline: CutTimeline },
  locate: Locate,
  recorded?: MeasuredWindow,
): SentTimeline {
  const { boxes, fromMs, toMs, leftOut } = cut;
  const lanes = lanesOf(boxes, prediction);
  const run = recorded && placeRun(cut, recorded);
  const sent = packTimeline({
    lanes: [...(run?.lanes ?? []), ...lanes],
    boxes: [...(run?.boxes ?? []), ...boxes],
    fromMs,
    toMs,
    leftOut,
    ...(run && { measured: run.part }),
  });
  const kinds = sent.kinds.map((kind) =>
    kind.source === undefined ? kind : { ...kind, source: locate(kind.source) },
  );
  return { ...sent, kinds };
}
