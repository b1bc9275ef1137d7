/** Channels of the decoder and the encoder, which are no streams: what is sent to them runs beside all streams. */
import type { ResolvedSubmit } from './resolved.ts';

export const CHANNEL_ENGINES: readonly string[] = ['vdec', 'venc'];

/** Whether the work goes to a channel of the thread's own. */
export const isForChannel = ({ engine, mode, stream }: ResolvedSubmit): boolean =>
  CHANNEL_ENGINES.includes(engine) && mode === 'async' && stream === undefined;
