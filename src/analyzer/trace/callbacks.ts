/** Which callback a call leads to. */
import type { CallNode, ProgramTrace, TraceThread } from './nodes.ts';

/** The results of what is sent to a decoder or an encoder come to its channel's callback. */
export function channelCallback({ threads }: ProgramTrace, { row, args }: CallNode): TraceThread | undefined {
  if (row.userData === undefined || row.channel === undefined) return undefined;
  const channel = args[row.channel]?.value;
  const named = channel?.kind === 'object' ? channel.object.fields.get('callback') : undefined;
  const creators = row.engine === 'venc' ? /venc/ : /vdec/;
  return threads.find(
    (one) =>
      one.kind === 'callback' &&
      (named?.kind === 'function' ? one.id === named.name : creators.test(one.createdBy ?? '')),
  );
}

/** What `aclrtLaunchCallback` puts into a stream. */
export function launchedCallback(
  { threads }: ProgramTrace,
  { row, args }: CallNode,
): TraceThread | undefined {
  if (row.role !== 'launchCallback' || row.callback === undefined) return undefined;
  const callback = args[row.callback]?.value;
  const entry = callback?.kind === 'function' ? callback.name : '';
  return threads.find((one) => one.kind === 'callback' && one.entry === entry);
}
