/** An operator is compiled when it is run, in every frame. */
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import { perFrame } from '../query/loops.ts';

export const aclopCompileInLoop = defineRule({
  id: 'aclop-compile-in-loop',
  meta: { severity: 'warning', category: 'model' },
  title: { en: 'An operator is compiled in a frame loop', zh: '在帧循环中编译算子' },
  messages: {
    compile: {
      en: '{call} looks the operator up, and compiles it where it is new, in every frame. Compile before the loop (aclopCompile, or an offline model) and run it with aclopExecuteV2.',
      zh: '{call} 每帧都查找算子，并在首次出现时编译。请在循环之前编译（aclopCompile 或离线模型），循环中用 aclopExecuteV2 执行。',
    },
    shapes: {
      en: '{call} compiles the operator again for each new shape, and {name} changes with the input: seconds each time, as slow as the first. Pad the input to a few lengths, switch compilation at run time off (aclSetCompileopt, ACL_OP_JIT_COMPILE), or call the aclnn operator.',
      zh: '{call} 对每个新形状都重新编译算子，而 {name} 随输入变化：每次需要数秒，与首次一样慢。请将输入补齐到少数几种长度，关闭运行时编译（aclSetCompileopt 的 ACL_OP_JIT_COMPILE），或调用 aclnn 算子。',
    },
  },
  check(context, report) {
    const calls = context.named('aclopCompileAndExecute', 'aclopCompileAndExecuteV2', 'aclopCompile');
    for (const call of perFrame(calls, context)) {
      const open = varying(call, context);
      report({
        messageId: open ? 'shapes' : 'compile',
        at: call.range,
        node: call,
        data: { call: call.name, name: open?.name ?? '' },
      });
    }
  },
});

/** A tensor of the call whose bytes are made in the loop and hang on the input. */
function varying({ args }: CallNode, context: RuleContext): TraceObject | undefined {
  return args
    .flatMap(({ value }) => objectOf(value) ?? [])
    .find(({ kind, inFrameLoop, bytes }) => kind === 'dataBuffer' && inFrameLoop && isOpen(bytes, context));
}

const isOpen = (bytes: TraceObject['bytes'], context: RuleContext): boolean =>
  bytes !== undefined && context.fixed(bytes) === undefined;
