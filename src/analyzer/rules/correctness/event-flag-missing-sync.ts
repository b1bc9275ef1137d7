/** An event made without ACL_EVENT_SYNC is used to order streams. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from '../query/copies.ts';
import { eventFlags, flagsAtCall, type EventFlags } from '../query/events.ts';
import type { Offer } from '../fix/refusals.ts';
import { fix, replaceArgument } from '../fix/text/edits.ts';
import { callLocation } from '../words/evidence.ts';

const NEED_SYNC = ['aclrtStreamWaitEvent', 'aclrtResetEvent', 'aclrtQueryEventWaitStatus'];

export const eventFlagMissingSync = defineRule({
  id: 'event-flag-missing-sync',
  meta: { severity: 'error', category: 'correctness', fixable: true },
  title: {
    en: 'An event that orders streams lacks ACL_EVENT_SYNC',
    zh: '用于流间同步的事件缺少 ACL_EVENT_SYNC',
  },
  messages: {
    missing: {
      en: '{call} needs an event with ACL_EVENT_SYNC, and this one is created with {flag} only.',
      zh: '{call} 需要带 ACL_EVENT_SYNC 的事件，而此事件仅以 {flag} 创建。',
    },
    addFlag: { en: 'Add ACL_EVENT_SYNC', zh: '添加 ACL_EVENT_SYNC' },
  },
  check(context, report) {
    for (const call of context.named('aclrtCreateEventWithFlag')) {
      const flags = eventFlags(call, context);
      if (!flags || flags.names.includes('ACL_EVENT_SYNC')) continue;
      const user = userOf(call, context);
      if (!user) continue;
      report({
        messageId: 'missing',
        at: call.range,
        data: { call: user.name, flag: flags.names.join(' | ') },
        related: [
          ...call.path.slice(-1).map(callLocation),
          { range: user.range, messageId: 'usedHere', data: { name: user.name } },
        ],
        offer: () => addSync(flags),
      });
    }
  },
});

function userOf(call: CallNode, context: RuleContext): CallNode | undefined {
  const event = call.creates ?? objectOf(call.args[0]?.value);
  if (!event) return undefined;
  return context
    .named(...NEED_SYNC)
    .find((user) => objectOf(argument(user, user.row.event ?? 1)?.value) === event);
}

function addSync(flags: EventFlags): Offer<'addFlag'> {
  if (!flagsAtCall(flags)) return 'flagElsewhere';
  const { argument: flag } = flags;
  return [fix('addFlag', [replaceArgument(flag, `${flag.text} | ACL_EVENT_SYNC`)], true)];
}
