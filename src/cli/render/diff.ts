/** What changed in a text, as a unified diff that `git apply` and `patch` take. */

const CONTEXT = 3;

type Line = { sign: ' ' | '-' | '+'; text: string };

/** The hunks of one file with its head; empty where nothing changed. Texts end in a line end, as sources do. */
export function unifiedDiff(file: string, before: string, after: string): string {
  const lines = changesOf(linesOf(before), linesOf(after));
  const hunks = hunksOf(lines);
  return hunks.length === 0 ? '' : [`--- a/${file}`, `+++ b/${file}`, ...hunks].join('\n');
}

const linesOf = (text: string): string[] => (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');

/** Lines that both share at the start and the end are passed over; between, a longest common subsequence. */
function changesOf(before: readonly string[], after: readonly string[]): Line[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end))
    end++;
  const same = (text: string): Line => ({ sign: ' ', text });
  return [
    ...before.slice(0, start).map(same),
    ...between(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function between(before: readonly string[], after: readonly string[]): Line[] {
  const longest = lengthsOf(before, after);
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  const lines: Line[] = [];
  for (let i = 0, j = 0; i < before.length || j < after.length;) {
    const [old = '', next = ''] = [before[i], after[j]];
    if (i < before.length && j < after.length && old === next) {
      lines.push({ sign: ' ', text: old });
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: old });
      i++;
    } else {
      lines.push({ sign: '+', text: next });
      j++;
    }
  }
  return lines;
}

/** Of the texts from line i and line j on. */
function lengthsOf(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [row = [], next = []] = [table[i], table[i + 1]];
      row[j] = before[i] === after[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function hunksOf(lines: readonly Line[]): string[] {
  const hunks: string[] = [];
  let [old, next] = [1, 1];
  for (let at = 0; at < lines.length;) {
    const first = lines.findIndex(({ sign }, i) => i >= at && sign !== ' ');
    if (first < 0) break;
    const start = Math.max(at, first - CONTEXT);
    old += start - at;
    next += start - at;
    const end = endOfHunk(lines, first);
    const part = lines.slice(start, end);
    const [olds, news] = [part.filter(({ sign }) => sign !== '+'), part.filter(({ sign }) => sign !== '-')];
    const head = `@@ -${String(old)},${String(olds.length)} +${String(next)},${String(news.length)} @@`;
    hunks.push(head, ...part.map(({ sign, text }) => `${sign}${text}`));
    old += olds.length;
    next += news.length;
    at = end;
  }
  return hunks;
}

/** Changes with no more than twice the context between them are one hunk. */
function endOfHunk(lines: readonly Line[], first: number): number {
  let last = first;
  for (let i = first; i < lines.length && i - last <= 2 * CONTEXT; i++) if (lines[i]?.sign !== ' ') last = i;
  return Math.min(lines.length, last + 1 + CONTEXT);
}
