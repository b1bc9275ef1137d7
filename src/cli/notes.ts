/** Says on stderr what the analysis could not read, so that no answer looks whole that is not. */
import type { Notice } from '../analyzer/analysis.ts';
import { push } from '../base/push.ts';
import { fileNoticeText } from '../service/notice-text.ts';
import { isLoss } from '../analyzer/walls.ts';
import type { Console } from './console.ts';
import type { Opened } from './open.ts';
import { message } from './messages.ts';

type Asked = Pick<Opened, 'session' | 'given'>;

/** Has a defect of ours cost a file or a program that was asked about? Nothing found is then no all-clear. */
export const hasLosses = ({ session, given }: Asked): boolean =>
  session.notices().some((notice) => isLoss(notice) && given.has(notice.range.file));

/** Files that are named at most: nobody reads on. */
const MOST_FILES = 8;

/** The notices of the files that the user asked about; minor ones only with `--verbose`. */
export function shownNotices({ session, given }: Asked, verbose = false): Notice[] {
  return session.notices().filter(({ range, isMinor }) => given.has(range.file) && (verbose || !isMinor));
}

/** A line for each file and no more than a few files; with `--verbose` one for each place. */
export function noteNotices(opened: Asked, verbose: boolean | undefined, out: Console): void {
  const notices = shownNotices(opened, verbose);
  const groups = verbose ? notices.map((notice) => [notice]) : byFile(notices);
  for (const group of verbose ? groups : groups.slice(0, MOST_FILES)) noteGroup(group, out);
  const count = verbose ? 0 : groups.length - MOST_FILES;
  if (count > 0) out.note(message('more-notices', { count }));
}

function noteGroup(group: readonly Notice[], out: Console): void {
  const [first] = group;
  if (!first) return;
  const what = message('partial', { what: fileNoticeText(group, out.locale) });
  out.note(message('in-file', { file: `${first.range.file}:${first.range.line}`, what }));
}

/** Files that lose calls of the runtime for certain come first. */
function byFile(notices: readonly Notice[]): Notice[][] {
  const groups = new Map<string, Notice[]>();
  for (const notice of notices) push(groups, notice.range.file, notice);
  const isCertain = (group: readonly Notice[]): boolean => group.some(({ code }) => code !== 'syntax-error');
  return [...groups.values()].sort((a, b) => Number(isCertain(b)) - Number(isCertain(a)));
}
