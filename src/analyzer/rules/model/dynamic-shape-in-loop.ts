/** The shape of a dynamic model is set to the same value in every frame. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { fix, linesBefore, remove, withCheck } from '../fix/text/edits.ts';
import { perFrame } from '../query/loops.ts';
import { literalText } from '../../literal.ts';

const SETTERS = ['aclmdlSetDynamicBatchSize', 'aclmdlSetDynamicHWSize'];

export const dynamicShapeInLoop = defineRule({
  id: 'dynamic-shape-in-loop',
  meta: { severity: 'info', category: 'model', fixable: true },
  title: { en: 'The same dynamic shape is set in every frame', zh: '每帧都设置相同的动态形状' },
  messages: {
    same: {
      en: '{call} sets {value} in every frame. The setting stays with the dataset: set it once before the loop. A model of that fixed shape needs no setting at all.',
      zh: '{call} 每帧都设置 {value}。该设置保存在 dataset 中：请在循环之前设置一次。使用固定形状的模型则无需设置。',
    },
    hoist: { en: 'Move {call} before the loop', zh: '将 {call} 移到循环之前' },
  },
  check(context, report) {
    for (const call of perFrame(context.named(...SETTERS), context)) {
      const values = call.args.slice(3);
      const input = call.args[1]?.value;
      if (!values.every((arg) => isConstant(arg.text, context))) continue;
      if (input?.kind === 'object' && input.object.inFrameLoop) continue;
      report({
        messageId: 'same',
        at: call.range,
        node: call,
        data: { call: call.name, value: values.map((arg) => arg.text).join(' × ') },
        offer: () => offerFor(call, context),
      });
    }
  },
});

/** A literal, or a name in capitals or of a constant of the program. */
function isConstant(text: string, context: RuleContext): boolean {
  if (/^\d+[uUlL]*$|^[A-Z][A-Z\d_]*$/.test(text)) return true;
  return context.trace.parameters.some((p) => p.name === text && p.kind === 'constant');
}

function offerFor(call: CallNode, context: RuleContext): Offer<'hoist'> {
  const loop = frameLoop(call);
  const names = call.args.slice(0, 3).map((arg) => arg.text);
  if (!loop || loop.function !== call.function) return 'anotherFunction';
  if (!names.every((name) => /^\w+$/.test(name))) return 'changesInLoop';
  const text = context.text(call.range.file);
  const body = text.slice(loop.statement);
  if (names.some((name) => new RegExp(`[\\w*]\\s+\\*?${literalText(name)}\\s*[=;]`).test(body)))
    return 'changesInLoop';
  const own = withCheck(text, call);
  if (!own) return 'inExpression';
  const edits = [linesBefore(text, loop.statement, [`${text.slice(call.callRange)};`]), remove(text, own)];
  return [fix('hoist', edits, true, { call: call.name })];
}
