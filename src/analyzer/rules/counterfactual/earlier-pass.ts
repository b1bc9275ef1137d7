/** Waits for an event that an earlier pass has recorded, as where buffers are used in turn. */
import type { Reference, Step } from '../../../pipeline/pipeline.ts';
import { walk } from '../../../pipeline/walk.ts';
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import type { RuleContext } from '../context.ts';
import { standsAt } from './steps.ts';

/** Whether a wait leaves work of the pass before in flight: the events that passes name in turn come round later. */
export function meetsEarlierPass(wait: CallNode, loop: LoopNode, { pipeline }: RuleContext): boolean {
  if (wait.row.event === undefined) return false;
  return pipeline.threads.some(({ program }) =>
    [...walk<Step>(program)].some(
      (step) => step.kind === 'repeat' && standsAt(step, loop.range) && leavesOneBehind(step.body, wait),
    ),
  );
}

function leavesOneBehind(body: readonly Step[], wait: CallNode): boolean {
  const steps = [...walk(body)];
  const at = steps.findIndex((step) => standsAt(step, wait.range));
  const waiting = steps[at];
  if (waiting?.kind !== 'wait' || waiting.for !== 'event' || !waiting.target) return false;
  const waited = turnsOf(waiting.target);
  return steps.some((step, place) => {
    if (step.kind !== 'record') return false;
    const ago = passesAgo(waited, turnsOf(step.event), place > at ? 1 : 0);
    return ago !== undefined && ago > (place > at ? 1 : 0);
  });
}

/** The event of each pass, until the first comes again. */
const turnsOf = (event: Reference): string[] =>
  (event.turns ?? [event]).map(({ id, index = 0 }) => `${id}[${index}]`);

/** How many passes ago, `least` or more, what the first pass waits for was recorded. */
function passesAgo(
  waited: readonly string[],
  recorded: readonly string[],
  least: number,
): number | undefined {
  const [first] = waited;
  for (let ago = least; ago < least + recorded.length; ago++)
    if (recorded.at(-ago % recorded.length) === first) return ago;
  return undefined;
}
