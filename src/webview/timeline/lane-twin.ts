/** The timeline as a table: what each lane holds, and how long. */
import * as l10n from '@vscode/l10n';
import type { TimelineBox } from '../../sim/prediction.ts';
import type { Timeline } from '../../server/protocol-timeline.ts';
import { table, twin } from '../parts/table.ts';
import { duration, number, percent } from '../words.ts';
import { inOrder, laneName } from './model.ts';

/** Of a box the time within a span, ms. */
const timeIn = ({ startMs, durationMs }: TimelineBox, { fromMs, toMs }: Span): number =>
  Math.max(0, Math.min(startMs + durationMs, toMs) - Math.max(startMs, fromMs));

type Span = Pick<Timeline, 'fromMs' | 'toMs'>;

/** The time that the lanes of the prediction cover, and those of what was measured. */
function spansOf({ fromMs, toMs, measured }: Timeline): { predicted: Span; measured: Span } {
  const predicted = { fromMs, toMs };
  if (!measured) return { predicted, measured: predicted };
  const { shiftMs } = measured;
  return { predicted, measured: { fromMs: measured.fromMs + shiftMs, toMs: measured.toMs + shiftMs } };
}

/** Boxes and time of each lane, in the order of the picture. */
export function laneTwin(timeline: Timeline): HTMLElement {
  const { lanes, boxes } = timeline;
  const spans = spansOf(timeline);
  const spanOf = new Map(lanes.map(({ id, measured }) => [id, measured ? spans.measured : spans.predicted]));
  const counts = new Map<string, number>();
  const times = new Map<string, number>();
  for (const box of boxes) {
    const ms = timeIn(box, spanOf.get(box.lane) ?? spans.predicted);
    for (const id of box.stream === undefined ? [box.lane] : [box.lane, box.stream]) {
      counts.set(id, (counts.get(id) ?? 0) + 1);
      times.set(id, (times.get(id) ?? 0) + ms);
    }
  }
  const shareOf = (id: string): number => {
    const { fromMs, toMs } = spanOf.get(id) ?? spans.predicted;
    return (times.get(id) ?? 0) / Math.max(toMs - fromMs, 1e-9);
  };
  return twin('timeline', () =>
    table({
      caption: l10n.t('Timeline by lane'),
      head: [l10n.t('Lane'), l10n.t('Boxes'), l10n.t('Time'), l10n.t('Share')],
      rows: inOrder(lanes).map((lane) => [
        laneName(lane),
        number(counts.get(lane.id) ?? 0),
        duration(times.get(lane.id) ?? 0),
        percent(shareOf(lane.id), 1),
      ]),
    }),
  );
}
