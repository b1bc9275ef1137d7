/** The figures of a run as a part of a page. */
import { withPart } from '../page-part.ts';
import type { FuzzOutcome } from './fuzz.ts';

const MARKS = { begin: '<!-- fuzz: made by npm run fuzz -- --write -->', end: '<!-- /fuzz -->' };

/** Throws where the page has no place for them. */
export const withFigures = (page: string, outcome: FuzzOutcome & { seed: number }): string =>
  withPart(page, MARKS, figures(outcome));

function figures({ counts, failures, longestMs, seed }: FuzzOutcome & { seed: number }): string {
  const rows = [...counts].map(([name, inputs]) => [name, inputs, failuresOf(name, failures)]);
  const total = [...counts.values()].reduce((sum, inputs) => sum + inputs, 0);
  rows.push(['all', total, failures.length]);
  const table = [
    '| inputs | tried | failures |',
    '| --- | ---: | ---: |',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ];
  const seconds = Math.ceil(longestMs / 1000);
  return `${table.join('\n')}\n\nFrom seed ${seed}, on ${new Date().toISOString().slice(0, 10)}; no input took more than ${seconds} s of processor time.`;
}

const failuresOf = (name: string, failures: FuzzOutcome['failures']): number =>
  failures.filter(({ target }) => target === name).length;
