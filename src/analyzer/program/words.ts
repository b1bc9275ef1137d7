/** The words of a text. */
import { oncePer } from '../../base/once.ts';

/** All that could be names in it, comments and strings included. */
export const wordsOf = oncePer(
  ({ text }: { text: string }): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/g) ?? []),
);
