/** Callbacks that a stream runs, from where they are launched. */
import type { CallNode, TraceThread } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { argument } from './copies.ts';
import { streamOf, streamText } from './streams.ts';
import { isWait } from './waits/work.ts';

/** The body of what is launched; undefined where it is not at hand. */
export function callbackOf(launch: CallNode, context: RuleContext): TraceThread | undefined {
  const arg = argument(launch, launch.row.callback);
  const name = arg?.value.kind === 'function' ? arg.value.name : arg?.text.replace(/^&/, '');
  return context.trace.threads.find((thread) => thread.kind === 'callback' && thread.entry === name);
}

/** Whether the stream stands still until the callback returns: as the call says, or as it always is. */
export function isBlocking(launch: CallNode): boolean {
  if (launch.row.kind === undefined) return true;
  const kind = argument(launch, launch.row.kind);
  const said = kind?.value.kind === 'constant' ? kind.value.name : kind?.text;
  return /\bACL_CALLBACK_BLOCK\b/.test(said ?? '');
}

/** Whether a call in a callback waits for the stream that waits for the callback. */
export function waitsForItself(call: CallNode, launch: CallNode): boolean {
  if (!isWait(call) || !isBlocking(launch) || call.row.event !== undefined) return false;
  if (call.row.stream === undefined) return call.row.category === 'device';
  const own = streamOf(launch);
  return own ? streamOf(call) === own : !streamText(launch) && !streamText(call);
}
