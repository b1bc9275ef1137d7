/** What is known of a line, and a rule's page, for a reader at a terminal. */
import type { LineFacts } from '../../service/line-facts.ts';
import { emptyText, lineTexts, verdictText } from '../../service/line-text.ts';
import type { Locale } from '../../service/locale.ts';
import type { Console } from '../console.ts';
import { findingLines } from './findings.ts';

export function lineLines(facts: LineFacts, locale: Locale, out: Console): string[] {
  const { file, line, text, programs, findings } = facts;
  const empty = emptyText(facts, locale);
  const told = programs.flatMap((one) => {
    const texts = lineTexts(one, locale);
    if (texts.length === 0) return [];
    const head = `${out.style('bold', one.program.name)}  ${out.style('gray', verdictText(one, locale))}`;
    return ['', head, ...texts.map((each) => `  ${each}`)];
  });
  const verdicts = programs.map((one) => `${one.program.name}  ${verdictText(one, locale)}`);
  return [
    out.style('underline', `${file}:${String(line)}`),
    `  ${text.trim()}`,
    ...told,
    ...(findings.length > 0 ? ['', ...findingLines(findings, locale, out)] : []),
    ...(empty === undefined ? [] : ['', empty, ...verdicts]),
  ];
}

/** Markdown as it is, its headings set off. */
export const pageLines = (page: string, out: Console): string[] =>
  page
    .trimEnd()
    .split('\n')
    .map((line) => (line.startsWith('#') ? out.style('bold', line) : line));
