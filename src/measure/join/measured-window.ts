/** Of a record the part that a timeline shows beside the predicted one: around a frame in the middle of its steady part. */
import type { ResolvedStep } from '../../pipeline/resolved.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import type { TimelineBox } from '../../sim/prediction.ts';
import { frameBegins, type FrameMark } from './frame-begin.ts';
import { lanesOf, typeOf, type MeasuredLane, type MeasuredLanes } from './measured-lanes.ts';
import type { PlacedCalls } from './place-calls.ts';
import { steadyParts, type FrameSteps, type SteadyPart, type TimedCall } from './place-times.ts';
import type { HostCall, RunRecord } from './run-events.ts';

/** Times in ms since the first event of the record. */
export interface MeasuredWindow {
  lanes: MeasuredLane[];
  boxes: TimelineBox[];
  /** The time that the boxes cover whole. */
  fromMs: number;
  toMs: number;
  /** When a frame begins, about the middle, and by which lines that is told; left out where no frames were found. */
  frame?: { atMs: number; mark: FrameMark<SourceRange> };
  /** Calls and tasks of the record that are not in `boxes`, and lanes that are not in `lanes`. */
  leftOut: number;
  lanesLeftOut: number;
}

/** As many as the panel can draw beside those of the prediction. */
const MOST_BOXES = 20_000;

export function measuredWindow(
  record: RunRecord,
  { steps, threads }: PlacedCalls,
  frames: FrameSteps,
  mostBoxes = MOST_BOXES,
): MeasuredWindow {
  const calls = record.calls.map((call, i): TimedCall => ({ ...call, step: steps[i] }));
  const { frame, ...steady } = steadyOf(calls, record, frames);
  const { lanes, leftOut: lanesLeftOut, ...ids } = lanesOf(record, threads);
  const { fromMs, toMs, isKept } = around(record, ids, steady, mostBoxes);
  const boxes = boxesOf(record, steps, ids, isKept);
  const leftOut = record.calls.length + record.tasks.length - boxes.length + record.leftOut;
  return { lanes, boxes, fromMs, toMs, ...(frame && { frame }), leftOut, lanesLeftOut };
}

type Ids = Pick<MeasuredLanes, 'ofThread' | 'ofKind'>;
type Span = Pick<HostCall, 'startMs' | 'endMs'>;
type IsKept = (span: Span) => boolean;

/** Named by the calls, as in the prediction; a task whose call is not told, by what it is. */
function boxesOf(
  { calls, tasks }: RunRecord,
  steps: PlacedCalls['steps'],
  { ofThread, ofKind }: Ids,
  isKept: IsKept,
): TimelineBox[] {
  const boxes: TimelineBox[] = [];
  const add = (span: Span, lane: string | undefined, name: string, source: SourceRange | undefined): void => {
    if (lane === undefined || !isKept(span)) return;
    const { startMs, endMs } = span;
    boxes.push({ lane, name, startMs, durationMs: endMs - startMs, ...(source && { source }) });
  };
  calls.forEach((call, i) => add(call, ofThread.get(call.thread), call.name, steps[i]?.source));
  for (const task of tasks)
    add(task, ofKind.get(task.kind), calls[task.call]?.name ?? typeOf(task.kind), steps[task.call]?.source);
  return boxes;
}

/** The steady part of a record, and a time about its middle. */
interface Steady {
  fromMs: number;
  toMs: number;
  atMs: number;
}

/** Of what is in the steady part the nearest to its middle: nothing is left out in the time that it gives. */
function around(
  { calls, tasks }: RunRecord,
  { ofThread, ofKind }: Ids,
  { fromMs, toMs, atMs }: Steady,
  most: number,
): { fromMs: number; toMs: number; isKept: IsKept } {
  const isSteady: IsKept = ({ startMs, endMs }) => startMs <= toMs && endMs >= Math.max(startMs, fromMs);
  const distance = ({ startMs, endMs }: Span): number => Math.max(startMs - atMs, atMs - endMs, 0);
  const shown = [
    ...calls.filter(({ thread }) => ofThread.has(thread)),
    ...tasks.filter(({ kind }) => ofKind.has(kind)),
  ].filter(isSteady);
  const reach = Float64Array.from(shown, distance).sort()[most] ?? Infinity;
  return {
    fromMs: Math.max(fromMs, atMs - reach),
    toMs: Math.min(toMs, atMs + reach),
    isKept: (span) => isSteady(span) && distance(span) < reach,
  };
}

/** The passes of the frame loop after its first, of the thread that makes them longest; the whole record where there are none. */
function steadyOf(
  calls: readonly TimedCall[],
  { tasks }: RunRecord,
  frames: FrameSteps,
): Steady & Pick<MeasuredWindow, 'frame'> {
  const parts = [...steadyParts(calls, frames).values()];
  const paced = parts.filter(({ finishes }) => finishes);
  const lengthOf = ({ first, last }: SteadyPart): number =>
    (calls[last]?.endMs ?? 0) - (calls[first]?.endMs ?? 0);
  const [longest] = (paced.length > 0 ? paced : parts).sort((a, b) => lengthOf(b) - lengthOf(a));
  const passes = longest && passesOf(calls.slice(longest.first, longest.last + 1), frames);
  if (passes) return passes;
  const toMs = [...calls, ...tasks].reduce((last, { endMs }) => Math.max(last, endMs || 0), 0);
  return { fromMs: 0, toMs, atMs: toMs / 2 };
}

/** Of calls from within the first pass to within the last; the time in the middle is that of a beginning. */
function passesOf(calls: readonly TimedCall[], frames: FrameSteps): ReturnType<typeof steadyOf> | undefined {
  const steps = calls.map(({ step }) => step);
  const mark = markOf(steps, frames);
  const begins = mark
    ? frameBegins(steps, mark).flatMap((place) => (place > 0 ? (calls[place]?.startMs ?? []) : []))
    : [];
  const [fromMs, toMs] = [begins[0], calls.at(-1)?.endMs];
  if (fromMs === undefined || toMs === undefined) return undefined;
  const middle = (fromMs + toMs) / 2;
  const atMs = begins.find((ms) => ms >= middle) ?? begins.at(-1) ?? fromMs;
  const [begin, after] = [mark?.begin.source, mark?.after.source];
  return { fromMs, toMs, atMs, ...(begin && after && { frame: { atMs, mark: { ...mark, begin, after } } }) };
}

/** By the order of the source: the first step of the loop, and the first that comes once a pass. */
function markOf(
  steps: readonly (ResolvedCall | undefined)[],
  { inLoop, oncePerPass }: FrameSteps,
): FrameMark<ResolvedCall> | undefined {
  const counts = new Map<ResolvedStep, number>();
  for (const step of steps) if (step) counts.set(step, (counts.get(step) ?? 0) + 1);
  const ofLoop = [...inLoop].filter((step): step is ResolvedCall => counts.has(step));
  const once = ofLoop.filter((step) => oncePerPass.has(step));
  const countOf = (step: ResolvedCall): number => counts.get(step) ?? 0;
  const passes = Math.max(0, ...once.map(countOf));
  // One that the record mostly lacks would tell few of the passes.
  const isTold = (step: ResolvedCall): boolean => 2 * countOf(step) > passes;
  const [begin, after] = [ofLoop.find(isTold), once.find(isTold)];
  if (!begin || !after) return begin && { begin, after: begin };
  return { begin, after, perFrame: Math.max(1, Math.round(countOf(begin) / countOf(after))) };
}
