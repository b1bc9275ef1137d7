/** What each thread did, as the sequence of its calls that matter to a Pipeline. */
import { catalogueRow, type CallRole } from '../../src/analyzer/acl/catalogue.ts';
import type { RecordedCall, RunRecord } from './record.ts';

/** The calls of one thread, or of one run of a callback. */
export interface Word {
  thread: number;
  callback: boolean;
  calls: RecordedCall[];
  /** It came to its end; else the process ended while it ran. */
  ended: boolean;
}

const MATTER = new Set<CallRole>([
  'submit',
  'copy',
  'memset',
  'execute',
  'synchronize',
  'record',
  'streamWait',
  'resetEvent',
  'report',
  'launchCallback',
  'allocate',
  'free',
]);

/** Copies within the host are no work of the device, and its memory is none of the Pipeline's. */
function matters(call: RecordedCall): boolean {
  const role = catalogueRow(call.call)?.role;
  return role !== undefined && MATTER.has(role);
}

/** A call that reading shows as a step only where a loop repeats it. */
export function isMemory(call: RecordedCall): boolean {
  const role = catalogueRow(call.call)?.role;
  return role === 'allocate' || role === 'free';
}

/** Words of the threads and callbacks that did more than to hold memory. */
export function wordsOf({ calls }: RunRecord): Word[] {
  const words = new Map<string, Word>();
  for (const call of calls) {
    const key = call.callback === undefined ? `${call.thread}` : `${call.thread}/${call.callback}`;
    const word = words.get(key) ?? {
      thread: call.thread,
      callback: call.callback !== undefined,
      calls: [],
      ended: false,
    };
    words.set(key, word);
    if (call.call === '(end)') word.ended = true;
    else if (matters(call)) word.calls.push(call);
  }
  return [...words.values()].filter((word) => word.calls.some((call) => !isMemory(call)));
}

/**
 * Whether memory is held for good, and so no step of the thread: what is got or freed in one go, with no other call
 * in between. What a callback gets, it gets each time.
 */
export function isHeld({ calls, callback }: Word): (call: RecordedCall) => boolean {
  const spans = new Map<number | undefined, { first: number; last: number }>();
  const work: number[] = [0];
  for (const [index, call] of calls.entries()) {
    spans.set(call.route, { first: spans.get(call.route)?.first ?? index, last: index });
    work.push((work.at(-1) ?? 0) + (isMemory(call) ? 0 : 1));
  }
  return (call) => {
    const span = spans.get(call.route);
    return isMemory(call) && !callback && span !== undefined && work[span.first] === work[span.last];
  };
}

/** Most starts of the steady part that are tried. */
const MOST_STARTS = 100;

/**
 * Where the steady part of a thread may start, as the number of calls before it: a Pipeline leaves start-up out.
 * Start-up is what the thread never comes back to.
 */
export function startsOf({ calls, callback }: Word): number[] {
  const starts = [0];
  if (callback) return starts;
  const last = new Map(calls.map(({ route }, index) => [route, index]));
  let latest = -1;
  for (const [index, call] of calls.entries()) {
    if (!isMemory(call)) latest = Math.max(latest, last.get(call.route) ?? index);
    if (latest <= index && index + 1 < calls.length) starts.push(index + 1);
  }
  return starts.slice(0, MOST_STARTS);
}
