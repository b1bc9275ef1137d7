/** How much of a program's use of the device was understood: the runtime's calls in its files, and where those are that were not followed. */
import type { SourceRange } from './source.ts';

/**
 * `complete`: all calls that matter are followed. `partial`: some are not. `none`: what is followed gives the device no
 * work, but calls that might are left.
 */
export type Verdict = 'complete' | 'partial' | 'none';

export const VERDICTS = ['complete', 'partial', 'none'] as const satisfies readonly Verdict[];

/** The verdict, or that nothing in the program gives a device work. */
export const UNDERSTOOD_STATES = [...VERDICTS, 'no-device-work'] as const;
export type UnderstoodState = (typeof UNDERSTOOD_STATES)[number];

/**
 * Why calls are not followed. `unused`: nothing in the program's files names the function; `not-reached`: no `main`, thread or callback comes to the function; `no-main`: nor can
 * it, as the program is a library; `body-absent`: nor does it, but it calls a function that is declared and not defined in
 * the workspace, which may; `class-unknown`: nor can it, as its class is declared nowhere in the workspace;
 * `other-side`: the other side of an `#if` is compiled; `path`: the function is followed, but no path that is taken comes
 * by; `macro-unread`: the body of the macro is none that can be read; `unparsed`: the text
 * around them is none that can be parsed; `limit`: the analysis was cut short.
 */
export const UNREAD_REASONS = [
  'unused',
  'not-reached',
  'no-main',
  'body-absent',
  'class-unknown',
  'other-side',
  'path',
  'macro-unread',
  'unparsed',
  'limit',
] as const;
export type UnreadReason = (typeof UNREAD_REASONS)[number];

/** Calls in one function that are not followed, for one reason. */
export interface UnreadCalls {
  /** Qualified name of the function, global or macro whose text holds them. */
  function: string;
  /** The name of the first of them, where it is called. */
  range: SourceRange;
  /** How many; at least 1. */
  calls: number;
  /** How many of them give the device work: copies, executions, operators, pictures. */
  work: number;
  reason: UnreadReason;
  /** The directive of an `other-side`, the class of a `class-unknown`, the function of a `body-absent`. */
  detail?: string;
}

export interface Coverage {
  verdict: Verdict;
  /** Calls of the runtime in the program's files: places in the text, each once. */
  calls: number;
  /** How many of them are followed. */
  followed: number;
  /** By file and line. */
  unread: UnreadCalls[];
}

/**
 * Off the paths taken, only what gives the device work is a gap: the rest is how a program ends when something fails.
 * What nothing names is no part of the program.
 */
const isGap = ({ reason, work }: UnreadCalls): boolean =>
  reason !== 'unused' && (reason !== 'path' || work > 0);

/** `working`: how many of the calls that are followed give the device work. */
export function verdictOf(followed: number, working: number, unread: readonly UnreadCalls[]): Verdict {
  // A program that gives the device no work, beside functions that would, is not understood.
  const gaps = working === 0 ? unread.filter((one) => isGap(one) || one.work > 0) : unread.filter(isGap);
  if (gaps.length === 0) return 'complete';
  // What cannot be parsed may hold more than its calls.
  const holdWork = gaps.some(({ work, reason }) => work > 0 || reason === 'unparsed');
  return working === 0 && (followed === 0 || holdWork) ? 'none' : 'partial';
}
