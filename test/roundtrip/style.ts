/** A style: one alternative of each choice, independent of the others. */
import type { Needs, Shape } from './draw.ts';
import { calls } from './write/calls.ts';
import { constants } from './write/constants.ts';
import { contexts } from './write/contexts.ts';
import { errors } from './write/errors.ts';
import { divisions } from './write/files.ts';
import { formats } from './write/formats.ts';
import { handles } from './write/handles.ts';
import { forevers, loops } from './write/loops.ts';
import { owners } from './write/owners.ts';
import { queues } from './write/queues.ts';
import { threads } from './write/threads.ts';

const tables = {
  threads,
  own: owners,
  handle: handles,
  loop: loops,
  forever: forevers,
  err: errors,
  call: calls,
  const: constants,
  queue: queues,
  files: divisions,
  fmt: formats,
  context: contexts,
};

export type Choice = keyof typeof tables;
export type Style = Record<Choice, string>;

export const choices = Object.keys(tables) as Choice[];

/** Names of a choice's alternatives, the simplest first. */
export const alternatives = (choice: Choice): string[] => Object.keys(tables[choice]);

/** The simplest alternative of each choice. */
export const simplest = (): Style =>
  Object.fromEntries(choices.map((choice) => [choice, alternatives(choice)[0] ?? ''])) as Style;

/** Whether a choice makes a difference in a program of this shape. */
export function matters(choice: Choice, { kind, rounds, depth }: Shape): boolean {
  switch (choice) {
    case 'threads':
    case 'context':
      return kind !== 'main';
    case 'queue':
      return kind === 'queue';
    case 'forever':
      return rounds === 'forever';
    case 'loop':
      return depth > 1 || rounds !== 'forever';
    default:
      return true;
  }
}

/** What a shape must have for these choices to matter. */
export const needsOf = (needed: readonly Choice[]): Needs => ({
  thread: needed.includes('threads') || needed.includes('context'),
  queue: needed.includes('queue'),
  endless: needed.includes('forever'),
  loop: needed.includes('loop'),
});
