/** Texts that more than one rule uses. */
import type { Message, SkipReason } from '../rule.ts';

export const sharedMessages: Record<string, Message> = {
  frameLoop: {
    en: 'This loop runs once per frame ({reason}).',
    zh: '此循环每帧执行一次（{reason}）。',
  },
  calledHere: { en: 'It is reached through this call of {callee}.', zh: '经由此处对 {callee} 的调用到达。' },
  allocatedHere: { en: 'The memory of {name} comes from here.', zh: '{name} 的内存在此处分配。' },
  createdHere: { en: '{name} is created here.', zh: '{name} 在此处创建。' },
  submittedHere: { en: '{call} is submitted here.', zh: '{call} 在此处下发。' },
  usedHere: { en: '{name} is used here.', zh: '{name} 在此处使用。' },
  waitedHere: { en: 'The host waits here.', zh: '主机在此处等待。' },
  keepAcrossCalls: {
    en: 'Keep {name} from pass to pass in an owner of the loop’s function',
    zh: '由循环所在函数的所有者在各次循环之间保留 {name}',
  },
  threadHere: { en: 'The thread starts here.', zh: '线程从此处开始。' },
};

export const skipMessages: Record<SkipReason, Message> = {
  off: { en: 'skipped: switched off in the settings', zh: '已跳过：在设置中关闭' },
  device: { en: 'skipped: does not apply to this device', zh: '已跳过：不适用于此设备' },
  cannVersion: { en: 'skipped: does not apply to this CANN version', zh: '已跳过：不适用于此 CANN 版本' },
  failed: { en: 'skipped: it failed', zh: '已跳过：执行失败' },
  noCalls: {
    en: 'skipped: the program has no call that it is about',
    zh: '已跳过：程序中没有此规则涉及的调用',
  },
  nothingReached: { en: 'skipped: nothing reached', zh: '已跳过：未到达任何 AscendCL 调用' },
};
