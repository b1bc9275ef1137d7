/** The lanes of a recorded run: its threads by the source's names, and its devices' tasks by kind. */
import type { PlacedCalls } from './place-calls.ts';
import type { RunRecord } from './run-events.ts';

export interface MeasuredLane {
  id: string;
  kind: 'host' | 'engine';
  /** Entry function of the thread, or type of the tasks. Left out for a thread that the source does not have. */
  name?: string;
  /** Which of those of that name, from 1; left out where it is the only one. */
  number?: number;
}

export interface MeasuredLanes {
  lanes: MeasuredLane[];
  ofThread: ReadonlyMap<string, string>;
  ofKind: ReadonlyMap<string, string>;
  /** Lanes that are not in `lanes`. */
  leftOut: number;
}

/** More would leave no room for those of the prediction. */
const MOST_LANES = 48;

/** The device's first, then threads by the source; those that it does not have come last. */
export function lanesOf(record: RunRecord, threads: PlacedCalls['threads']): MeasuredLanes {
  const kinds = [...new Set(record.tasks.map(({ kind }) => kind))].sort();
  const recorded = [...new Set(record.calls.map(({ thread }) => thread))];
  const entries = [...new Set([...threads.values()].map(({ entry }) => entry))];
  const known = entries.flatMap((entry) => recorded.filter((one) => threads.get(one)?.entry === entry));
  const others = recorded.filter((one) => !threads.has(one));
  const all = [
    ...lanesFor(kinds, 'engine', (kind) => kindName(kind, kinds, record.devices)),
    ...lanesFor([...known, ...others], 'host', (thread) => threads.get(thread)?.entry),
  ].slice(0, MOST_LANES);
  // A colon is in no name of the source: none of the prediction's lanes is called so.
  const lanes = all.map(({ of: _, ...lane }, i) => ({ id: `measured: ${i}`, ...lane }));
  const idsOf = (kind: MeasuredLane['kind']) =>
    new Map(all.flatMap((one, i) => (one.kind === kind ? [[one.of, lanes[i]?.id ?? '']] : [])));
  const leftOut = kinds.length + recorded.length - lanes.length;
  return { lanes, ofThread: idsOf('host'), ofKind: idsOf('engine'), leftOut };
}

function lanesFor(
  items: readonly string[],
  kind: MeasuredLane['kind'],
  nameOf: (item: string) => string | undefined,
): (Omit<MeasuredLane, 'id'> & { of: string })[] {
  const names = items.map(nameOf);
  const seen = new Map<string | undefined, number>();
  return items.map((of, i) => {
    const name = names[i];
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    if (name === undefined) return { of, kind, number };
    return names.indexOf(name) === names.lastIndexOf(name) ? { of, kind, name } : { of, kind, name, number };
  });
}

/** The device is named where there are several. */
function kindName(kind: string, kinds: readonly string[], devices: RunRecord['devices']): string {
  const device = deviceOf(kind);
  if (kinds.every((one) => deviceOf(one) === device)) return typeOf(kind);
  return `${devices.get(device) ?? device} ${typeOf(kind)}`;
}

const deviceOf = (kind: string): string => kind.slice(0, kind.indexOf(' '));

/** What a device's tasks are, without the device. */
export const typeOf = (kind: string): string => kind.slice(kind.indexOf(' ') + 1);
