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
  const mains = programs.filter(({ kind }) => kind === 'program');
  const whole = coverage.verdict !== 'complete' && (unread.length === 0 || mains.length > 1);
  return [
    ...entryLines(programs, locale),
    ...lines,
    ...(more > 0 ? [t('andMore', { count: more })] : []),
    ...(whole ? [t('partlyUnderstood', { what: coverageText(coverage, locale) })] : []),
  ];
}

/** What was read though nothing calls it. */
function entryLines(programs: Understanding['programs'], locale: Locale): string[] {
  const t = translator(TEXTS, locale);
  const names = programs.flatMap(({ isTaken, program }) => (isTaken ? [program] : []));
  if (names.length === 0) return [];
  const more = names.length - SHOWN_PROGRAMS;
  const listed = [...names.slice(0, SHOWN_PROGRAMS), ...(more > 0 ? [t('andMore', { count: more })] : [])];
  return [t('entries', { names: listed.join(t('listed')) })];
}
