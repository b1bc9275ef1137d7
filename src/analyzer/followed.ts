/** Programs and entries that were followed: trace, Pipeline and what became of the calls in their files. */
import { callTexts, readCalls, type CallTexts, type ReadCall } from './extract/coverage.ts';
import type { UnknownCode } from './extract/context.ts';
import { extractPipeline } from './extract/extract.ts';
import {
  emptyTrace,
  isDeclaration,
  interpretEntries,
  interpretProgram,
  interpretRest,
  type FollowedEntry,
  type Fruitless,
  type Reading,
  type TraceResult,
} from './interpret/index.ts';
import type { ProgramKind } from './analysis.ts';
import type { Entry } from './finding.ts';
import type { ProgramFiles } from './program/programs.ts';
import type { CheckResult } from './rules/index.ts';
import type { FunctionDeclaration } from './syntax/ast.ts';
import { drivesDevice } from '../pipeline/device-work.ts';
import { emptyPipeline } from '../pipeline/empty.ts';
import type { Pipeline, Unknown } from '../pipeline/pipeline.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { visibleIn } from '../pipeline/visible.ts';

export interface Analyzed {
  program: ProgramFiles;
  result: TraceResult;
  pipeline: Pipeline;
  /** The runtime's calls in its files. */
  calls: ReadCall[];
  checked: CheckResult | undefined;
  kind: ProgramKind;
  /** Whether what it follows counts as followed: not what a `main` does not come to in its own files. */
  counts: boolean;
  /** Nothing calls it. */
  entry?: Entry;
  /** The user says that others do, once a frame. */
  isCertain?: boolean;
  /** Why it could not be followed: its trace and Pipeline are then empty. */
  failure?: string;
}

export const NOTHING_FOUND: CheckResult = { findings: [], summary: [], failed: [] };

/** What is known of a program that could not be followed. */
export function nothingOf(program: ProgramFiles): Analyzed {
  return {
    program,
    result: { trace: emptyTrace(program), exhausted: false, entered: new Set(), absent: [] },
    pipeline: emptyPipeline(program.name),
    calls: [],
    checked: NOTHING_FOUND,
    kind: 'program',
    counts: true,
  };
}

export function followProgram(
  program: ProgramFiles & { main: FunctionDeclaration },
  reading: Reading,
): Analyzed {
  return analyzed(program, interpretProgram(program, reading), textsOf(program, reading), reading);
}

/** A program none of whose files names the runtime gives the device nothing, whatever else it does. */
export function idleProgram(
  program: ProgramFiles & { main: FunctionDeclaration },
  reading: Reading,
): Analyzed {
  const { chunk, nameStart, nameEnd } = program.main;
  const lines = reading.facts.get(chunk.file)?.lines;
  const source = lines?.range(chunk.file, chunk.base + nameStart, chunk.base + nameEnd);
  const none = nothingOf(program);
  const trace = { ...none.result.trace, ...(source ? { source } : {}) };
  return { ...none, result: { ...none.result, trace }, pipeline: extractPipeline(trace, reading.facts) };
}

/** What a program, or a library, has beside what is reached. */
export interface Left {
  reached: ReadonlySet<unknown>;
  isCertain: (declaration: FunctionDeclaration) => boolean;
  /** What is known to come to nothing. */
  fruitless: readonly Fruitless[];
  mostSteps: number;
}

export interface FollowedLeft {
  found: Analyzed[];
  /** What was tried in vain. */
  fruitless: readonly Fruitless[];
  /** What that took. */
  steps: number;
}

/** The entries; of a library too what is left then, where anything is. */
export function followLeft(program: ProgramFiles, reading: Reading, left: Left): FollowedLeft {
  if (!program.files.some(reading.mayDrive)) return { found: [], fruitless: [], steps: 0 };
  const texts = textsOf(program, reading);
  const request = { ...left, callsInText: texts.calls.length };
  const { found: entries, fruitless, steps } = interpretEntries(program, reading, request);
  const followed = entries.map((entry) => entryOf(program, entry, texts, reading));
  if (program.kind === 'program') return { found: followed, fruitless, steps };
  const reached = new Set([...left.reached, ...entries.flatMap(({ entered }) => [...entered])]);
  const result = interpretRest(program, reading, reached);
  const rest: Analyzed = { ...analyzed(program, result, texts, reading), kind: 'rest' };
  const isAll = followed.length > 0 && !rest.result.trace.threads.length;
  return { found: isAll ? followed : [...followed, rest], fruitless, steps };
}

function entryOf(program: ProgramFiles, entry: FollowedEntry, texts: CallTexts, reading: Reading): Analyzed {
  const { course, name, trace, isCertain } = entry;
  const [main] = [...course.frame.slice(-1), ...course.before];
  const files = main ? filesOf(entry, main.chunk.file) : program.files;
  const [thread] = trace.threads;
  Object.assign(trace, { name, files, ...(thread?.source ? { source: thread.source } : {}) });
  const own = { ...program, name, files, kind: 'library' as const, ...(main ? { main } : {}) };
  const isOwn = ({ range }: { range: SourceRange }): boolean => files.includes(range.file);
  const within = { ...texts, calls: texts.calls.filter(isOwn), hidden: texts.hidden.filter(isOwn) };
  const found = analyzed(own, entry, within, reading);
  const kind = drivesDevice(found.pipeline) ? 'entry' : 'rest';
  if (!isCertain) found.pipeline.unknowns.unshift(notCalled(found.pipeline.source, name));
  return { ...found, kind, entry: { name, repeats: course.repeats }, isCertain };
}

/** It shows wherever the Pipeline does. */
function notCalled(range: SourceRange | undefined, detail: string): Unknown {
  const code: UnknownCode = 'entry';
  return { code, detail, settle: '// acl-perf: entry', ...(range ? { range } : {}) };
}

/** The files of the functions that an entry comes to, its own first. */
function filesOf({ entered }: FollowedEntry, first: string): string[] {
  const files = new Set([first]);
  for (const one of entered) if (isDeclaration(one)) files.add(one.chunk.file);
  return [...files];
}

function textsOf(program: ProgramFiles, { facts, macroBody }: Reading): CallTexts {
  const files = program.files.flatMap((file) => facts.get(file) ?? []);
  return callTexts(files, macroBody);
}

function analyzed(
  program: ProgramFiles,
  result: TraceResult,
  texts: CallTexts,
  { facts }: Reading,
): Analyzed {
  const pipeline = visibleIn(extractPipeline(result.trace, facts));
  const calls = readCalls(texts, result);
  return { program, result, pipeline, calls, checked: undefined, kind: 'program', counts: true };
}
