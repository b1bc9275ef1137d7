/** What submitting, the scheduler and waking take, from submissions of nothing. */
import { statement } from '../errors.ts';
import type { Estimate } from './estimate.ts';
import { difference, isAboveNothing, pooled, scaled, sum } from './estimate.ts';
import { lineOf } from './line.ts';
import type { Rated } from './rates.ts';
import type { Told } from './told.ts';

/** Times that every other part has in it. */
export interface Runtime {
  /** Scheduler's time of a task. */
  task: Estimate;
  /** What a call that is waited for takes beside its task, by its time on the host. */
  around(host: Estimate): Estimate;
  /** Is a task's time that of the device, or of the host that submits it? */
  isOfDevice(part: Rated): boolean;
  /** A submission's whole time on the host by that of the call. */
  submission(host: Estimate): Estimate;
}

/** Tasks that take this many times as long as submitting them wait for the device. */
const CLEARLY = 1.2;

export function runtimeOf(told: Told): Runtime {
  const share = told.constant('host.submitShare') ?? 1;
  const sendShare = told.constant('host.sendShare') ?? 0;
  const receiveShare = Math.max(0, 1 - share - sendShare);
  const busiest = Math.max(share, sendShare, receiveShare) / share;
  const isOfDevice = ({ call, host }: Rated): boolean => call.value > CLEARLY * busiest * host.value;
  const submission = (host: Estimate): Estimate => scaled(host, 1 / share);
  const untilSent = (host: Estimate): Estimate => scaled(host, 1 + sendShare / share);
  const [nothing] = told.parts({ what: 'submission', mode: 'async' });
  if (nothing)
    told.set('host.submissionMs', 'ms', submission(nothing.host), {
      parts: [nothing],
      confidence: 'derived',
    });
  const task = taskOf(told, nothing, isOfDevice, untilSent);
  // Without a thread that sends, there is none to wake.
  const wakes = sendShare === 0 ? 2 : 3;
  const wake = wakeOf(told, (host) => sum(untilSent(host), task), wakes);
  return {
    task,
    isOfDevice,
    submission,
    around: (host) => sum(untilSent(host), scaled(wake, wakes)),
  };
}

type OfHost = (host: Estimate) => Estimate;

function taskOf(
  told: Told,
  nothing: Rated | undefined,
  isOfDevice: (part: Rated) => boolean,
  untilSent: OfHost,
): Estimate {
  if (nothing && isOfDevice(nothing)) {
    told.set('scheduler.taskMs', 'ms', nothing.call, { parts: [nothing] });
    return nothing.call;
  }
  const byCopies = taskByCopies(told, isOfDevice, untilSent);
  if (byCopies && isAboveNothing(byCopies.task)) {
    told.set('scheduler.taskMs', 'ms', byCopies.task, { parts: byCopies.parts, confidence: 'derived' });
    return byCopies.task;
  }
  const known = told.doubted('scheduler.taskMs');
  const most = nothing?.call.value;
  if (most === undefined) return known;
  told.open.push(statement('kit-host-bound', { constant: 'scheduler.taskMs', most }));
  return { ...known, value: Math.min(known.value, most) };
}

/**
 * Where the host submits nothing more slowly than the device takes it: a small copy that is waited for takes longer than
 * nothing that is waited for by its request; one after the other in a stream copies take that and the task.
 */
function taskByCopies(
  told: Told,
  isOfDevice: (part: Rated) => boolean,
  untilSent: OfHost,
): { task: Estimate; parts: Rated[] } | undefined {
  const copies = { what: 'copy', direction: 'h2d' } as const;
  const inStream = told.parts({ ...copies, mode: 'async', streams: 1 });
  const waited = told.parts({ ...copies, mode: 'sync', memory: 'pinned', threads: 1 });
  const [nothing] = told.parts({ what: 'submission', mode: 'sync' });
  const paced = lineOf(inStream.filter(isOfDevice), ({ call }) => call);
  const alone = lineOf(waited, ({ call }) => call);
  if (!nothing || !paced || !alone) return undefined;
  const host = pooled(inStream.map((each) => each.host));
  const submitting = difference(untilSent(host), untilSent(nothing.host));
  const request = difference(difference(alone.fixed, nothing.call), submitting);
  return { task: difference(paced.fixed, request), parts: [...inStream, ...waited, nothing] };
}

function wakeOf(told: Told, without: OfHost, wakes: number): Estimate {
  const [waited] = told.parts({ what: 'submission', mode: 'sync' });
  if (!waited) return told.doubted('host.wakeMs');
  const wake = scaled(difference(waited.call, without(waited.host)), 1 / wakes);
  told.setIfClear('host.wakeMs', 'ms', wake, { parts: [waited], confidence: 'derived' });
  return { ...wake, value: Math.max(0, wake.value) };
}
