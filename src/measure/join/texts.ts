/** What a comparison by line says, in words of both languages. */
import type { Locale, Statement, Texts } from '../../pipeline/words.ts';
import { sentence } from '../../pipeline/words.ts';

const CONFIDENCES = {
  measured: { en: 'measured', zh: '实测' },
  specified: { en: 'specified', zh: '规格值' },
  derived: { en: 'derived', zh: '推导值' },
  assumed: { en: 'assumed', zh: '假定值' },
};

export const JOIN_TEXTS = {
  ...CONFIDENCES,
  'not-recorded': {
    en: 'the record has no call of {call} here',
    zh: '记录中此处没有 {call} 调用',
  },
  'not-predicted': {
    en: 'the prediction never comes to this {call}',
    zh: '预测从未执行到此处的 {call}',
  },
  passes: {
    en: 'the loop makes {measured} calls a frame, not {predicted}',
    zh: '循环每帧调用 {measured} 次，而非 {predicted} 次',
  },
  'device-time': {
    en: '{constant} ({confidence}): the device takes {measured} ms, not {predicted}',
    zh: '{constant}（{confidence}）：设备耗时 {measured} ms，而非 {predicted} ms',
  },
  submission: {
    en: '{constant}: the call takes the host {measured} ms, not {predicted}',
    zh: '{constant}：调用占用主机 {measured} ms，而非 {predicted} ms',
  },
  waking: {
    en: '{constant}, or work that the record does not show: the wait takes {measured} ms, not {predicted}',
    zh: '{constant}，或记录中未显示的工作：等待 {measured} ms，而非 {predicted} ms',
  },
  'less-wait': {
    en: 'the wait is shorter, as less is left to wait for: {measured} ms, not {predicted}',
    zh: '剩余的等待更少：{measured} ms，而非 {predicted} ms',
  },
  follows: {
    en: 'follows from {call} in line {line}: the wait takes {measured} ms, not {predicted}',
    zh: '由第 {line} 行的 {call} 引起：等待 {measured} ms，而非 {predicted} ms',
  },
  'host-work': {
    en: 'the host’s own work before it takes {measured} ms, not the {predicted} that were assumed',
    zh: '此前主机自身的工作耗时 {measured} ms，而非假定的 {predicted} ms',
  },
  input: {
    en: 'waits {measured} ms for a queue, a lock or another thread before it, not {predicted}',
    zh: '此前等待队列、锁或其他线程 {measured} ms，而非 {predicted} ms',
  },
  'unread-work': {
    en: '{measured} ms pass before it, not {predicted}: work of the host that the source was not read for',
    zh: '此前经过 {measured} ms，而非 {predicted} ms：源码中未识别的主机工作',
  },
  'threads-differ': {
    en: '{measured} threads finish frames, not {predicted}',
    zh: '有 {measured} 个线程完成帧，而非 {predicted} 个',
  },
  'events-left-out': {
    en: '{count} events beyond the first {most} were left out',
    zh: '超出前 {most} 个的 {count} 个事件未计入',
  },
  'no-events': {
    en: 'no calls of a thread of this program are recorded: a timeline (msprof_*.json) or a database (msprof_*.db) holds them',
    zh: '未记录此程序任何线程的调用：时间线（msprof_*.json）或数据库（msprof_*.db）包含这些调用',
  },
  unplaced: {
    en: '{count} of {all} calls are at no place of the source (set-up, other libraries, or what was not read)',
    zh: '{all} 个调用中有 {count} 个不对应源码中的任何位置（初始化、其他库，或未读取的部分）',
  },
} satisfies Texts<string>;

export type JoinTextId = keyof typeof JOIN_TEXTS;

export const joinText = (what: Statement<JoinTextId>, locale: Locale): string =>
  sentence<JoinTextId>(JOIN_TEXTS, what, locale);
