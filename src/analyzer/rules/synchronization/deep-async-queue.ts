/** Hundreds of submissions and no wait: a deep queue. It costs no throughput; what it costs is said, and no more. */
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import { anyNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { siteOfLoop } from '../fix/loop-site.ts';
import type { Offer } from '../fix/refusals.ts';
import { checkedLike } from '../fix/text/sibling-check.ts';
import { waitBehind } from '../fix/waits/wait-behind.ts';
import { waitEvery64 } from '../fix/waits/bounded-wait.ts';
import { checkedLines } from '../fix/text/checked.ts';
import type { RuleContext } from '../context.ts';
import { waitWithinLoop } from '../counterfactual/waits.ts';
import { fix } from '../fix/text/edits.ts';
import { passesOf } from '../query/loops.ts';
import { namedAt, streamOf, streamText } from '../query/streams.ts';
import { holdsHost, learnsOfEnd } from '../query/waits/work.ts';

/** Submissions in flight from which a queue counts as deep. */
const DEEP = 256;
/** Decoders and encoders have queues of their own that push back. */
const PUSH_BACK: readonly string[] = ['vdec', 'venc'];

export const deepAsyncQueue = defineRule({
  id: 'deep-async-queue',
  meta: { severity: 'info', category: 'synchronization', priced: true, fixable: true },
  title: {
    en: 'Hundreds of asynchronous submissions without a wait',
    zh: '大量异步下发而从不等待',
  },
  messages: {
    counted: {
      en: '{count} submissions stand in the queue before anyone waits. Frames per second do not fall, but a host core is spent on the full queue, the last result waits for all before it, and submissions of other threads wait behind them.',
      zh: '在任何等待之前队列中会堆积 {count} 次下发。吞吐量不会下降，但会占满一个主机核，最后一个结果要等待整个队列，其他线程的下发也排在其后。',
    },
    unbounded: {
      en: 'Nothing in this endless loop waits for the submissions. Frames per second do not fall, but a host core is spent on the full queue, the last result waits for all before it, and submissions of other threads wait behind them.',
      zh: '此无限循环从不等待已下发的任务。吞吐量不会下降，但会占满一个主机核，最后一个结果要等待整个队列，其他线程的下发也排在其后。',
    },
    waitNowAndThen: { en: 'Wait for {stream} after every 64th pass', zh: '每 64 次循环等待一次 {stream}' },
  },
  check(context, report) {
    const done = new Set<LoopNode>();
    for (const call of candidates(context)) {
      const deep = deepLoop(call, context);
      if (!deep || done.has(deep.loop)) continue;
      done.add(deep.loop);
      report({
        ...saidOf(deep.count),
        at: call.range,
        node: call,
        offer: () => offerFor(call, deep.loop, context),
        counterfactual: waitWithinLoop(call.range, deep.loop.range),
      });
    }
  },
});

const saidOf = (count: number) =>
  count === Infinity
    ? ({ messageId: 'unbounded' } as const)
    : ({ messageId: 'counted', data: { count } } as const);

/** Submissions to a stream; executions of models first, since they are what a loop is about. */
function candidates(context: RuleContext): CallNode[] {
  return context
    .withRole('execute', 'submit', 'copy')
    .filter((call) => call.row.mode === 'async' && call.row.stream !== undefined)
    .filter((call) => !PUSH_BACK.includes(call.row.engine));
}

/** The innermost loop whose passes put 256 submissions in flight, if nothing in it, or inside it, waits. */
function deepLoop(call: CallNode, context: RuleContext): { loop: LoopNode; count: number } | undefined {
  let count = 1;
  for (const loop of call.loops.toReversed()) {
    if (waits(loop)) return undefined;
    const passes = passesOf(loop, context);
    if (passes === undefined) return undefined;
    count *= passes;
    if (count >= DEEP) return { loop, count };
  }
  return undefined;
}

function waits(loop: LoopNode): boolean {
  if (loop.loop !== 'for' && loop.loop !== 'while' && loop.loop !== 'do') return true;
  return anyNode(loop.body, endsWork);
}

/** Does the host get no further before some work is done, or learn that it is? */
function endsWork(node: TraceNode): boolean {
  if (node.kind === 'queue') return node.operation === 'dequeue' && node.blocking;
  if (node.kind === 'spawn') return node.operation === 'join';
  if (node.kind !== 'call') return false;
  return holdsHost(node) || learnsOfEnd(node) || node.row.role === 'sleep';
}

function offerFor(call: CallNode, loop: LoopNode, context: RuleContext): Offer<'waitNowAndThen'> {
  const stream = streamText(call);
  if (stream === undefined) return 'streamUnknown';
  if (call.function !== loop.function) return offerFarOff(call, loop, context);
  const text = context.text(call.range.file);
  const wait = checkedLines(text, call, `aclrtSynchronizeStream(${stream})`);
  const edits = waitEvery64(loop, wait, context);
  return edits ? [fix('waitNowAndThen', edits, true, { stream })] : 'layoutUnclear';
}

/** The loop waits as its own function names the stream, or as it waits behind the loop. */
function offerFarOff(call: CallNode, loop: LoopNode, context: RuleContext): Offer<'waitNowAndThen'> {
  const object = streamOf(call);
  if (!object) return 'streamUnknown';
  if (loop.thread !== call.thread || typeof siteOfLoop(loop, context) === 'string') return 'anotherFunction';
  const stream = namedAt(loop, object, context);
  const wait =
    stream === undefined
      ? waitBehind(loop, object, context)
      : checkedLike(loop, `aclrtSynchronizeStream(${stream})`, context);
  if (!wait) return 'anotherFunction';
  const edits = waitEvery64(loop, wait, context);
  return edits ? [fix('waitNowAndThen', edits, true, { stream: stream ?? object.name })] : 'layoutUnclear';
}
