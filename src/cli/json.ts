/** JSON that a user gives: an error says the line and column, and what stands there. */
import { CliError } from './failure.ts';

/** Throws `CliError` with `file:line:column: not JSON: what`. */
export function parseJson(text: string, file: string): unknown {
  const json = text.replace(/^\ufeff/, '');
  const problem = problemOf(json);
  if (problem === undefined) return JSON.parse(json);
  if (json.trim() === '') throw new CliError(`${file}: not JSON: the file is empty`);
  const offset = errorOffset(json);
  const before = json.slice(0, offset).split('\n');
  const place = `${before.length}:${(before.at(-1) ?? '').length + 1}`;
  throw new CliError(`${file}:${place}: not JSON: ${describe(json, offset)}`);
}

function problemOf(json: string): string | undefined {
  try {
    JSON.parse(json);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Could more text after this beginning make it JSON? */
function couldGoOn(beginning: string): boolean {
  const problem = problemOf(beginning);
  if (problem === undefined) return true;
  if (/end of JSON input|Unterminated string/.test(problem)) return true;
  return /at position (\d+)/.exec(problem)?.[1] === String(beginning.length);
}

/**
 * Offset of the first character that cannot be there: the length of the longest beginning that could go on. Found by
 * halving, because V8 tells the position of some errors only.
 */
function errorOffset(json: string): number {
  let good = 0;
  let bad = json.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (couldGoOn(json.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function describe(json: string, offset: number): string {
  const character = json.slice(offset).trimStart().charAt(0);
  return character === '' ? 'it ends in the middle' : `unexpected ${JSON.stringify(character)}`;
}
