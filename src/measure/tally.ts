/** Sums of many runs of the same thing: tasks of a type, calls of an API, iterations of a model. */
import type { Measurement, MeasurementSource } from './measurement.ts';
import { known } from './measurement.ts';

interface Tally {
  name: string;
  /** Of several that a file is of. */
  device: string | undefined;
  count: number;
  totalMs: number;
  minMs: number;
  maxMs: number;
  /** Time in a queue before the run, of those that tell it. */
  waits: number;
  waitMs: number;
  source: MeasurementSource;
}

/** What a run has beside its name and its time. */
interface RunFacts {
  /** Time in a queue before it. */
  waitMs?: number | undefined;
  /** On which of several. */
  device?: string | undefined;
}

/** By what was run, and on which device. */
export type Tallies = Map<string, Tally>;

/** Names beyond this are no longer kept apart: a file whose every row has a name of its own is none of a profiler. */
const MOST_NAMES = 20_000;
const OTHERS = 'others';
/** A name longer than this is no operator's. */
const LONGEST_NAME = 200;

export function addTo(
  tallies: Tallies,
  name: string,
  ms: number,
  source: MeasurementSource,
  { waitMs, device }: RunFacts = {},
): void {
  const short = name.length > LONGEST_NAME ? name.slice(0, LONGEST_NAME) : name;
  const wanted = device === undefined ? short : `${short}\n${device}`;
  const key = tallies.size < MOST_NAMES || tallies.has(wanted) ? wanted : OTHERS;
  let tally = tallies.get(key);
  if (tally === undefined) {
    tally = {
      name: key === OTHERS ? OTHERS : short,
      device,
      count: 0,
      totalMs: 0,
      minMs: ms,
      maxMs: ms,
      waits: 0,
      waitMs: 0,
      source,
    };
    tallies.set(key, tally);
  }
  tally.count += 1;
  tally.totalMs += ms;
  if (ms < tally.minMs) tally.minMs = ms;
  if (ms > tally.maxMs) tally.maxMs = ms;
  if (waitMs === undefined) return;
  tally.waits += 1;
  tally.waitMs += waitMs;
}

export function tallyMeasurements(kind: 'task' | 'api' | 'latency', tallies: Tallies): Measurement[] {
  const partOf = devicesApart([...tallies.values()]);
  return [...tallies.values()].map(
    ({ name, device, count, totalMs, minMs, maxMs, waits, waitMs, source }) => ({
      kind,
      subject: name,
      ...partOf(device),
      values: known({
        count,
        totalMs,
        meanMs: totalMs / count,
        minMs,
        maxMs,
        meanWaitMs: waits === 0 ? undefined : waitMs / waits,
      }),
      source,
    }),
  );
}

/** Names the device of what a file tells, where the file is of more than one. */
export function devicesApart(
  all: Iterable<{ device: string | undefined }>,
): (device: string | undefined) => Pick<Measurement, 'part'> {
  const devices = new Set([...all].map(({ device }) => device));
  return (device) =>
    device === undefined || devices.size < 2
      ? {}
      : { part: /^\d+$/.test(device) ? `device ${device}` : device };
}
