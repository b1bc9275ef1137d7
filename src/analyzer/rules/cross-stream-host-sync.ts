/** The host waits for one stream only to start work on another. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { CallNode } from '../trace/nodes.ts';
import type { Rule } from './rule.ts';
import { mapSteps, standsAt, streamAt } from './support/counterfactual.ts';
import { callsIn, runsPerFrame } from './support/loops.ts';
import { frameLoop, type RuleContext } from './support/context.ts';
import { meta } from './support/meta.ts';
import { isSubmission } from './support/pending.ts';
import { streamOf } from './support/streams.ts';

const BETWEEN: readonly string[] = ['get', 'set', 'log', 'other'];
const EVENT = 'event added by the fix';

export const crossStreamHostSync: Rule = {
  id: 'cross-stream-host-sync',
  meta: meta('cross-stream-host-sync', 'warning', 'synchronization', { priced: true }),
  title: {
    en: 'The host stands between two streams that could wait for each other',
    zh: '两个流之间由主机转接等待',
  },
  messages: {
    between: {
      en: 'The host waits for {first} only to submit {call} to {second}. Record an event on {first} and let {second} wait for it with aclrtStreamWaitEvent: the host stays free.',
      zh: '主机等待 {first} 只是为了向 {second} 下发 {call}。请在 {first} 上记录事件，并用 aclrtStreamWaitEvent 让 {second} 等待：主机无需等待。',
    },
  },
  check(context, report) {
    for (const wait of context.named('aclrtSynchronizeStream')) {
      const next = runsPerFrame(wait, context) ? nextWork(wait, context) : undefined;
      const [first, second] = [streamOf(wait), next && streamOf(next)];
      if (!next || !first || !second || first === second || !submittedBefore(wait)) continue;
      report({
        messageId: 'between',
        at: wait.range,
        node: wait,
        data: { first: first.name, second: second.name, call: next.name },
        related: [{ range: next.range, messageId: 'submittedHere', data: { call: next.name } }],
        counterfactual: (pipeline) => withEvent(pipeline, wait, next),
      });
    }
    return undefined;
  },
};

/** The next call that does something, if it is a submission and nothing on the host looks at memory before it. */
function nextWork(wait: CallNode, context: RuleContext): CallNode | undefined {
  const loop = frameLoop(wait);
  for (const node of context.nodes) {
    if (node.order <= wait.order || node.thread !== wait.thread || frameLoop(node) !== loop) continue;
    if (node.kind === 'call' && BETWEEN.includes(node.row.role)) continue;
    if (node.kind === 'branch' || node.kind === 'return') continue;
    return node.kind === 'call' && isSubmission(node) ? node : undefined;
  }
  return undefined;
}

function submittedBefore(wait: CallNode): boolean {
  const loop = frameLoop(wait);
  return (
    loop !== undefined &&
    callsIn(loop).some(
      (call) => call.order < wait.order && isSubmission(call) && streamOf(call) === streamOf(wait),
    )
  );
}

function withEvent(pipeline: Pipeline, wait: CallNode, next: CallNode): Pipeline {
  const [first, second] = [streamAt(pipeline, wait.range), streamAt(pipeline, next.range)];
  if (!first || !second) return pipeline;
  const changed = mapSteps(pipeline, (step) =>
    standsAt(step, wait.range)
      ? [
          { kind: 'record', event: { id: EVENT }, stream: first },
          { kind: 'streamWait', event: { id: EVENT }, stream: second },
        ]
      : [step],
  );
  if (changed.events.some((event) => event.id === EVENT)) return changed;
  return { ...changed, events: [...changed.events, { id: EVENT, scope: 'thread' }] };
}
