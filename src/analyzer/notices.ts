/** Problems of the analysis itself. */
import { oncePer } from '../base/once.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { runtimeCallsIn } from './acl/calls-in-text.ts';
import type { Notice } from './analysis.ts';
import { STEPS } from './program/build/cmake-executables.ts';
import type { ProgramFiles } from './program/programs.ts';
import type { FileFacts } from './syntax/facts.ts';
import { choiceOf, macrosIn, type LeftOutSide } from './syntax/left-out.ts';
import type { CheckResult } from './rules/index.ts';
import { SIZE_LIMIT, type Trouble } from './syntax/source-file.ts';
import { failureNotice } from './walls.ts';
import type { TraceResult } from './interpret/index.ts';

type Unplaced = Omit<Notice, 'range'>;

/**
 * Syntax errors, what is nested too deeply, and calls of the runtime on the sides of conditionals that are left out. Facts are
 * made anew when the text or its definitions have changed: an editor asks after each edit.
 */
export const noticesOf = oncePer((facts: FileFacts): Notice[] => [
  ...leftOutNotices(facts),
  ...syntaxNotices(facts),
  ...nestingNotices(facts),
]);

function syntaxNotices({ file, text, errors, lines }: FileFacts): Notice[] {
  if (errors.length === 0) return [];
  const isMinor = runtimeCallsIn(text).length === 0;
  return errors.map(({ start, end }) => ({
    range: lines.range(file, start, Math.max(end, start + 1)),
    code: 'syntax-error',
    data: { text: excerpt(text, start, end) },
    isMinor,
  }));
}

/** The first place of a file that is nested too deeply to be read. */
function nestingNotices({ file, text, chunks, lines }: FileFacts): Notice[] {
  const cut = chunks.find(({ tooDeep }) => tooDeep !== undefined);
  if (cut?.tooDeep === undefined) return [];
  const at = cut.chunk.base + cut.tooDeep;
  const isMinor = runtimeCallsIn(text).length === 0;
  return [{ range: lines.range(file, at, at + 1), code: 'nesting-limit', data: {}, isMinor }];
}

/** Characters of the source that a notice quotes. */
const MOST_QUOTED = 60;

/** The first line of an error, or what stands before it where that is empty: a `;` that is missing has no text. */
function excerpt(text: string, start: number, end: number): string {
  const first = plain(text.slice(start, end).trimStart().split('\n')[0] ?? '');
  if (first) return first;
  return plain(
    text
      .slice(Math.max(0, start - 1000), start)
      .trimEnd()
      .split('\n')
      .at(-1) ?? '',
  );
}

const plain = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MOST_QUOTED);

/** One notice for each condition of a file, at its first place. */
function leftOutNotices({ file, text, lines, leftOut }: FileFacts): Notice[] {
  const byCondition = new Map<string, { first: LeftOutSide; calls: string[] }>();
  for (const side of leftOut) {
    // What `#if 0` puts aside is no choice of a build.
    const calls = macrosIn(side.directives).length ? runtimeCallsIn(text.slice(side.start, side.end)) : [];
    if (calls.length === 0) continue;
    const same = byCondition.get(conditionOf(side));
    if (same) same.calls.push(...calls);
    else byCondition.set(conditionOf(side), { first: side, calls });
  }
  return [...byCondition.values()].map(({ first, calls }) => ({
    range: lines.range(file, first.at, first.start),
    ...leftOutNotice(first, calls),
  }));
}

/** Names of calls that a notice gives. */
const MOST_NAMED = 3;

function leftOutNotice(side: LeftOutSide, calls: readonly string[]): Unplaced {
  const names = [...new Set(calls)];
  const more = names.length > MOST_NAMED ? ', …' : '';
  const data = {
    condition: conditionOf(side),
    count: calls.length,
    calls: names.slice(0, MOST_NAMED).join(', ') + more,
  };
  const choice = choiceOf(side);
  if (!choice) return { code: 'left-out', data, isMinor: false };
  const { macro, value } = choice;
  if (value === undefined) return { code: 'left-out-by', data: { ...data, macro }, isMinor: false };
  const option = `--define ${macro}${value === '1' ? '' : `=${value}`}`;
  return { code: 'left-out-without', data: { ...data, option }, isMinor: false };
}

/** `#ifdef X`, or `#ifdef X … #else`. */
function conditionOf({ directives }: LeftOutSide): string {
  const [first = '', own = ''] = [directives[0], directives.at(-1)].map((text) =>
    plain((text ?? '').replace(/\\\r?\n/g, ' ').replace(/\/[/*].*/s, '')),
  );
  return directives.length > 1 && /^#\s*else/.test(own) ? `${first} … #else` : own;
}

/** A file that could not be read. */
export function noticeOfTrouble(file: string, text: string, trouble: Trouble): Notice {
  const data: Notice['data'] = trouble === 'too-large' ? { millions: SIZE_LIMIT / 1e6 } : {};
  const isMinor = trouble !== 'too-large' && runtimeCallsIn(text).length === 0;
  return { range: startOf(file), code: trouble, data, isMinor };
}

/** A build file that was read in part. */
export function buildFileNotice(file: string): Notice {
  return { range: startOf(file), code: 'build-file-limit', isMinor: false, data: { millions: STEPS / 1e6 } };
}

/** A program whose execution was cut off, said at its `main` where that is one of `files`. */
export function depthNotice(program: ProgramFiles, result: TraceResult, files: readonly string[]): Notice[] {
  const range = result.trace.source ?? startOf(program.files[0] ?? '');
  if (!files.includes(range.file)) return [];
  return [{ range, code: 'depth-limit', data: { program: program.name }, isMinor: false }];
}

/** What a defect of ours cost of a program, said at its `main`. */
export function failuresOf(program: ProgramFiles, { result, failure, checked }: Worked): Notice[] {
  const range = result.trace.source ?? startOf(program.main?.chunk.file ?? program.files[0] ?? '');
  const data = { program: program.name };
  if (failure !== undefined) return [failureNotice('program-failed', range, { ...data, why: failure })];
  return (checked?.failed ?? []).map(({ rule, why }) =>
    failureNotice('rule-failed', range, { ...data, rule, why }),
  );
}

interface Worked {
  result: TraceResult;
  failure?: string | undefined;
  checked: CheckResult | undefined;
}

export function startOf(file: string): SourceRange {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
