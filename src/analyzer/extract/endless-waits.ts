/**
 * Waits for what comes from outside of the code at hand: a report without a callback in sight, an event of unknown origin that
 * nothing records. Each would stop its thread or stream for good, and says nothing of the program.
 */
import { walk } from '../../pipeline/walk.ts';
import type { Step } from '../../pipeline/pipeline.ts';
import type { ExtractContext } from './context.ts';
import { unseenIds } from './declarations.ts';

export function dropEndlessWaits(context: ExtractContext): void {
  const { threads } = context.pipeline;
  const all = threads.flatMap(({ program }) => [...walk<Step>(program)]);
  const recorded = new Set(all.flatMap((step) => (step.kind === 'record' ? eventsOf(step) : [])));
  const unseen = new Set(unseenIds(context, 'event').filter((id) => !recorded.has(id)));
  const hasCallbacks = all.some(({ kind }) => kind === 'callback');
  if (hasCallbacks && !unseen.size) return;
  const isEndless = (step: Step): boolean =>
    step.kind === 'wait' && step.for === 'report'
      ? !hasCallbacks
      : eventsOf(step).some((id) => unseen.has(id));
  for (const thread of threads) thread.program = without(thread.program, isEndless);
}

/** What a step that names an event means. */
function eventsOf(step: Step): string[] {
  const isEvent = step.kind === 'record' || step.kind === 'streamWait' || step.kind === 'resetEvent';
  const waited = step.kind === 'wait' && step.for === 'event' ? step.target : undefined;
  const reference = isEvent ? step.event : waited;
  return reference ? [reference, ...(reference.turns ?? [])].map(({ id }) => id) : [];
}

function without(steps: readonly Step[], isLeftOut: (step: Step) => boolean): Step[] {
  return steps.flatMap((step): Step[] => {
    if (isLeftOut(step)) return [];
    if (step.kind === 'branch') {
      const then = without(step.then, isLeftOut);
      const otherwise = without(step.otherwise, isLeftOut);
      return then.length || otherwise.length ? [{ ...step, then, otherwise }] : [];
    }
    if (step.kind !== 'repeat' && step.kind !== 'lock') return [step];
    const body = without(step.body, isLeftOut);
    return body.length ? [{ ...step, body }] : [];
  });
}
