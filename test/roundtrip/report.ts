/** What a person reads of the trials. */
import { describe } from './draw.ts';
import { featuresOf } from './features.ts';
import { alternatives, choices, matters } from './style.ts';
import type { Outcome } from './trial.ts';

/** A failure, shrunk: which choices are to blame, what differs and where the program is. */
export function reportOf(outcome: Outcome, folder: string): string {
  const blamed = featuresOf(outcome);
  return [
    `WRONG ${blamed.length > 0 ? blamed.join(' ') : 'the simplest style'}`,
    `  ${describe(outcome.shape)}`,
    `  ${folder}`,
    ...outcome.difference.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** Right and all by alternative. */
export function tableOf(outcomes: Outcome[]): string {
  const lines = choices.flatMap((choice) => [
    choice,
    ...alternatives(choice).map((name) => {
      const having = outcomes.filter(
        (outcome) => outcome.style[choice] === name && matters(choice, outcome.shape),
      );
      return `  ${name.padEnd(24)} ${having.filter((outcome) => outcome.right).length}/${having.length}`;
    }),
  ]);
  return lines.join('\n');
}
