/** Why a finding whose rule has fixes comes without one, in about three words: "not fixed: used after loop". */
import type { Fix } from '../../finding.ts';
import type { Message } from '../words/messages.ts';

export const REFUSALS = {
  anotherCall: { en: 'no such call', zh: '无对应调用' },
  anotherFunction: { en: 'another function’s loop', zh: '循环在其他函数中' },
  boundsUnclear: { en: 'loop bounds unclear', zh: '循环边界不明' },
  boundInside: { en: 'context bound inside', zh: '循环内绑定上下文' },
  bufferShared: { en: 'buffer handed on', zh: '缓冲区被传出' },
  calledElsewhere: { en: 'called from elsewhere', zh: '另有调用处' },
  changesInLoop: { en: 'changes in loop', zh: '在循环中变化' },
  conditional: { en: 'in a branch', zh: '位于分支中' },
  contextUnclear: { en: 'context not named', zh: '上下文不明' },
  eventReset: { en: 'event needs reset', zh: '事件需要复位' },
  filledEachPass: { en: 'filled each pass', zh: '每次循环都填充' },
  flagElsewhere: { en: 'flag set elsewhere', zh: '标志在别处设定' },
  freedElsewhere: { en: 'freed elsewhere', zh: '在别处释放' },
  inExpression: { en: 'part of expression', zh: '是表达式的一部分' },
  indirect: { en: 'called indirectly', zh: '间接调用' },
  jumps: { en: 'goto in function', zh: '函数中有 goto' },
  layoutUnclear: { en: 'layout not plain', zh: '书写形式复杂' },
  memoryUnclear: { en: 'memory not known', zh: '内存来源不明' },
  needsOthers: { en: 'needs others moved', zh: '需连带移动其他' },
  notPinned: { en: 'memory not page-locked', zh: '内存未锁页' },
  otherWork: { en: 'other work between', zh: '其间有其他任务' },
  ownLoopOnly: { en: 'no plain loop', zh: '不是普通循环' },
  ownedByCallback: { en: 'codec owns it', zh: '归编解码器所有' },
  resultReadNext: { en: 'result read next', zh: '随后即读取结果' },
  severalBound: { en: 'binds several', zh: '绑定多个' },
  sizeElsewhere: { en: 'size set elsewhere', zh: '大小在别处设定' },
  streamUnknown: { en: 'stream not named', zh: '流不明' },
  streamsSeveral: { en: 'several streams', zh: '涉及多个流' },
  usedAfterLoop: { en: 'used after loop', zh: '循环后仍使用' },
  waitsElsewhere: { en: 'check not plain', zh: '检查形式复杂' },
} satisfies Record<string, Message>;

export type Refusal = keyof typeof REFUSALS;

/** What a rule offers for a finding: at least one fix, by the messages that are their titles, or why there is none. */
export type Offer<Title extends string> = readonly [Fix<Title>, ...Fix<Title>[]] | Refusal;
