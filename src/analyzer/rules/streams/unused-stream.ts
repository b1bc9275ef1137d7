/** A stream is made and never given work. */
import type { CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import type { TraceObject } from '../../trace/values.ts';
import { literalText } from '../../literal.ts';

const NO_WORK: readonly string[] = ['create', 'destroy', 'synchronize'];

export const unusedStream = defineRule({
  id: 'unused-stream',
  meta: { severity: 'info', category: 'streams', wholeProgram: true },
  title: { en: 'A stream gets no work', zh: '流从未被使用' },
  messages: {
    unused: {
      en: 'The stream {name} is made and never given work. Where the program waits for it, it waits for nothing; synchronous calls do not use it.',
      zh: '流 {name} 创建后从未被下发任务。对它的等待没有意义；同步接口不使用它。',
    },
  },
  check(context, report) {
    for (const call of context.withRole('create')) {
      const stream = call.row.creates === 'stream' ? call.creates : undefined;
      if (!stream || isUsed(stream, context) || isHandedOn(call, context)) continue;
      report({ messageId: 'unused', at: call.range, data: { name: stream.name } });
    }
  },
});

function isUsed(stream: TraceObject, context: RuleContext): boolean {
  return context.calls.some(
    (call) => !NO_WORK.includes(call.row.role) && call.args.some((arg) => objectOf(arg.value) === stream),
  );
}

function usesUnknownStream(call: CallNode): boolean {
  const stream = call.row.stream === undefined ? undefined : call.args[call.row.stream];
  return stream?.value.kind === 'unknown' && !NO_WORK.includes(call.row.role);
}

/** Does the program's text name the stream anywhere but where it is made, waited for and destroyed? */
function isHandedOn(creation: CallNode, context: RuleContext): boolean {
  const name = /^&\s*(?:this->)?(\w+)$/.exec(creation.args[0]?.text.trim() ?? '')?.[1];
  if (name === undefined || context.calls.some(usesUnknownStream)) return true;
  const mention = new RegExp(`\\b${literalText(name)}\\b`);
  return context.trace.files.some((file) =>
    context
      .text(file)
      .text.split('\n')
      .some((line) => mention.test(line) && !NO_USE.test(line)),
  );
}

/** Lines that make, wait for, destroy, declare, clear or check a stream; and comments. */
const NO_USE =
  /aclrtCreateStream|aclrtDestroyStream|aclrtSynchronizeStream|aclrtStream\s+\*?\w|=\s*(?:nullptr|NULL)\b|[!=]=\s*(?:nullptr|NULL)\b|^\s*(?:\/\/|\*)|\w\((?:nullptr|NULL)\)/;
