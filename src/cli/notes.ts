/** Says on stderr what the analysis could not read, so that no answer looks whole that is not. */
import { noticeText } from '../service/notice-text.ts';
import type { Console } from './console.ts';
import type { Opened } from './open.ts';
import { message } from './messages.ts';

/** A conditional of which one side was left out does not make the answer partial; all else does. */
export function noteNotices({ session, given, locale }: Opened, out: Console): void {
  for (const notice of session.notices()) {
    const { range, code } = notice;
    if (!given.has(range.file)) continue;
    const text = noticeText(notice, locale);
    const what = code === 'first-side' || code === 'other-side' ? text : message('partial', { what: text });
    out.note(message('in-file', { file: `${range.file}:${range.line}`, what }));
  }
}
