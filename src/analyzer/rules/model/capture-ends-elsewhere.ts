/** A stream captures, and what ends the capture names another one, or nothing ends it. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { streamOf, streamText } from '../query/streams.ts';

const END = 'aclmdlRICaptureEnd';

export const captureEndsElsewhere = defineRule({
  id: 'capture-ends-elsewhere',
  meta: { severity: 'error', category: 'model', wholeProgram: true },
  title: { en: 'A capture is ended on another stream, or never', zh: '捕获在另一条流上结束，或从未结束' },
  messages: {
    other: {
      en: 'The capture begins on {stream} and is ended on {other}: both calls must name the same stream, else it fails, and {stream} goes on capturing. End it on {stream}.',
      zh: '捕获在 {stream} 上开始，却在 {other} 上结束：两个接口的流必须相同，否则捕获失败，{stream} 会一直处于捕获状态。请在 {stream} 上结束捕获。',
    },
    endedHere: { en: 'It is ended here.', zh: '在此处结束。' },
    never: {
      en: 'Nothing ends this capture: what {stream} is given from here on is only kept and never runs. End it with aclmdlRICaptureEnd.',
      zh: '此捕获从未结束：此后在 {stream} 上下发的任务只会被暂存，永远不会执行。请用 aclmdlRICaptureEnd 结束捕获。',
    },
  },
  check(context, report) {
    for (const begin of context.named('aclmdlRICaptureBegin', 'aclmdlRICaptureToModelRIBegin')) {
      const stream = nameOf(begin);
      const ends = context.named(END).filter(({ order }) => order > begin.order);
      const [end] = ends;
      if (stream === undefined || ends.some((one) => mayEnd(one, begin))) continue;
      if (!end && isEndNamed(context)) continue;
      if (!end) report({ messageId: 'never', at: begin.range, node: begin, data: { stream } });
      else
        report({
          messageId: 'other',
          at: begin.range,
          node: begin,
          data: { stream, other: nameOf(end) ?? '' },
          related: [{ range: end.range, messageId: 'endedHere' }],
        });
    }
  },
});

const nameOf = (call: CallNode): string | undefined => streamOf(call)?.name ?? streamText(call);

/** Of the same stream, as far as is known. */
function mayEnd(end: CallNode, begin: CallNode): boolean {
  const [ended, begun] = [streamOf(end), streamOf(begin)];
  return !ended || !begun || ended === begun;
}

/** Somewhere in the text, where it was not followed to. */
const isEndNamed = (context: RuleContext): boolean =>
  context.trace.files.some((file) => context.text(file).hasWord(END));
