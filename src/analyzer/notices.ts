/** Problems of the analysis itself. */
import type { SourceRange } from '../pipeline/source.ts';
import type { Notice } from './analysis.ts';
import type { ProgramFiles } from './program/programs.ts';
import type { FileFacts } from './syntax/facts.ts';
import { SIZE_LIMIT, type Trouble } from './syntax/source-file.ts';
import type { TraceResult } from './interpret/index.ts';

/** Syntax errors, and conditionals of which one side was left out. */
export function noticesOf(facts: FileFacts): Notice[] {
  const range = (start: number, end: number) => facts.lines.range(facts.file, start, end);
  return [
    ...facts.errors.map(({ start, end }): Notice => ({
      range: range(start, Math.max(end, start + 1)),
      code: 'syntax-error',
      data: { text: firstLine(facts.text.slice(start, Math.min(end, start + 60))) },
    })),
    ...facts.conditionals.map(({ start, end, taken }): Notice => ({
      range: range(start, end),
      code: taken === 'first' ? 'first-side' : 'other-side',
      data: {},
    })),
  ];
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? '';
}

/** A file that could not be read. */
export function noticeOfTrouble(file: string, trouble: Trouble): Notice {
  const data: Notice['data'] = trouble === 'too-large' ? { millions: SIZE_LIMIT / 1e6 } : {};
  return { range: startOf(file), code: trouble, data };
}

/** A program whose execution was cut off, said at its `main` where that is one of `files`. */
export function depthNotice(program: ProgramFiles, result: TraceResult, files: readonly string[]): Notice[] {
  const range = result.trace.source ?? startOf(program.files[0] ?? '');
  if (!files.includes(range.file)) return [];
  return [{ range, code: 'depth-limit', data: { program: program.name } }];
}

function startOf(file: string): SourceRange {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
