/** Results that one thread fetches from a channel of the decoder or encoder that another sends to: handed over one by one. */
import { oncePer } from '../../base/once.ts';
import { callsOf, type CallNode, type ProgramTrace, type TraceThread } from '../trace/nodes.ts';
import type { Engine } from '../../pipeline/pipeline.ts';
import { loopInvariant, multiply, type Quantity } from '../../pipeline/quantity.ts';
import type { TraceInstance, TraceValue } from '../trace/values.ts';

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

const channelsMade = oncePer(({ threads }: ProgramTrace): CallNode[] =>
  threads.flatMap(({ body }) => callsOf(body).filter(({ row }) => row.creates === 'channel')),
);

/** What the channels were made with that the call may be for. */
const attributesOf = (trace: ProgramTrace, call: CallNode): TraceInstance[] =>
  channelsMade(trace)
    .filter(
      ({ row, args: [made] }) =>
        row.category === call.row.category && mayBeEqual(made?.value, channelOf(call)),
    )
    .flatMap(({ args }) => args.flatMap(({ value }) => (value.kind === 'instance' ? [value] : [])));

/** The engine of what a channel is given, where that depends on how it was made: one of a decoder's may be for pictures. */
export function engineOfChannel(trace: ProgramTrace, call: CallNode): Engine | undefined {
  if (call.row.engine !== 'vdec' || !isSend(call.row)) return undefined;
  const made = attributesOf(trace, call);
  // `attr.type = HI_PT_JPEG;`
  return made.length > 0 && made.every(({ names }) => /JPEG$/.test(names?.type ?? '')) ? 'jpegd' : undefined;
}

/** Pixels of the pictures that a channel was made for; undefined where it does not say, or several say different things. */
export function pixelsOfChannel(trace: ProgramTrace, call: CallNode): Quantity | undefined {
  const [first, ...others] = attributesOf(trace, call).map(({ numbers }) => {
    const [width, height] = [loopInvariant(numbers?.pic_width), loopInvariant(numbers?.pic_height)];
    return width === undefined || height === undefined ? undefined : multiply(width, height);
  });
  return others.every((other) => other === first) ? first : undefined;
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
