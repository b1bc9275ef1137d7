/** A chosen range of a timeline, and what each lane and each call does in it. */
import * as l10n from '@vscode/l10n';
import { h } from '../dom.ts';
import { table } from '../parts/table.ts';
import { duration, number, percent } from '../words.ts';
import { firstEndingAfter } from './model.ts';
import type { Row, TimelineModel, View } from './model.ts';

interface LaneStat {
  label: string;
  boxes: number;
  busyMs: number;
  /** Of the range; of several servers of an engine their mean. */
  share: number;
  /** Of several servers that of the one that has the longest. */
  longestGapMs: number;
}

interface CallStat {
  name: string;
  calls: number;
  /** Within the range. */
  ms: number;
}

/** The boxes of a row that lie in the range, with the part of each that does. */
function* within(row: Row, { from, to }: View) {
  for (let at = firstEndingAfter(row, from); at < row.boxes.length; at++) {
    const box = row.boxes[at];
    if (!box || box.startMs >= to) return;
    const start = Math.max(box.startMs, from);
    yield { box, start, end: Math.min(box.startMs + box.durationMs, to) };
  }
}

function rowStat(row: Row, range: View): LaneStat {
  let [boxes, busyMs, longestGapMs, last] = [0, 0, 0, range.from];
  for (const { start, end } of within(row, range)) {
    boxes++;
    busyMs += end - start;
    longestGapMs = Math.max(longestGapMs, start - last);
    last = end;
  }
  longestGapMs = Math.max(longestGapMs, range.to - last);
  const share = busyMs / Math.max(range.to - range.from, 1e-9);
  return { label: row.label, boxes, busyMs, share, longestGapMs };
}

/** Lanes in the order of the picture; those without a box in the range too: that is what one looks for. */
export function laneStats({ rows }: TimelineModel, range: View): LaneStat[] {
  const lanes: { stat: LaneStat; rows: number }[] = [];
  for (const row of rows) {
    const own = rowStat(row, range);
    const lane = lanes.at(-1);
    if (row.first || !lane) lanes.push({ stat: own, rows: 1 });
    else lanes[lanes.length - 1] = { stat: joined(lane.stat, own, lane.rows), rows: lane.rows + 1 };
  }
  return lanes.map(({ stat }) => stat);
}

const joined = (lane: LaneStat, row: LaneStat, rows: number): LaneStat => ({
  label: lane.label,
  boxes: lane.boxes + row.boxes,
  busyMs: lane.busyMs + row.busyMs,
  share: (lane.share * rows + row.share) / (rows + 1),
  longestGapMs: Math.max(lane.longestGapMs, row.longestGapMs),
});

/** What a thread does to submit a call is another thing than what the device does. */
function callName({ kind, measured }: Row, name: string): string {
  const where = kind === 'host' ? l10n.t('{0} (host)', name) : name;
  return measured ? l10n.t('Measured: {0}', where) : where;
}

/** By time, what was recorded apart. A stream's boxes are those of an engine, and count once. */
export function callStats({ rows }: TimelineModel, range: View): CallStat[] {
  const calls = new Map<string, CallStat>();
  for (const row of rows) {
    if (row.kind === 'stream') continue;
    for (const { box, start, end } of within(row, range)) {
      const name = callName(row, box.name);
      const call = calls.get(name) ?? { name, calls: 0, ms: 0 };
      calls.set(name, { ...call, calls: call.calls + 1, ms: call.ms + end - start });
    }
  }
  return [...calls.values()].sort((a, b) => b.ms - a.ms);
}

/** Rows that a reader goes through. */
const MOST_CALLS = 30;

export const rangeText = (model: TimelineModel, { from, to }: View): string =>
  l10n.t('Range of {0}, from {1}', duration(to - from), duration(from - model.fromMs));

export function rangeTables(model: TimelineModel, range: View): HTMLElement {
  return h(
    'div',
    { class: 'range' },
    h('h3', {}, rangeText(model, range)),
    table({
      caption: l10n.t('Lanes in the range'),
      head: [l10n.t('Lane'), l10n.t('Boxes'), l10n.t('Time'), l10n.t('Share'), l10n.t('Longest gap')],
      rows: laneStats(model, range).map(({ label, boxes, busyMs, share, longestGapMs }) => [
        label,
        number(boxes),
        duration(busyMs),
        percent(share, 1),
        duration(longestGapMs),
      ]),
    }),
    table({
      caption: l10n.t('Calls in the range'),
      head: [l10n.t('Call'), l10n.t('Calls'), l10n.t('Time'), l10n.t('Mean')],
      rows: callStats(model, range)
        .slice(0, MOST_CALLS)
        .map(({ name, calls, ms }) => [name, number(calls), duration(ms), duration(ms / calls)]),
    }),
  );
}
