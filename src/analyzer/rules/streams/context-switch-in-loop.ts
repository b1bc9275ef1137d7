/** The same context or device is bound again in every frame. */
import type { CallNode } from '../../trace/nodes.ts';
import { turnsOf } from './devices-in-turn.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { argument } from '../query/copies.ts';
import { fix, linesBefore, remove, withCheck } from '../fix/text/edits.ts';
import { perFrame } from '../query/loops.ts';
import { literalText } from '../../literal.ts';

export const contextSwitchInLoop = defineRule({
  id: 'context-switch-in-loop',
  meta: { severity: 'info', category: 'streams', fixable: true },
  title: { en: 'A context is bound in every frame', zh: '每帧都绑定上下文' },
  messages: {
    bind: {
      en: '{call} binds the thread to a context in every frame. The binding holds until it is changed: make it once, before the loop.',
      zh: '{call} 每帧都为线程绑定上下文。绑定在更改之前一直有效：请在循环之前绑定一次。',
    },
    hoist: { en: 'Move {call} before the loop', zh: '将 {call} 移到循环之前' },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('bindContext'), context)) {
      if (call.loops.some((loop) => turnsOf(context).has(loop))) continue;
      report({
        messageId: 'bind',
        at: call.range,
        node: call,
        data: { call: call.name },
        offer: () => offerFor(call, context),
      });
    }
  },
});

/** Only where the loop binds nothing else and its argument is not made in the loop. */
function offerFor(call: CallNode, context: RuleContext): Offer<'hoist'> {
  const loop = frameLoop(call);
  if (!loop || !/^(for|while|do)$/.test(loop.loop)) return 'ownLoopOnly';
  if (loop.function !== call.function) return 'anotherFunction';
  const text = context.text(call.range.file);
  const what = argument(call, 0)?.text ?? '';
  const name = /^\w+$/.exec(what)?.[0];
  if (bindings(call, context) > 1) return 'severalBound';
  if (name === undefined) return 'contextUnclear';
  if (
    new RegExp(
      `\\b${literalText(name)}\\b\\s*(=|\\+\\+)[^=]|(aclrtContext|int\\w*)\\s+${literalText(name)}\\b`,
    ).test(text.slice(loop.statement))
  ) {
    return 'changesInLoop';
  }
  const statement = `${text.slice(call.callRange)};`;
  const own = withCheck(text, call);
  if (!own) return 'inExpression';
  const edits = [linesBefore(text, loop.statement, [statement]), remove(text, own)];
  return [fix('hoist', edits, true, { call: call.name })];
}

function bindings(call: CallNode, context: RuleContext): number {
  const loop = frameLoop(call);
  return context.withRole('bindContext').filter((other) => loop && other.loops.includes(loop)).length;
}
