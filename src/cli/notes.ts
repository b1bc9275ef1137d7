/** Says on stderr what the analysis could not read, so that no answer looks whole that is not. */
import { translator } from '../service/locale.ts';
import type { Console } from './console.ts';
import type { Opened } from './open.ts';
import { TEXTS } from './texts.ts';

/** A conditional of which one side was left out does not make the answer partial; all else does. */
export function noteNotices({ session, given, locale }: Opened, out: Console): void {
  const t = translator(TEXTS, locale);
  for (const { range, code, detail } of session.notices()) {
    if (!given.has(range.file)) continue;
    const what = code === 'branch-taken' ? detail : t('partial', { what: detail });
    out.note(`${range.file}:${range.line}: ${what}`);
  }
}
