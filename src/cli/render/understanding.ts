/** The verdict for a reader at a terminal: the last lines of `check`. Nothing where all was understood. */
import { PROBLEMS, problem } from '../../pipeline/problems.ts';
import { reachedCalls } from '../../pipeline/device-work.ts';
import { sentence } from '../../pipeline/words.ts';
import { coverageText } from '../../service/coverage-text.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { TEXTS } from '../texts.ts';
import type { Understanding } from '../understanding.ts';

/** Programs beyond these are better read in the JSON. */
const SHOWN_PROGRAMS = 10;

export function understandingLines({ coverage, programs }: Understanding, locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const unread = programs.filter((program) => program.coverage.verdict === 'none');
  const lines = unread.slice(0, SHOWN_PROGRAMS).map(({ program, coverage: own }) => {
    const what = sentence(PROBLEMS, problem('no-device-work', { reached: reachedCalls(own) }), locale);
    return t('notUnderstood', { program, what });
  });
  const more = unread.length - SHOWN_PROGRAMS;
  const whole = coverage.verdict !== 'complete' && (unread.length === 0 || programs.length > 1);
  return [
    ...lines,
    ...(more > 0 ? [t('andMore', { count: more })] : []),
    ...(whole ? [t('partlyUnderstood', { what: coverageText(coverage, locale) })] : []),
  ];
}
