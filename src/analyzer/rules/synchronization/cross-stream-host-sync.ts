/** The host waits for one stream only to start work on another. */
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { CallNode, LoopNode, TraceNode, TraceThread } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { argument, objectOf } from '../query/copies.ts';
import { mapSteps, standsAt } from '../counterfactual/steps.ts';
import { streamAt } from '../counterfactual/streams.ts';
import { letStreamsWait } from '../counterfactual/waits.ts';
import { fix, rename, replaceArgument } from '../fix/text/edits.ts';
import { callsIn, runsPerFrame } from '../query/loops.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { oncePer } from '../../../base/once.ts';
import { isSubmission } from '../query/waits/work.ts';
import { streamOf, streamText } from '../query/streams.ts';

const BETWEEN: readonly string[] = ['get', 'set', 'log', 'other'];
const EVENT = 'event added by the fix';

export const crossStreamHostSync = defineRule({
  id: 'cross-stream-host-sync',
  meta: { severity: 'warning', category: 'synchronization', priced: true, fixable: true },
  title: {
    en: 'The host stands between two streams that could wait for each other',
    zh: '两个流之间由主机转接等待',
  },
  messages: {
    between: {
      en: 'The host waits for {first} only to submit {call} to {second}. Record an event on {first} and let {second} wait for it with aclrtStreamWaitEvent: the host stays free.',
      zh: '主机等待 {first} 只是为了向 {second} 下发 {call}。请在 {first} 上记录事件，并用 aclrtStreamWaitEvent 让 {second} 等待：主机无需等待。',
    },
    betweenByEvent: {
      en: 'The host waits for {event}, recorded on {first}, only to submit {call} to {second}. Let {second} wait for it with aclrtStreamWaitEvent: the host stays free.',
      zh: '主机等待记录在 {first} 上的 {event}，只是为了向 {second} 下发 {call}。请用 aclrtStreamWaitEvent 让 {second} 等待：主机无需等待。',
    },
    streamWait: { en: 'Let {stream} wait for {event}', zh: '让 {stream} 等待 {event}' },
  },
  check(context, report) {
    for (const { wait, next, first, second } of waitsBetween(context).values()) {
      const event = objectOf(argument(wait, wait.row.event)?.value);
      report({
        messageId: event ? 'betweenByEvent' : 'between',
        at: wait.range,
        node: wait,
        data: { first: first.name, second: second.name, call: next.name, event: event?.name ?? '' },
        related: [{ range: next.range, messageId: 'submittedHere', data: { call: next.name } }],
        offer: () => offerFor(wait, next),
        counterfactual: event ? letStreamsWait(wait.range) : (pipeline) => withEvent(pipeline, wait, next),
      });
    }
  },
});

interface Between {
  wait: CallNode;
  next: CallNode;
  /** The stream that is waited for, and the one that is given work behind the wait. */
  first: TraceObject;
  second: TraceObject;
}

/** Waits of the host in frame loops that stand between one stream's work and another's. */
export const waitsBetween = oncePer((context: RuleContext): ReadonlyMap<CallNode, Between> => {
  const found = new Map<CallNode, Between>();
  for (const wait of context.named('aclrtSynchronizeStream', 'aclrtSynchronizeEvent')) {
    const next = runsPerFrame(wait, context) ? nextWork(wait, context) : undefined;
    const [first, second] = [waitedStream(wait, context), next && streamOf(next)];
    if (!next || !first || !second || first === second) continue;
    if (wait.row.event !== undefined || submittedBefore(wait)) found.set(wait, { wait, next, first, second });
  }
  return found;
});

/** The stream that a wait is for: its own, or the one that its event is recorded on. */
function waitedStream(wait: CallNode, context: RuleContext): TraceObject | undefined {
  const event = objectOf(argument(wait, wait.row.event)?.value);
  if (!event) return streamOf(wait);
  const records = context
    .withRole('record')
    .filter((record) => objectOf(argument(record, record.row.event)?.value) === event);
  const streams = new Set(records.map(streamOf));
  const [only] = streams;
  return streams.size === 1 ? only : undefined;
}

/** Only where the function that waits also names the stream that goes on. */
function offerFor(wait: CallNode, next: CallNode): Offer<'streamWait'> {
  const [event, stream] = [argument(wait, wait.row.event), streamText(next)];
  if (!event) return 'anotherCall';
  if (stream === undefined) return 'streamUnknown';
  if (wait.function !== next.function) return 'anotherFunction';
  const edits = [rename(wait, 'aclrtStreamWaitEvent'), replaceArgument(event, `${stream}, ${event.text}`)];
  return [fix('streamWait', edits, false, { stream, event: event.text })];
}

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
    if (doesSomething(node)) ofThread.set(loop, node);
  }
  return after;
});

function doesSomething(node: TraceNode): boolean {
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
