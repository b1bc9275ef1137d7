/** The host waits for one stream only to start work on another. */
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { CallNode, LoopNode, TraceNode, TraceThread } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';
import type { Rule } from './rule.ts';
import { mapSteps, standsAt, streamAt } from './support/counterfactual.ts';
import { callsIn, runsPerFrame } from './support/loops.ts';
import { frameLoop, type RuleContext } from './support/context.ts';
import { meta } from './support/meta.ts';
import { oncePer } from './support/once.ts';
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
  const next = workAfter(context).get(wait);
  return next?.kind === 'call' && isSubmission(next) ? next : undefined;
}

/** What comes next after each node in its thread and frame loop, of that which does something. */
const workAfter = oncePer((context: RuleContext): ReadonlyMap<TraceNode, TraceNode | undefined> => {
  const after = new Map<TraceNode, TraceNode | undefined>();
  const next = new Map<TraceThread, Map<LoopNode | undefined, TraceNode>>();
  for (const node of [...context.nodes].reverse()) {
    const ofThread = next.get(node.thread) ?? new Map<LoopNode | undefined, TraceNode>();
    next.set(node.thread, ofThread);
    const loop = frameLoop(node);
    after.set(node, ofThread.get(loop));
    if (isWork(node)) ofThread.set(loop, node);
  }
  return after;
});

function isWork(node: TraceNode): boolean {
  if (node.kind === 'call') return !BETWEEN.includes(node.row.role);
  return node.kind !== 'branch' && node.kind !== 'return';
}

function submittedBefore(wait: CallNode): boolean {
  const loop = frameLoop(wait);
  const first = loop && firstSubmissions(loop).get(streamOf(wait));
  return first !== undefined && first < wait.order;
}

/** The order of each stream's first submission in the loop. */
const firstSubmissions = oncePer((loop: LoopNode): ReadonlyMap<TraceObject | undefined, number> => {
  const backwards = callsIn(loop).filter(isSubmission).reverse();
  return new Map(backwards.map((call) => [streamOf(call), call.order]));
});

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
