/** An event takes timestamps that nobody reads. */
import { defineRule } from '../rule.ts';
import { objectOf } from '../query/copies.ts';
import { eventFlags, flagsAtCall } from '../query/events.ts';
import { fix, replaceArgument } from '../fix/text/edits.ts';

export const eventFlagTimelineUnneeded = defineRule({
  id: 'event-flag-timeline-unneeded',
  meta: { severity: 'info', category: 'synchronization', fixable: true },
  title: { en: 'An event takes timestamps that nobody reads', zh: '事件记录了无人读取的时间戳' },
  messages: {
    timeline: {
      en: 'ACL_EVENT_TIME_LINE makes each record of this event take a timestamp, which slows the event’s functions, and the program never asks for the time between two events.',
      zh: 'ACL_EVENT_TIME_LINE 使该事件每次记录都获取时间戳，会降低事件接口的性能，而程序从未查询两个事件之间的时间。',
    },
    dropFlag: { en: 'Create it for synchronization only', zh: '仅用于同步' },
  },
  check(context, report) {
    const measured = new Set(
      context.named('aclrtEventElapsedTime').flatMap((call) => call.args.map((arg) => objectOf(arg.value))),
    );
    for (const call of context.named('aclrtCreateEventWithFlag', 'aclrtCreateEventExWithFlag')) {
      const flags = eventFlags(call, context);
      const event = call.creates ?? objectOf(call.args[0]?.value);
      if (!flags?.names.includes('ACL_EVENT_TIME_LINE') || !event || measured.has(event)) continue;
      report({
        messageId: 'timeline',
        at: call.range,
        offer: () =>
          flagsAtCall(flags)
            ? [fix('dropFlag', [replaceArgument(flags.argument, 'ACL_EVENT_SYNC')], true)]
            : 'flagElsewhere',
      });
    }
  },
});
