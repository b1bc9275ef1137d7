/** Problems of the analysis itself, in words. */
import type { Notice } from '../analyzer/analysis.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<Notice['code']> = {
  'syntax-error': { en: 'cannot parse "{text}"', zh: '无法解析 "{text}"' },
  'first-side': {
    en: 'of this conditional the first side is analysed (ascendcl.defines chooses)',
    zh: '此条件编译只分析了第一个分支（由 ascendcl.defines 选择）',
  },
  'other-side': {
    en: 'of this conditional the other side is analysed (ascendcl.defines chooses)',
    zh: '此条件编译只分析了另一个分支（由 ascendcl.defines 选择）',
  },
  'time-limit': {
    en: 'parsing took too long and was stopped: nothing of this file is analysed',
    zh: '解析超时已停止：未分析此文件',
  },
  'too-large': {
    en: 'larger than {millions} million characters and not read',
    zh: '超过 {millions} 百万字符，未读取',
  },
  binary: { en: 'holds a zero byte: a binary file, not read', zh: '含有零字节：是二进制文件，未读取' },
  'depth-limit': {
    en: '{program} is too large to follow whole: the rest is left out',
    zh: '{program} 过大，无法全部跟踪：其余部分未计入',
  },
};

export const noticeText = ({ code, data }: Notice, locale: Locale): string =>
  translator(TEXTS, locale)(code, data);
