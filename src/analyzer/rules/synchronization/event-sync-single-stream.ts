/** An event is recorded and waited for at once, where a wait for the stream says the same. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from '../query/copies.ts';
import { fix, remove, rename, replaceArgument, withCheck } from '../fix/text/edits.ts';
import { streamText } from '../query/streams.ts';

export const eventSyncSingleStream = defineRule({
  id: 'event-sync-single-stream',
  meta: { severity: 'info', category: 'synchronization', fixable: true },
  title: {
    en: 'An event is recorded only to be waited for at once',
    zh: '记录事件后立即等待',
  },
  messages: {
    event: {
      en: 'The event {event} is recorded on {stream} and waited for with nothing in between: aclrtSynchronizeStream({stream}) says the same and needs no event.',
      zh: '在 {stream} 上记录事件 {event} 后立即等待：aclrtSynchronizeStream({stream}) 作用相同，且不需要事件。',
    },
    useStream: { en: 'Wait for {stream} instead', zh: '改为等待 {stream}' },
  },
  check(context, report) {
    for (const wait of context.named('aclrtSynchronizeEvent')) {
      const record = recordBefore(wait, context);
      const stream = record && streamText(record);
      if (!record || stream === undefined || isUsedElsewhere(wait, record, context)) continue;
      report({
        messageId: 'event',
        at: wait.range,
        node: wait,
        data: { event: wait.args[0]?.text ?? '', stream },
        related: [{ range: record.range, messageId: 'usedHere', data: { name: record.name } }],
        offer: () => offerFor(record, wait, stream, context),
      });
    }
  },
});

/** The call before the wait, if it records the same event in the same function. */
function recordBefore(wait: CallNode, context: RuleContext): CallNode | undefined {
  const earlier = context.calls.filter((call) => call.thread === wait.thread && call.order < wait.order);
  const last = earlier.at(-1);
  const same = last && eventOf(last) !== undefined && eventOf(last) === eventOf(wait);
  return same && last.row.role === 'record' && last.function === wait.function ? last : undefined;
}

function eventOf(call: CallNode) {
  return objectOf(argument(call, call.row.event ?? 0)?.value);
}

/** Does a stream, a query or a time measurement use the event as well? */
function isUsedElsewhere(wait: CallNode, record: CallNode, context: RuleContext): boolean {
  const event = eventOf(wait);
  return context.calls.some(
    (call) =>
      call !== wait &&
      call !== record &&
      call.name !== wait.name &&
      !['create', 'destroy'].includes(call.row.role) &&
      call.args.some((arg) => objectOf(arg.value) === event),
  );
}

function offerFor(
  record: CallNode,
  wait: CallNode,
  stream: string,
  context: RuleContext,
): Offer<'useStream'> {
  const event = wait.args[0];
  if (!event) return 'anotherCall';
  const text = context.text(wait.range.file);
  const own = withCheck(text, record);
  if (!own) return 'inExpression';
  const edits = [remove(text, own), rename(wait, 'aclrtSynchronizeStream'), replaceArgument(event, stream)];
  return [fix('useStream', edits, true, { stream })];
}
