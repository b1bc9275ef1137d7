/** Text of the workspace within Markdown: names and messages that must not become markup, a link or a picture to load. */
import { visible } from '../pipeline/visible.ts';

/** `_` is markup only at the edge of a word. */
const MARKUP = /[\\`*~[\]<&]|\b_(?!\w)|(?<!\w)_/g;

/** As text, in one line. */
export const literal = (text: string): string =>
  visible(text.replace(/(?<!\s)\s*[\r\n]\s*/g, ' ')).replace(MARKUP, String.raw`\$&`);

/** As code, in one line: between more backticks than it has itself. */
export function code(text: string): string {
  const line = visible(text.replace(/[\r\n]+/g, ' '));
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}
