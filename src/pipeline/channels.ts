/** Channels of the decoder and the encoder, which are no streams: what is sent to them runs beside all streams. */
import type { ResolvedStep, ResolvedSubmit } from './resolved.ts';

export const CHANNEL_ENGINES: readonly string[] = ['vdec', 'venc'];

/** Whether the work goes to a channel of the thread's own. */
export const isForChannel = ({ engine, mode, stream }: ResolvedSubmit): boolean =>
  CHANNEL_ENGINES.includes(engine) && mode === 'async' && stream === undefined;

/** The engines of the channels that a thread's steps send to. What it is told of without a stream is in the first of them. */
export function channelsOf(steps: Iterable<ResolvedStep>): string[] {
  const engines = new Set<string>();
  for (const step of steps) if (step.kind === 'submit' && isForChannel(step)) engines.add(step.engine);
  return [...engines];
}
