/** A wait behind a single submission of a frame: no two stages can overlap. */
import type { CallNode } from '../../trace/nodes.ts';
import { waitsBetween } from './cross-stream-host-sync.ts';
import { defineRule } from '../rule.ts';
import { laterWait } from '../fix/waits/later-wait.ts';
import { isAlone, onlyOrderedWork } from '../fix/ordered-work.ts';
import { siteOfLoop, withTail } from '../fix/loop-site.ts';
import { alsoReached } from '../fix/pass-down.ts';
import type { Offer } from '../fix/refusals.ts';
import { checkedLike } from '../fix/text/sibling-check.ts';
import { waitNowAndThen } from '../fix/waits/bounded-wait.ts';
import type { RuleContext } from '../context.ts';
import { checkedBehind, checkedLines, checkedStatement } from '../fix/text/checked.ts';
import type { Change } from '../counterfactual/steps.ts';
import { moveWait, waitLessOften } from '../counterfactual/waits.ts';
import { fix, hasRoom, linesAfter, linesBefore, remove } from '../fix/text/edits.ts';
import { frameWaits, type FrameWait } from '../query/waits/frame-waits.ts';
import { callsIn } from '../query/loops.ts';
import { streamsOf } from '../query/waits/pending.ts';
import { isSubmission } from '../query/waits/work.ts';
import { namedAt, streamText } from '../query/streams.ts';

export const syncEachSubmission = defineRule({
  id: 'sync-each-submission',
  meta: { severity: 'warning', category: 'synchronization', priced: true, fixable: true },
  title: {
    en: 'The host waits after a single asynchronous submission',
    zh: '每次异步下发后立即等待',
  },
  messages: {
    each: {
      en: 'The host waits here for one {stage} of one frame, which makes the asynchronous call synchronous. A stream keeps the order by itself: wait once behind many submissions.',
      zh: '主机在此处只为一帧的一次 {stage} 等待，异步调用等同于同步。流自身保证顺序：请在多次下发之后只等待一次。',
    },
    waitLessOften: {
      en: 'Wait after every 64th submission and after the loop',
      zh: '每 64 次下发及循环结束后各等待一次',
    },
    waitLater: {
      en: 'Wait only where the next pass needs the buffers, and after the loop',
      zh: '下一轮用到缓冲区时及循环结束后再等待',
    },
  },
  check(context, report) {
    for (const point of frameWaits(context)) {
      const first = point.covered[0];
      if (point.stages.length !== 1 || !first || ordersStreams(point, context)) continue;
      report({
        messageId: 'each',
        at: point.wait.range,
        node: point.wait,
        data: { stage: first.call.name },
        related: [{ range: first.call.range, messageId: 'submittedHere', data: { call: first.call.name } }],
        offer: () => offerFor(point, context),
        counterfactual: (pipeline) => changeOf(point, context)(pipeline),
      });
    }
  },
});

/** A wait for an event that orders two streams is not there for the frame: the other rule says what to do. */
const ordersStreams = ({ wait }: FrameWait, context: RuleContext): boolean =>
  wait.row.event !== undefined && waitsBetween(context).has(wait);

function offerFor(point: FrameWait, context: RuleContext): Offer<'waitLater' | 'waitLessOften'> {
  const submission = point.covered[0]?.call;
  if (!submission) return 'streamUnknown';
  if (point.wait.function !== point.loop.function) return offerFarOff(point, submission, context);
  return onlyOrderedWork(point.loop, submission, context, point.wait)
    ? offerNear(point, submission, context)
    : offerLater(point, submission, context);
}

/** The loop does nothing else: then no frame needs another's result. */
function offerNear(
  { wait, loop }: FrameWait,
  submission: CallNode,
  context: RuleContext,
): Offer<'waitLessOften'> {
  const stream = streamText(wait);
  if (stream === undefined) return 'streamUnknown';
  const text = context.text(wait.range.file);
  if (!hasRoom(text, loop.statement)) return 'layoutUnclear';
  const newCall = `aclrtSynchronizeStream(${stream})`;
  const bounded = waitNowAndThen(loop, checkedLines(text, wait, newCall), context);
  const own = checkedStatement(text, wait);
  const behind = checkedBehind(text, wait, loop, newCall);
  if (!bounded || !own || !behind) return 'waitsElsewhere';
  const after = linesAfter(text, loop.statement, behind);
  return [
    fix('waitLessOften', [remove(text, withTail(text, own)), ...bounded, after], isAlone(loop, submission)),
  ];
}

/** The wait goes to where the next pass first meets the work, so that the host goes on beside the device up to there. */
function offerLater(
  { wait, loop }: FrameWait,
  submission: CallNode,
  context: RuleContext,
): Offer<'waitLater'> {
  const later = laterWait(submission, loop, context, wait);
  const stream = streamText(wait);
  if (typeof later === 'string') return later;
  if (stream === undefined) return 'streamUnknown';
  const text = context.text(wait.range.file);
  const newCall = `aclrtSynchronizeStream(${stream})`;
  const own = checkedStatement(text, wait);
  const behind = checkedBehind(text, wait, loop, newCall);
  if (!own || !behind || !hasRoom(text, loop.statement)) return 'waitsElsewhere';
  const within = linesBefore(text, later.before, checkedLines(text, wait, newCall));
  return [
    fix(
      'waitLater',
      [remove(text, withTail(text, own)), within, linesAfter(text, loop.statement, behind)],
      false,
    ),
  ];
}

/** The wait goes from the function that the loop calls to the loop. */
function offerFarOff(
  { wait, loop }: FrameWait,
  submission: CallNode,
  context: RuleContext,
): Offer<'waitLessOften'> {
  const site = siteOfLoop(loop, context);
  if (typeof site === 'string') return site;
  const reached = alsoReached(wait, loop, context);
  if (reached) return reached;
  if (!onlyOrderedWork(loop, submission, context, wait)) return 'otherWork';
  const [object, ...others] = streamsOf(callsIn(loop).filter(isSubmission));
  const stream = object && namedAt(loop, object, context);
  if (stream === undefined) return 'streamUnknown';
  if (others.length > 0) return 'streamsSeveral';
  const text = context.text(wait.range.file);
  const lines = checkedLike(loop, `aclrtSynchronizeStream(${stream})`, context);
  const bounded = lines && waitNowAndThen(loop, lines, context);
  const own = checkedStatement(text, wait);
  if (!bounded || !own) return 'waitsElsewhere';
  const after = linesAfter(site.text, loop.statement, lines);
  return [fix('waitLessOften', [remove(text, withTail(text, own)), ...bounded, after], false)];
}

/** What the fix does, and what could be had where none is offered. */
function changeOf({ wait, loop, covered }: FrameWait, context: RuleContext): Change {
  const submission = covered[0]?.call;
  const isOrdered = !submission || onlyOrderedWork(loop, submission, context, wait);
  const later = isOrdered ? undefined : laterWait(submission, loop, context, wait);
  if (!later || typeof later === 'string') return waitLessOften(wait.range);
  return moveWait(wait.range, later.first.range);
}
