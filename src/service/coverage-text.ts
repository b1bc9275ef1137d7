/** How much of a program was understood, in words, and as the JSON of the command line has it. */
import type { Coverage, UnreadCalls, UnreadReason, Verdict } from '../pipeline/coverage.ts';
import type { ProgramKind } from '../analyzer/analysis.ts';
import { leftCalls } from '../pipeline/device-work.ts';
import { PROBLEMS } from '../pipeline/problems.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { sentence } from '../pipeline/words.ts';
import type { Locale, Texts } from './locale.ts';
import { translator } from './locale.ts';

const REASONS: Texts<UnreadReason> = {
  unused: { en: 'nothing in the program calls it', zh: '程序中没有代码调用它' },
  'not-reached': { en: 'not reached from main', zh: '从 main 不可达' },
  'no-main': { en: 'in a library without main', zh: '位于没有 main 的库中' },
  'body-absent': {
    en: 'not reached from main, which calls {detail}: that has no body in the workspace',
    zh: '从 main 不可达；main 调用的 {detail} 在工作区中没有函数体',
  },
  'class-unknown': {
    en: 'its class {detail} is not declared in the workspace',
    zh: '其类 {detail} 未在工作区中声明',
  },
  'other-side': { en: 'on the side of {detail} that is not compiled', zh: '位于 {detail} 未编译的分支' },
  path: { en: 'off the paths that are taken', zh: '不在实际执行的路径上' },
  'macro-unread': { en: 'in a macro that cannot be read', zh: '位于无法解析的宏中' },
  unparsed: { en: 'in text that cannot be parsed', zh: '位于无法解析的代码中' },
  limit: { en: 'beyond the limit of the analysis', zh: '超出分析上限' },
};

/** What settles it. */
const SETTLES: Texts<UnreadReason> = {
  unused: {
    en: 'add the sources that call it, or read it as an entry',
    zh: '加入调用它的源码，或将其作为入口读取',
  },
  'not-reached': {
    en: 'add the sources that call it, or name its own main',
    zh: '加入调用它的源码，或指定其所属的 main',
  },
  'no-main': { en: 'add the sources of the program that calls it', zh: '加入调用它的程序的源码' },
  'body-absent': {
    en: 'add the folder with the source that defines it',
    zh: '加入定义它的源码所在目录',
  },
  'class-unknown': {
    en: 'add the folder with the header that declares it',
    zh: '加入声明该类的头文件所在目录',
  },
  'other-side': { en: '--define NAME chooses the side', zh: '用 --define NAME 选择分支' },
  path: { en: 'look at the conditions before it', zh: '检查其之前的条件' },
  'macro-unread': { en: 'write the calls out, or as a function', zh: '将调用直接写出，或改写为函数' },
  unparsed: { en: 'mend the syntax error before it', zh: '修正其之前的语法错误' },
  limit: { en: 'analyse a smaller folder', zh: '分析较小的目录' },
};

const TEXTS = {
  followed: {
    en: '{followed} of {calls} AscendCL calls followed',
    zh: '{calls} 个 AscendCL 调用中已跟踪 {followed} 个',
  },
  partly: { en: '{followed} ({left})', zh: '{followed}（{left}）' },
  call: { en: '1 call', zh: '1 个调用' },
  calls: { en: '{count} calls', zh: '{count} 个调用' },
  line: { en: '{function}: {calls}, {reason}', zh: '{function}：{calls}，{reason}' },
} satisfies Texts<string>;

export const reasonText = ({ reason, detail = '' }: UnreadCalls, locale: Locale): string =>
  translator(REASONS, locale)(reason, { detail });

export const settleUnreadText = ({ reason }: UnreadCalls, locale: Locale): string =>
  translator(SETTLES, locale)(reason);

/** "Net::forward: 3 calls, not reached from main". */
export function unreadText(unread: UnreadCalls, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const { calls, function: name } = unread;
  const counted = calls === 1 ? t('call') : t('calls', { count: calls });
  return t('line', { function: name, calls: counted, reason: reasonText(unread, locale) });
}

/** "40 of 44 AscendCL calls followed (4 in 2 files are not: …)". */
export function coverageText({ calls, followed, unread }: Coverage, locale: Locale): string {
  const t = translator(TEXTS, locale);
  const counted = t('followed', { followed, calls });
  if (unread.length === 0) return counted;
  return t('partly', { followed: counted, left: sentence(PROBLEMS, leftCalls(unread), locale) });
}

/** A program with how much of it was understood; `file` is that of its `main`, else its first. */
export interface ProgramCoverage {
  program: string;
  kind: ProgramKind;
  /** Nothing is known to call it: it is read as if others do. */
  isTaken: boolean;
  file: string;
  coverage: Coverage;
}

export interface JsonUnread extends SourceRange, Omit<UnreadCalls, 'range'> {
  message: string;
}

export interface JsonCoverage {
  verdict: Verdict;
  calls: number;
  followed: number;
  message: string;
  unread: JsonUnread[];
}

export function jsonCoverage(coverage: Coverage, locale: Locale): JsonCoverage {
  const { verdict, calls, followed, unread } = coverage;
  return {
    verdict,
    calls,
    followed,
    message: coverageText(coverage, locale),
    unread: unread.map((one) => {
      const { range, ...rest } = one;
      return { ...rest, ...range, message: unreadText(one, locale) };
    }),
  };
}
