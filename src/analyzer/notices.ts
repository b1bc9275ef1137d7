/** Problems of the analysis itself, in words. */
import type { SourceRange } from '../pipeline/source.ts';
import type { Notice } from './analysis.ts';
import type { ProgramFiles } from './program/programs.ts';
import type { FileFacts } from './syntax/facts.ts';
import { SIZE_LIMIT, type Trouble } from './syntax/source-file.ts';
import type { TraceResult } from './trace/build.ts';

/** Syntax errors, and conditionals of which one side was left out. */
export function noticesOf(facts: FileFacts): Notice[] {
  const range = (start: number, end: number) => facts.lines.range(facts.file, start, end);
  return [
    ...facts.errors.map(({ start, end }): Notice => ({
      range: range(start, Math.max(end, start + 1)),
      code: 'syntax-error',
      detail: `cannot parse "${firstLine(facts.text.slice(start, Math.min(end, start + 60)))}"`,
    })),
    ...facts.conditionals.map(({ start, end, taken }): Notice => ({
      range: range(start, end),
      code: 'branch-taken',
      detail: `of this conditional the ${taken === 'first' ? 'first' : 'other'} side is analysed (ascendcl.defines chooses)`,
    })),
  ];
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? '';
}

const details: Record<Trouble, string> = {
  'time-limit': 'parsing took too long and was stopped: nothing of this file is analysed',
  'too-large': `larger than ${SIZE_LIMIT / 1e6} million characters and not read`,
  binary: 'holds a zero byte: a binary file, not read',
};

/** A file that could not be read. */
export function noticeOfTrouble(file: string, trouble: Trouble): Notice {
  const code = trouble === 'time-limit' ? 'time-limit' : 'not-cplusplus';
  return { range: startOf(file), code, detail: details[trouble] };
}

/** A program whose execution was cut off, said at its `main` where that is one of `files`. */
export function depthNotice(program: ProgramFiles, result: TraceResult, files: readonly string[]): Notice[] {
  const range = result.trace.source ?? startOf(program.files[0] ?? '');
  if (!files.includes(range.file)) return [];
  return [
    {
      range,
      code: 'depth-limit',
      detail: `${program.name} is too large to follow whole: the rest is left out`,
    },
  ];
}

function startOf(file: string): SourceRange {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
