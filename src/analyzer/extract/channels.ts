/** Results that one thread fetches from a channel of the decoder or encoder that another sends to: handed over one by one. */
import { oncePer } from '../../base/once.ts';
import { callsOf, type CallNode, type ProgramTrace, type TraceThread } from '../trace/nodes.ts';
import type { TraceValue } from '../trace/values.ts';

interface Use {
  call: CallNode;
  thread: TraceThread;
}

const usesOf = oncePer(({ threads }: ProgramTrace): Use[] =>
  threads.flatMap((thread) =>
    callsOf(thread.body)
      .filter(({ row }) => row.channel !== undefined && (isSend(row) || isFetch(row)))
      .map((call) => ({ call, thread })),
  ),
);

type Row = CallNode['row'];
const isSend = ({ role }: Row): boolean => role === 'submit';
const isFetch = ({ role }: Row): boolean => role === 'synchronize';

/** The thread that fetches what the call sends, where that is another. */
export function fetcherOf(trace: ProgramTrace, call: CallNode): TraceThread | undefined {
  const uses = usesOf(trace).filter((use) => areOfOne(use.call, call));
  const senders = new Set(uses.flatMap(({ call: { row }, thread }) => (isSend(row) ? thread : [])));
  return uses.find(({ call: { row }, thread }) => isFetch(row) && !senders.has(thread))?.thread;
}

/** Whether the call fetches what other threads send. */
export function fetchesOthers(trace: ProgramTrace, call: CallNode): boolean {
  const uses = usesOf(trace);
  const fetcher = uses.find((use) => use.call === call)?.thread;
  return (
    fetcher !== undefined &&
    uses.some(
      (use) => isSend(use.call.row) && areOfOne(use.call, call) && fetcherOf(trace, use.call) === fetcher,
    )
  );
}

/** Calls of one channel, as far as is known. */
const areOfOne = (one: CallNode, other: CallNode): boolean =>
  one.row.category === other.row.category && mayBeEqual(channelOf(one), channelOf(other));

const channelOf = ({ row, args }: CallNode): TraceValue | undefined =>
  row.channel === undefined ? undefined : args[row.channel]?.value;

function mayBeEqual(one: TraceValue | undefined, other: TraceValue | undefined): boolean {
  if (one?.kind === 'object' && other?.kind === 'object') return one.object === other.object;
  if (one?.kind !== 'number' || other?.kind !== 'number') return true;
  return one.known === undefined || other.known === undefined || one.known === other.known;
}
