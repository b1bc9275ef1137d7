/** A wait behind a single submission of a frame: no two stages can overlap. */
import { waitsBetween } from './cross-stream-host-sync.ts';
import type { Offer } from './fix/refusals.ts';
import type { Rule } from './rule.ts';
import { waitEvery64 } from './support/bounded-wait.ts';
import type { RuleContext } from './support/context.ts';
import { checkedBehind, checkedLines, checkedStatement } from './support/checked.ts';
import { waitLessOften } from './support/counterfactual.ts';
import { fix, hasRoom, linesAfter, remove } from './support/edits.ts';
import { frameWaits, type FrameWait } from './support/frame-waits.ts';
import { onlyOrderedWork } from './support/ordered-work.ts';
import { streamText } from './support/streams.ts';

export const syncEachSubmission: Rule = {
  id: 'sync-each-submission',
  meta: {
    severity: 'warning',
    category: 'synchronization',
    docs: 'docs/rules/sync-each-submission.md',
    priced: true,
    fixable: true,
  },
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
        counterfactual: waitLessOften(point.wait.range),
      });
    }
    return undefined;
  },
};

/** A wait for an event that orders two streams is not there for the frame: the other rule says what to do. */
const ordersStreams = ({ wait }: FrameWait, context: RuleContext): boolean =>
  wait.row.event !== undefined && waitsBetween(context).has(wait);

/** Only where the loop does nothing else: then no frame needs another's result. */
function offerFor(point: FrameWait, context: RuleContext): Offer {
  const { wait, loop, covered } = point;
  const stream = streamText(wait);
  const submission = covered[0]?.call;
  if (!submission || stream === undefined) return 'streamUnknown';
  if (wait.function !== loop.function) return 'anotherFunction';
  if (!onlyOrderedWork(loop, submission)) return 'otherWork';
  const text = context.text(wait.range.file);
  if (!hasRoom(text, loop.statement)) return 'layoutUnclear';
  const newCall = `aclrtSynchronizeStream(${stream})`;
  const bounded = waitEvery64(loop, checkedLines(text, wait, newCall), context);
  const own = checkedStatement(text, wait);
  const behind = checkedBehind(text, wait, loop, newCall);
  if (!bounded || !own || !behind) return 'waitsElsewhere';
  const after = linesAfter(text, loop.statement, behind);
  return [fix('waitLessOften', [remove(text, own), ...bounded, after], true)];
}
