/** Why a lane has nothing to do for a while: what the next box of it had to wait for, as far as the boxes show it. */
import * as l10n from '@vscode/l10n';
import type { TimelineBox } from '../../sim/prediction.ts';
import { duration } from '../words.ts';
import { firstEndingAfter } from './model.ts';
import type { Row, TimelineModel } from './model.ts';

const endOf = ({ startMs, durationMs }: TimelineBox): number => startMs + durationMs;

interface Gap {
  fromMs: number;
  toMs: number;
  next: TimelineBox | undefined;
}

/** The gap of a row at a time; undefined where a box is. */
export function gapAt(row: Row, ms: number, { fromMs, toMs }: TimelineModel): Gap | undefined {
  const at = firstEndingAfter(row, ms);
  const [before, next] = [row.boxes[at - 1], row.boxes[at]];
  if (row.boxes.length === 0 || (next && next.startMs <= ms)) return undefined;
  return { fromMs: before ? endOf(before) : fromMs, toMs: next?.startMs ?? toMs, next };
}

interface Ended {
  row: Row;
  box: TimelineBox;
}

/** What ends last before a time, of the boxes that are told. */
function lastBefore(
  { rows }: TimelineModel,
  ms: number,
  isMeant: (row: Row, box: TimelineBox) => boolean,
): Ended | undefined {
  let found: Ended | undefined;
  for (const row of rows) {
    if (row.measured) continue;
    for (let at = firstEndingAfter(row, ms + tolerance) - 1; at >= 0; at--) {
      const box = row.boxes[at];
      if (!box || (found && endOf(box) <= endOf(found.box))) break;
      if (isMeant(row, box)) found = { row, box };
    }
  }
  return found;
}

/** Rounding may let a box end a hair after the start of what waits for it. ms */
const tolerance = 1e-6;

/** The thread of a stream, as lanes are named. */
const threadOf = (stream: string): string | undefined => /^.+ of (.+)$/.exec(stream)?.[1];

export function gapText(gap: Gap, row: Row, model: TimelineModel): string {
  const idle = l10n.t('idle for {0}', duration(gap.toMs - gap.fromMs));
  const why = gap.next && !row.measured ? reasonOf(gap, gap.next, row, model) : undefined;
  const then = gap.next && l10n.t('then {0}', gap.next.name);
  return [row.label.replace(/^└ /, ''), idle, why, then].filter((part) => part !== undefined).join(' · ');
}

function reasonOf(gap: Gap, next: TimelineBox, row: Row, model: TimelineModel): string | undefined {
  return row.kind === 'host' ? hostReason(gap, row, model) : deviceReason(gap, next, model);
}

/** A thread that does nothing waits: for what its streams have done last. */
function hostReason(gap: Gap, row: Row, model: TimelineModel): string | undefined {
  const awaited = lastBefore(
    model,
    gap.toMs,
    (of, { stream }) => of.kind === 'engine' && stream !== undefined && threadOf(stream) === row.lane,
  );
  if (!awaited || endOf(awaited.box) <= gap.fromMs) return undefined;
  return l10n.t('waits until {0} has ended on {1}', awaited.box.name, awaited.row.label);
}

/**
 * Work waits for what is before it in its stream, for its thread to submit it, or for an engine that others are on: for what
 * came last. What was over before the lane fell idle has not kept it so.
 */
function deviceReason(
  { fromMs, toMs }: Gap,
  { lane, stream, name, source }: TimelineBox,
  model: TimelineModel,
): string | undefined {
  if (stream === undefined) return undefined;
  const thread = threadOf(stream);
  const last = (isMeant: (row: Row, box: TimelineBox) => boolean): Ended | undefined => {
    const found = lastBefore(model, toMs, isMeant);
    return found && endOf(found.box) > fromMs ? found : undefined;
  };
  const before = last((of, box) => of.kind === 'engine' && box.stream === stream);
  const others = last((of, box) => of.kind === 'engine' && of.lane === lane && box.stream !== stream);
  const sent = last(
    (of, box) => of.kind === 'host' && of.lane === thread && box.name === name && isSame(box.source, source),
  );
  const latest = [before, others, sent].reduce((a, b) => (b && (!a || endOf(b.box) > endOf(a.box)) ? b : a));
  if (!latest) return undefined;
  if (latest === sent) return l10n.t('{0} has not submitted it before', thread ?? '');
  if (latest === others) return l10n.t('{0} is busy with other streams', latest.row.label);
  return l10n.t('its stream is in {0} on {1}', latest.box.name, latest.row.label);
}

const isSame = (a: TimelineBox['source'], b: TimelineBox['source']): boolean =>
  a?.line === b?.line && a?.file === b?.file;
