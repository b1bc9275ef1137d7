/** Loops without end that do nothing which takes time: they stand for nothing, or are held up by what is not seen. */
import type { HostStep, QueueStep, Step } from '../../pipeline/pipeline.ts';
import type { Quantity } from '../../pipeline/quantity.ts';
import type { ExtractContext } from './context.ts';
import costs from './host-costs.json' with { type: 'json' };

/** Loops that never end and do nothing that takes time would stand still for ever. */
export function withoutIdleLoops(context: ExtractContext, steps: Step[]): Step[] {
  return steps.flatMap((step): Step[] => {
    if (step.kind === 'repeat') {
      const body = withoutIdleLoops(context, step.body);
      if (!body.length) return [];
      if (step.times !== 'forever' || takesTime(body)) return [{ ...step, body }];
      return body.some((inner) => inner.kind === 'enqueue')
        ? [{ ...step, body: bounded(context, body) }]
        : [];
    }
    if (step.kind === 'lock') return [{ ...step, body: withoutIdleLoops(context, step.body) }];
    if (step.kind === 'branch') {
      const [then, otherwise] = [step.then, step.otherwise].map((side) => withoutIdleLoops(context, side));
      return [{ ...step, then: then ?? [], otherwise: otherwise ?? [] }];
    }
    return [step];
  });
}

/** What only fills a queue without end is held up by its source, or by the queue. */
function bounded(context: ExtractContext, body: readonly Step[]): Step[] {
  return body.flatMap((step) => {
    if (step.kind !== 'enqueue') return [step];
    const queue = context.pipeline.queues.find(({ id }) => id === step.queue);
    if (queue?.capacity !== undefined) return [sourceOf(context, step), step];
    if (queue) queue.capacity = openCapacity(context, step);
    return [{ ...step, blocking: true }];
  });
}

/** It fills the queue as fast as this is emptied, up to a number that stays open. */
function openCapacity(context: ExtractContext, { queue, source }: QueueStep): Quantity {
  const name = `${queue}_capacity`;
  const place = source ? { range: source } : {};
  const settle = `--set ${name}=64`;
  context.unknown({ code: 'queue-capacity', detail: queue, settle, ...place, parameter: name });
  const description = 'Items that wait in the queue at most';
  return context.open(name, 64, 'count', { kind: 'default', ...place }, description);
}

/** What the full queue has no room for is dropped: items come as fast as their source gives them, which keeps the thread busy. */
function sourceOf(context: ExtractContext, { queue, source, calledFrom }: QueueStep): HostStep {
  const name = `${queue}_item_ms`;
  const place = source ? { range: source } : {};
  const settle = `--set ${name}=40`;
  context.unknown({ code: 'queue-source', detail: queue, settle, ...place, parameter: name });
  const description = 'Time until the next item for the queue comes';
  const milliseconds = context.open(
    name,
    costs.milliseconds['host-unseen'],
    'ms',
    { kind: 'default', ...place },
    description,
  );
  const at = { ...(source && { source }), ...(calledFrom && { calledFrom }) };
  return { ...at, kind: 'host', what: queue, milliseconds, busy: true };
}

function takesTime(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind === 'repeat' || step.kind === 'lock') return takesTime(step.body);
    if (step.kind === 'branch') return takesTime(step.then) || takesTime(step.otherwise);
    if (step.kind === 'enqueue' || step.kind === 'dequeue') return step.blocking;
    return !['allocate', 'free', 'resetEvent'].includes(step.kind);
  });
}
