/** A program that also runs on the board itself copies between host and device all the same. */
import type { CallNode } from '../../trace/nodes.ts';
import { literalText } from '../../literal.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { directionOf, hostSide, objectOf } from '../query/copies.ts';
import { perFrame } from '../query/loops.ts';

export const copyOnBoard = defineRule({
  id: 'copy-on-board',
  meta: { severity: 'info', category: 'memory' },
  title: {
    en: 'Copies between host and device, also where they are one',
    zh: '主机与设备为一体时仍进行主机与设备间的拷贝',
  },
  messages: {
    copy: {
      en: 'The program asks for its run mode, but copies ({direction}) in every frame whatever it is. On the board itself (ACL_DEVICE) host and device share one memory: fill or read the device buffer directly, without this copy and without aclrtMallocHost, which fails there on some boards.',
      zh: '程序查询了运行模式，但无论结果如何每帧都拷贝（{direction}）。在板上运行时（ACL_DEVICE）主机与设备共用内存：请直接写入或读取设备缓冲区，无需此拷贝，也不要用 aclrtMallocHost（部分板卡上会失败）。',
    },
  },
  check(context, report) {
    const asks = context.named('aclrtGetRunMode');
    if (asks.length === 0 || asks.some((call) => decides(call, context))) return;
    for (const call of perFrame(context.withRole('copy'), context)) {
      const direction = directionOf(call);
      if (direction !== 'h2d' && direction !== 'd2h') continue;
      if (objectOf(hostSide(call)?.value)?.memory === undefined) continue;
      report({ messageId: 'copy', at: call.range, node: call, data: { direction } });
    }
  },
});

/** Does anything in the program hang on the mode, or on what is made of it? */
function decides(ask: CallNode, context: RuleContext): boolean {
  const mode = ask.args[0]?.text.match(/\w+/g)?.at(-1);
  if (mode === undefined) return true;
  return context.trace.files.some((file) => {
    const text = context.text(file).text.replace(/\/\/.*/g, '');
    const names = [mode, 'ACL_DEVICE', 'ACL_HOST', ...madeOf(mode, text)];
    return names.some((name) =>
      new RegExp(
        `\\b(?:if|while|switch)\\s*\\([^;{]*\\b${literalText(name)}\\b|\\b${literalText(name)}\\b[^;\\n]{0,80}\\?|return[^;]*\\b${literalText(name)}\\b`,
      ).test(text),
    );
  });
}

/** Variables that are made of the mode: `const bool onBoard = (mode == ACL_DEVICE);`. */
function madeOf(mode: string, text: string): string[] {
  const made = new RegExp(
    `\\b(\\w+)\\s*=[^;=][^;]{0,80}\\b(?:${literalText(mode)}|ACL_DEVICE|ACL_HOST)\\b`,
    'g',
  );
  return [...text.matchAll(made)].flatMap(([, name]) => name ?? []);
}
