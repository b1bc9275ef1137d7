/** Lines of the output channel, which a user reads when something is amiss. */
import { MessageType, ShowMessageNotification } from 'vscode-languageserver';
import { errorText } from '../pipeline/words.ts';
import type { Locale, Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { withoutLinks } from './protocol-notice.ts';
import type { ServerState } from './state.ts';

const TEXTS = {
  start: { en: 'The start failed: {why}', zh: '启动失败：{why}' },
  analysis: { en: 'The analysis failed: {why}', zh: '分析失败：{why}' },
  pricing: { en: 'The gains could not be computed: {why}', zh: '收益计算失败：{why}' },
  hover: { en: 'The hover failed: {why}', zh: '悬停提示失败：{why}' },
  codeAction: { en: 'The quick fixes failed: {why}', zh: '快速修复失败：{why}' },
  codeLens: { en: 'The code lens failed: {why}', zh: 'CodeLens 失败：{why}' },
  inlayHint: { en: 'The inlay hints failed: {why}', zh: '内嵌提示失败：{why}' },
  close: { en: 'A closed document could not be read: {why}', zh: '无法读取已关闭的文档：{why}' },
  watchedFiles: { en: 'Changed files could not be read: {why}', zh: '无法读取已更改的文件：{why}' },
  configuration: { en: 'The settings could not be read: {why}', zh: '无法读取设置：{why}' },
  folders: { en: 'The workspace folders could not be read: {why}', zh: '无法读取工作区文件夹：{why}' },
  hangs: {
    en: 'The analysis made no progress in {seconds} s of processor time, a defect of this program: the server ends.',
    zh: '分析在 {seconds} 秒处理器时间内没有进展，这是本程序的缺陷：服务器将退出。',
  },
  filesLeftOut: {
    en: 'files left out, since they are too large, are no text or cannot be read: {count} ({files})',
    zh: '{count} 个文件未读取（过大、不是文本或无法读取）：{files}',
  },
  more: { en: '{files} and {count} more', zh: '{files} 等，另有 {count} 个' },
  filesRead: { en: 'files of the workspace read: {count}', zh: '已读取工作区中的 {count} 个文件' },
  filesCut: {
    en: 'Only the first {count} files of the workspace are read (`ascendcl.limits.files`): a program may be missing.',
    zh: '仅读取工作区的前 {count} 个文件（`ascendcl.limits.files`）：可能缺少某些程序。',
  },
} satisfies Texts<string>;

/** What failed. */
export type Failure = Exclude<
  keyof typeof TEXTS,
  'filesRead' | 'filesLeftOut' | 'more' | 'filesCut' | 'hangs'
>;

/** What the log says last of a server that hangs. */
export const hangText = (seconds: number, locale: Locale): string =>
  translator(TEXTS, locale)('hangs', { seconds });

type Logging = Pick<ServerState, 'connection' | 'locale'>;

export function logFailure(what: Failure, error: unknown, { connection, locale }: Logging): void {
  const why = errorText(error, locale);
  connection.console.error(translator(TEXTS, locale)(what, { why }));
}

/** @param isCut there are more than the limit: said where the user sees it. */
export function logFilesRead(count: number, isCut: boolean, { connection, locale }: Logging): void {
  const t = translator(TEXTS, locale);
  connection.console.info(t('filesRead', { count }));
  if (isCut) warnUser(t('filesCut', { count }), connection);
}

/** A message that the editor shows, without a question. */
export function warnUser(message: string, connection: ServerState['connection']): void {
  void connection.sendNotification(ShowMessageNotification.type, {
    type: MessageType.Warning,
    message: withoutLinks(message),
  });
}

/** Files that are named one by one. */
const MOST_NAMED = 10;

export function logFilesLeftOut(files: readonly string[], { connection, locale }: Logging): void {
  const t = translator(TEXTS, locale);
  const named = files.slice(0, MOST_NAMED).join(', ');
  const rest = files.length - MOST_NAMED;
  const list = rest > 0 ? t('more', { files: named, count: rest }) : named;
  connection.console.warn(t('filesLeftOut', { count: files.length, files: list }));
}
