/** An operator is compiled when it is run, in every frame. */
import type { Rule } from './rule.ts';
import { perFrame } from './support/loops.ts';
import { meta } from './support/meta.ts';

export const aclopCompileInLoop: Rule = {
  id: 'aclop-compile-in-loop',
  meta: meta('aclop-compile-in-loop', 'warning', 'model'),
  title: { en: 'An operator is compiled in a frame loop', zh: '在帧循环中编译算子' },
  messages: {
    compile: {
      en: '{call} looks the operator up, and compiles it where it is new, in every frame. Compile before the loop (aclopCompile, or an offline model) and run it with aclopExecuteV2.',
      zh: '{call} 每帧都查找算子，并在首次出现时编译。请在循环之前编译（aclopCompile 或离线模型），循环中用 aclopExecuteV2 执行。',
    },
  },
  check(context, report) {
    const calls = context.named('aclopCompileAndExecute', 'aclopCompileAndExecuteV2', 'aclopCompile');
    for (const call of perFrame(calls, context)) {
      report({ messageId: 'compile', at: call.range, node: call, data: { call: call.name } });
    }
    return undefined;
  },
};
