/** Memory is freed while asynchronous work may still use it. */
import { pageableCopy } from '../../../pipeline/cann.ts';
import { isPageable } from '../../trace/copies.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { buffersBehind, objectOf } from '../query/copies.ts';
import { fix, linesBefore, placeBefore } from '../fix/text/edits.ts';
import { inFlightAt, isOwnedByCallback } from '../query/waits/in-flight.ts';
import { streamText } from '../query/streams.ts';

const FREES = [
  'aclrtFree',
  'aclrtFreeHost',
  'acldvppFree',
  'hi_mpi_dvpp_free',
  'free',
  'std::free',
  'munmap',
];

export const freeBeforeSync = defineRule({
  id: 'free-before-sync',
  meta: { severity: 'error', category: 'correctness', fixable: true },
  title: {
    en: 'Memory is freed while work on a stream may still use it',
    zh: '流上的任务可能仍在使用时释放内存',
  },
  messages: {
    early: {
      en: '{free} returns at once and does not wait for {call}, which may still use {name}. Wait for the stream first.',
      zh: '{free} 立即返回，不会等待可能仍在使用 {name} 的 {call}。请先等待该流。',
    },
    owned: {
      en: '{free} takes {name} away from the codec, which has it from {call} until the callback is called for it. Free it in the callback.',
      zh: '{name} 由 {call} 交给编解码器，回调被调用之前归其所有，而 {free} 在此时释放了它。请在回调中释放。',
    },
    wait: { en: 'Wait for {stream} first', zh: '先等待 {stream}' },
  },
  check(context, report) {
    for (const { at, pending } of inFlightAt(context, (call) => FREES.includes(call.name))) {
      const buffer = objectOf(at.args[0]?.value);
      const user = buffer && pending.find((call) => uses(call, buffer));
      const isPaged = buffer !== undefined && isPageable(buffer);
      const copying = pageableCopy(context.settings.cannVersion);
      // Where such a copy returns only when it is done, nothing is under way.
      if (!user || (isPaged && copying === 'blocks')) continue;
      report({
        messageId: isOwnedByCallback(user) ? 'owned' : 'early',
        at: at.range,
        node: at,
        ...(isPaged && copying === 'unknown' ? { severity: 'warning' as const } : {}),
        data: { free: at.name, call: user.name, name: buffer.name },
        related: [{ range: user.range, messageId: 'submittedHere', data: { call: user.name } }],
        offer: () => offerFor(at, user, context),
      });
    }
  },
});

function uses(call: CallNode, buffer: TraceObject): boolean {
  return call.args.some((arg) => buffersBehind(objectOf(arg.value)).includes(buffer));
}

function offerFor(free: CallNode, user: CallNode, context: RuleContext): Offer<'wait'> {
  if (isOwnedByCallback(user)) return 'ownedByCallback';
  const stream = streamText(user);
  if (stream === undefined) return 'streamUnknown';
  if (user.function !== free.function) return 'anotherFunction';
  const text = context.text(free.range.file);
  const place = placeBefore(text, free);
  if (!place) return 'inExpression';
  return [fix('wait', [linesBefore(text, place, [`aclrtSynchronizeStream(${stream});`])], true, { stream })];
}
