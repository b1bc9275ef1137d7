/** Callbacks that a stream runs, from where they are launched. */
import type { CallNode, TraceThread } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { argument } from './copies.ts';
import { streamOf, streamText } from './streams.ts';

/** The body of what is launched; undefined where it is not at hand. */
export function callbackOf(launch: CallNode, context: RuleContext): TraceThread | undefined {
  const arg = argument(launch, launch.row.callback);
  const name = arg?.value.kind === 'function' ? arg.value.name : arg?.text.replace(/^&/, '');
  return context.trace.threads.find((thread) => thread.kind === 'callback' && thread.entry === name);
}

/** Whether the stream stands still until the callback returns: as the call says, or as it always is. */
export function isBlocking({ row, args }: CallNode): boolean {
  return row.kind === undefined || /\bACL_CALLBACK_BLOCK\b/.test(args[row.kind]?.text ?? '');
}

/** Whether a call in a callback waits for the stream that waits for the callback. */
export function waitsForItself(call: CallNode, launch: CallNode): boolean {
  if (call.row.role !== 'synchronize' || !isBlocking(launch) || call.row.event !== undefined) return false;
  if (call.row.stream === undefined) return call.row.category === 'device';
  const own = streamOf(launch);
  return own ? streamOf(call) === own : !streamText(launch) && !streamText(call);
}
