/** Programs that give the device nothing: of them there is no rate. */
import type { Coverage, UnreadCalls, UnreadReason } from './coverage.ts';
import { PipelineError } from './errors.ts';
import type { Pipeline, Step } from './pipeline.ts';
import type { Problem } from './problems.ts';
import { problem } from './problems.ts';
import { walk } from './walk.ts';

/** Whether some thread gives work to an engine. */
export const drivesDevice = ({ threads }: Pipeline): boolean =>
  threads.some(({ program }) => [...walk<Step>(program)].some(({ kind }) => kind === 'submit'));

/**
 * A Pipeline without source is what its author wants simulated; of a program, one without device work is none to predict.
 * @throws PipelineError `no-device-work`, which says how many calls of the runtime there are, and why they are not reached.
 */
export function checkDeviceWork(pipeline: Pipeline): void {
  const { coverage } = pipeline;
  if (coverage && !drivesDevice(pipeline))
    throw new PipelineError('no-device-work', { reached: reachedCalls(coverage) });
}

/** "0 AscendCL calls reached (38 in 6 files are not: 30 not reached from main, 8 on …)". */
export function reachedCalls({ followed, unread }: Coverage): Problem {
  const reached = problem(followed === 1 ? 'call-reached' : 'calls-reached', { count: followed });
  if (unread.length === 0) return reached;
  return problem('calls-and-left', { reached, left: leftCalls(unread) });
}

/** "38 in 6 files are not: 30 not reached from main, 8 on the side of an #if that is not compiled". */
export function leftCalls(unread: readonly UnreadCalls[]): Problem {
  const count = total(unread);
  const files = new Set(unread.map(({ range }) => range.file)).size;
  const id = count === 1 ? 'call-left' : files === 1 ? 'calls-left-in-file' : 'calls-left';
  return problem(id, { count, files, reasons: reasonsOf(unread) });
}

function reasonsOf(unread: readonly UnreadCalls[]): Problem[] {
  const byReason = new Map<UnreadReason, number>();
  for (const { reason, calls } of unread) byReason.set(reason, (byReason.get(reason) ?? 0) + calls);
  return [...byReason]
    .sort(([, a], [, b]) => b - a)
    .map(([reason, count]) => problem(`unread-${reason}`, { count }));
}

const total = (unread: readonly UnreadCalls[]): number => unread.reduce((sum, { calls }) => sum + calls, 0);
