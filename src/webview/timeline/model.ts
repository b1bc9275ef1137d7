/** A timeline arranged for drawing: rows in which no two boxes overlap, so that a place is found by bisection. */
import * as l10n from '@vscode/l10n';
import type { TimelineBox } from '../../sim/prediction.ts';
import type { MeasuredPart, Timeline } from '../../server/protocol-timeline.ts';
import { resourceName } from '../words.ts';

type Lane = Timeline['lanes'][number];

export interface Row {
  lane: string;
  kind: Lane['kind'];
  /** It was recorded. */
  measured: boolean;
  /** First of its lane: carries the label. */
  first: boolean;
  /** What the user reads: a resource's name, a stream, a thread. */
  label: string;
  /** By start; none overlaps the next. */
  boxes: TimelineBox[];
}

export interface TimelineModel {
  rows: Row[];
  /** Names of calls: those that take the most time first, which have colours, by name; then the others. */
  names: string[];
  fromMs: number;
  toMs: number;
  /** Boxes of the run outside of that time. */
  leftOut: number;
  /** Lanes that are not shown, because there are too many to read. */
  lanesLeftOut: number;
  /** Calls of one name that stand at several lines: their boxes say which. */
  ambiguous: ReadonlySet<string>;
  /** What was recorded, if anything; `lanes` are its own. */
  measured: (MeasuredPart & { lanes: ReadonlySet<string> }) | undefined;
}

const mostLanes = 120;
/** An engine with several servers has overlapping boxes: at most so many rows for one lane. */
const mostRowsOfLane = 8;

const endOf = (box: TimelineBox): number => box.startMs + box.durationMs;

/** Rounding may let a box start a hair before the last one's end. */
const tolerance = 1e-9;

/** An engine's name, with the numbers of its device and of its server where there are several (`device 0 jpegd 1`). */
function engineLabel(id: string): string {
  const [, device, stem = id, server = ''] = /^(?:device (\d+) )?(.*?)( \d+)?$/.exec(id) ?? [];
  const name = `${resourceName(stem)}${server}`;
  return device === undefined ? name : l10n.t('Device {0}: {1}', device, name);
}

interface StreamName {
  stream: string;
  /** Thread that the stream belongs to; undefined where all threads share it. */
  thread: string | undefined;
}

function streamName(id: string): StreamName {
  const [, stream, thread] = /^(.+) of (.+)$/.exec(id) ?? [];
  return { stream: stream ?? id, thread };
}

/** The index says nothing where there is one stream of a name only. */
function shortName(stream: string): string {
  if (stream === 'synchronous calls') return l10n.t('synchronous calls');
  return stream === 'default stream[0]' ? l10n.t('default stream') : stream.replace(/\[0\]$/, '');
}

/** Stands below its thread. */
function streamLabel(id: string): string {
  const { stream, thread } = streamName(id);
  return thread === undefined ? shortName(stream) : `└ ${shortName(stream)}`;
}

const labels: Record<Row['kind'], (id: string) => string> = {
  engine: engineLabel,
  stream: streamLabel,
  host: (id) => id,
};

function measuredLabel({ name = l10n.t('another thread'), number }: NonNullable<Lane['measured']>): string {
  return l10n.t('Measured: {0}', number === undefined ? name : `${name} ${number}`);
}

/** Below the lanes that it belongs to. */
const labelOf = ({ id, kind, measured }: Lane): string =>
  measured ? measuredLabel(measured) : labels[kind](id);

/** A lane's name where it stands alone. */
export function laneName({ id, kind, measured }: Lane): string {
  if (measured) return measuredLabel(measured);
  if (kind !== 'stream') return labels[kind](id);
  const { stream, thread } = streamName(id);
  return thread === undefined ? shortName(stream) : `${thread} · ${shortName(stream)}`;
}

/**
 * What was measured first. Then engines, where the answer is; then each thread of the host with its streams below it, then
 * streams of all.
 */
export function inOrder(lanes: Timeline['lanes']): Timeline['lanes'] {
  const of = (kind: Row['kind']) => lanes.filter((lane) => lane.kind === kind && !lane.measured);
  const hosts = new Set(of('host').map(({ id }) => id));
  const ownerOf = ({ id }: { id: string }) => streamName(id).thread;
  const streams = of('stream');
  const threads = of('host').flatMap((host) => [
    host,
    ...streams.filter((each) => ownerOf(each) === host.id),
  ]);
  const others = streams.filter((each) => !hosts.has(ownerOf(each) ?? ''));
  return [...lanes.filter(({ measured }) => measured), ...of('engine'), ...threads, ...others];
}

function rowsOf(lane: Timeline['lanes'][number], boxes: TimelineBox[]): Row[] {
  const rows: TimelineBox[][] = [];
  for (const box of [...boxes].sort((one, other) => one.startMs - other.startMs)) {
    const free = rows.find((row) => {
      const last = row.at(-1);
      return last === undefined || endOf(last) <= box.startMs + tolerance;
    });
    if (free) free.push(box);
    else if (rows.length < mostRowsOfLane) rows.push([box]);
  }
  const filled = rows.length > 0 ? rows : [[]];
  const label = labelOf(lane);
  return filled.map((row, index) => ({
    lane: lane.id,
    kind: lane.kind,
    measured: lane.measured !== undefined,
    first: index === 0,
    label,
    boxes: row,
  }));
}

function byLane(boxes: readonly TimelineBox[]): Map<string, TimelineBox[]> {
  const lanes = new Map<string, TimelineBox[]>();
  const put = (id: string, box: TimelineBox): void => {
    const lane = lanes.get(id);
    if (lane) lane.push(box);
    else lanes.set(id, [box]);
  };
  for (const box of boxes) {
    put(box.lane, box);
    if (box.stream !== undefined) put(box.stream, box);
  }
  return lanes;
}

/** Time by key, longest first. */
function timeBy(boxes: readonly TimelineBox[], key: (box: TimelineBox) => string): [string, number][] {
  const total = new Map<string, number>();
  for (const box of boxes) total.set(key(box), (total.get(key(box)) ?? 0) + box.durationMs);
  return [...total].sort(([, one], [, other]) => other - one);
}

/** As many names have a colour of their own. */
export const mostColours = 6;

/** By name, so that a call has the same colour in every view of the program. */
const coloursFirst = (names: readonly string[]): string[] => [
  ...names.slice(0, mostColours).sort(),
  ...names.slice(mostColours),
];

function atSeveralLines(boxes: readonly TimelineBox[]): Set<string> {
  const lines = new Map<string, string>();
  const several = new Set<string>();
  for (const { name, source } of boxes) {
    if (!source) continue;
    const line = `${source.file}:${source.line}`;
    if ((lines.get(name) ?? line) !== line) several.add(name);
    lines.set(name, line);
  }
  return several;
}

/**
 * What a box says of its call, the longest first: the whole name, and the name without the lower-case word that all calls of
 * an interface begin with; with the line, where calls of that name stand at several.
 */
export function boxLabels(
  { name, source }: TimelineBox,
  { ambiguous }: Pick<TimelineModel, 'ambiguous'>,
): string[] {
  const line = source && ambiguous.has(name) ? `:${source.line}` : '';
  const own = name.replace(/^[a-z]+(?=[A-Z])/, '');
  return [...new Set([name, own])].map((text) => text + line);
}

export function arrange({ lanes, boxes, fromMs, toMs, leftOut, measured }: Timeline): TimelineModel {
  const shown = inOrder(lanes).slice(0, mostLanes);
  const boxesOf = byLane(boxes);
  return {
    rows: shown.flatMap((lane) => rowsOf(lane, boxesOf.get(lane.id) ?? [])),
    names: coloursFirst(timeBy(boxes, ({ name }) => name).map(([name]) => name)),
    ambiguous: atSeveralLines(boxes),
    fromMs,
    toMs: Math.max(toMs, fromMs + 1e-6),
    leftOut,
    lanesLeftOut: lanes.length - shown.length,
    measured: measured && {
      ...measured,
      lanes: new Set(lanes.filter((lane) => lane.measured).map(({ id }) => id)),
    },
  };
}

/** Index of the first box of a row that ends after `ms`; the row's length where none does. */
export function firstEndingAfter({ boxes }: Row, ms: number): number {
  let low = 0;
  let high = boxes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle];
    if (box && endOf(box) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The box of a row at a time, with `slack` ms around short ones. */
export function boxAt(row: Row, ms: number, slack: number): TimelineBox | undefined {
  const box = row.boxes[firstEndingAfter(row, ms - slack)];
  return box && box.startMs <= ms + slack ? box : undefined;
}

/** Part of the time that is in view, ms. */
export interface View {
  from: number;
  to: number;
}

const leastSpan = 1e-3;

/** Keeps a view inside the run, and no narrower than a microsecond. */
export function clampView(view: View, { fromMs, toMs }: TimelineModel): View {
  const span = Math.min(Math.max(view.to - view.from, leastSpan), toMs - fromMs);
  const from = Math.min(Math.max(view.from, fromMs), toMs - span);
  return { from, to: from + span };
}

/** A factor below 1 zooms in; `at` ms stays where it is. */
export function zoomed(view: View, factor: number, at: number): View {
  return { from: at - (at - view.from) * factor, to: at + (view.to - at) * factor };
}
