/** A failure in words: the edits, and the first line that the two analyzers say differently. */
import type { Failure } from './check.ts';
import type { Step } from './desk.ts';

export function failureText({ seed, workspace, steps, what, ours, fresh }: Failure): string {
  const at = lineOfDifference(ours, fresh);
  return [
    `seed ${seed}, workspace "${workspace}": ${what} differs after these edits`,
    ...steps.map((some, i) => `  ${i + 1}. ${some.map(stepText).join('; ') || 'none'}`),
    `  incremental: ${excerpt(ours, at, fresh)}`,
    `  fresh:       ${excerpt(fresh, at, ours)}`,
  ].join('\n');
}

function stepText(step: Step): string {
  if (step.kind === 'configure') return `settings ${JSON.stringify(step.settings)}`;
  if (step.kind === 'remove') return `${step.file} is removed`;
  const { file, text, edit } = step;
  if (!edit) return `${file} is ${JSON.stringify(text.slice(0, 60))}… (${text.length} characters)`;
  const { startOffset, oldEndOffset, newEndOffset } = edit;
  const put = JSON.stringify(text.slice(startOffset, newEndOffset));
  return `${file}: ${put} in place of ${startOffset}–${oldEndOffset}`;
}

function lineOfDifference(one: string, other: string): number {
  const others = other.split('\n');
  return one.split('\n').findIndex((line, i) => line !== others[i]);
}

/** The line, from shortly before where it differs. */
function excerpt(text: string, at: number, other: string): string {
  const line = at < 0 ? '' : (text.split('\n')[at] ?? '(nothing)');
  const against = other.split('\n')[at] ?? '';
  let same = 0;
  while (same < line.length && line[same] === against[same]) same++;
  const from = Math.max(0, same - 100);
  return `${from ? '…' : ''}${line.slice(from, same + 200)}`;
}
