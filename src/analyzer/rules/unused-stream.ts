/** A stream is made and never given work. */
import type { CallNode } from '../trace/trace.ts';
import type { Rule } from './rule.ts';
import type { RuleContext } from './support/context.ts';
import { objectOf } from './support/copies.ts';
import { meta } from './support/meta.ts';
import type { TraceObject } from '../trace/value.ts';

const NO_WORK: readonly string[] = ['create', 'destroy', 'synchronize'];

export const unusedStream: Rule = {
  id: 'unused-stream',
  meta: meta('unused-stream', 'info', 'streams'),
  title: { en: 'A stream gets no work', zh: 'stream 从未被使用' },
  messages: {
    unused: {
      en: 'The stream {name} is made and never given work. Where the program waits for it, it waits for nothing; synchronous calls do not use it.',
      zh: 'stream {name} 创建后从未被下发任务。对它的等待没有意义；同步接口不使用它。',
    },
  },
  check(context, report) {
    if (context.trace.kind === 'library') return undefined;
    for (const call of context.withRole('create')) {
      const stream = call.row.creates === 'stream' ? call.creates : undefined;
      if (!stream || isUsed(stream, context) || isHandedOn(call, context)) continue;
      report({ messageId: 'unused', at: call.range, data: { name: stream.name } });
    }
    return undefined;
  },
};

function isUsed(stream: TraceObject, context: RuleContext): boolean {
  return context.calls.some(
    (call) => !NO_WORK.includes(call.row.role) && call.args.some((arg) => objectOf(arg.value) === stream),
  );
}

/** Calls whose stream is not known may use it; so may code that takes the variable elsewhere. */
function isHandedOn(creation: CallNode, context: RuleContext): boolean {
  const open = context.calls.some((call) => {
    const stream = call.row.stream === undefined ? undefined : call.args[call.row.stream];
    return stream !== undefined && stream.value.kind === 'unknown' && !NO_WORK.includes(call.row.role);
  });
  return open || (creation.args[0]?.value.kind === 'unknown' && creation.creates === undefined);
}
