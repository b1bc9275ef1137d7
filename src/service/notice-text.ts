/** Problems of the analysis itself, in words. */
import type { Notice, NoticeCode } from '../analyzer/analysis.ts';
import { isFailure } from '../analyzer/walls.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const TEXTS: Texts<NoticeCode> = {
  'syntax-error': { en: 'cannot parse "{text}"', zh: '无法解析 "{text}"' },
  'nesting-limit': {
    en: 'nested too deeply: what stands inside is not read',
    zh: '嵌套过深：其内部内容未读取',
  },
  'left-out-without': {
    en: 'AscendCL calls not read under {condition}: {count} ({calls}); {option} reads them',
    zh: '{condition} 之下有 {count} 处 AscendCL 调用未读取（{calls}）；加上 {option} 即可读取',
  },
  'left-out-by': {
    en: 'AscendCL calls not read under {condition}, as {macro} is defined: {count} ({calls})',
    zh: '由于定义了 {macro}，{condition} 之下有 {count} 处 AscendCL 调用未读取（{calls}）',
  },
  'left-out': {
    en: 'AscendCL calls not read under {condition}: {count} ({calls}); it takes several --define',
    zh: '{condition} 之下有 {count} 处 AscendCL 调用未读取（{calls}）；需要多个 --define',
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
  'file-failed': {
    en: 'this file could not be analysed and is left out: {why}',
    zh: '此文件分析失败，未计入：{why}',
  },
  'build-failed': {
    en: 'this build file could not be followed and is left out: {why}',
    zh: '此构建文件处理失败，未计入：{why}',
  },
  'program-failed': {
    en: '{program} could not be analysed and is left out: {why}',
    zh: '{program} 分析失败，未计入：{why}',
  },
  'rule-failed': {
    en: 'the rule {rule} failed on {program} and is left out: {why}',
    zh: '规则 {rule} 在 {program} 上执行失败，未计入：{why}',
  },
  'gain-failed': {
    en: 'the gain of {rule} could not be computed: {why}',
    zh: '{rule} 的收益计算失败：{why}',
  },
  'build-file-limit': {
    en: 'expands to more than {millions} million steps: the rest of this build file is not read',
    zh: '展开超过 {millions} 百万步：未读取此构建文件的其余部分',
  },
  'depth-limit': {
    en: '{program} is too large to follow whole: the rest is left out',
    zh: '{program} 过大，无法全部跟踪：其余部分未计入',
  },
};

const JOINED: Texts<'places' | 'and'> = {
  places: { en: '{text} and other places', zh: '{text} 及其他位置' },
  and: { en: '{text}; {next}', zh: '{text}；{next}' },
};

export const noticeText = ({ code, data }: Notice, locale: Locale): string =>
  translator(TEXTS, locale)(code, data);

/** The notices of one file in one line: of each kind of problem but the calls that are left out only the first. */
export function fileNoticeText(notices: readonly Notice[], locale: Locale): string {
  const t = translator(JOINED, locale);
  const isListed = ({ code }: Notice): boolean => code.startsWith('left-out') || isFailure({ code });
  const said = notices.flatMap((notice, i) => {
    if (isListed(notice)) return [noticeText(notice, locale)];
    const same = notices.filter(({ code }) => code === notice.code);
    if (same[0] !== notices[i]) return [];
    const text = noticeText(notice, locale);
    return [same.length > 1 ? t('places', { text }) : text];
  });
  return said.reduce((text, next) => t('and', { text, next }));
}
