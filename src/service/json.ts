/** Findings as JSON (schema/findings.schema.json). */
import type { Notice } from '../analyzer/analysis.ts';
import type { Gain, ModeChoice, Severity } from '../analyzer/finding.ts';
import type { Verdict } from '../pipeline/coverage.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { ProgramCoverage } from './coverage-text.ts';
import { refusalText } from '../analyzer/rules/index.ts';
import { fixTitle, fullMessage, relatedMessage } from './finding-text.ts';
import { groupId } from './groups.ts';
import type { Locale } from './locale.ts';
import { noticeText } from './notice-text.ts';
import type { PricedFinding } from './price.ts';

export interface JsonFinding extends SourceRange {
  rule: string;
  /** The same for all places of one cause. */
  groupId: string;
  severity: Severity;
  message: string;
  gain: Gain | null;
  /** The program that gains it, where several share the place. */
  program?: string;
  /** The function or class that it is in, where nothing at hand calls that. */
  entry?: string;
  /** The modes in which it holds, where it does not by default: the choice of each. */
  modes?: Record<string, string>;
  related: (SourceRange & { message: string })[];
  fixes: { title: string; preferred: boolean; edits: (SourceRange & { newText: string })[] }[];
  /** Why there is no fix, of a rule that has some. */
  notFixed?: string;
}

export function jsonFinding(priced: PricedFinding, locale: Locale): JsonFinding {
  const { finding, severity, gain } = priced;
  return {
    rule: finding.rule,
    groupId: groupId(finding),
    severity,
    ...finding.range,
    message: fullMessage(priced, locale),
    gain,
    ...(priced.program === undefined ? {} : { program: priced.program }),
    ...(finding.entry === undefined ? {} : { entry: finding.entry.name }),
    ...(finding.modes === undefined ? {} : { modes: choicesOf(finding.modes) }),
    related: finding.related.map((item) => ({
      ...item.range,
      message: relatedMessage(finding.rule, item, locale),
    })),
    fixes: finding.fixes.map((fix) => ({
      title: fixTitle(finding.rule, fix, locale),
      preferred: fix.preferred,
      edits: fix.edits.map(({ range, newText }) => ({ ...range, newText })),
    })),
    ...(finding.notFixed === undefined ? {} : { notFixed: refusalText(finding.notFixed, locale) }),
  };
}

const choicesOf = (modes: readonly ModeChoice[]): Record<string, string> =>
  Object.fromEntries(modes.map(({ mode, choice }) => [mode, choice]));

export interface JsonNotice extends SourceRange {
  code: Notice['code'];
  message: string;
}

export function jsonNotice(notice: Notice, locale: Locale): JsonNotice {
  return { code: notice.code, ...notice.range, message: noticeText(notice, locale) };
}

export interface JsonProgram {
  program: string;
  /** `entry`: a function, or a class with its methods, that nothing at hand calls. */
  kind: 'program' | 'entry';
  file: string;
  verdict: Verdict;
  calls: number;
  followed: number;
}

export function jsonProgram({ program, kind, file, coverage }: ProgramCoverage): JsonProgram {
  const { verdict, calls, followed } = coverage;
  return { program, kind: kind === 'entry' ? kind : 'program', file, verdict, calls, followed };
}

/** As it is printed: two blanks of indent, so that a person can read it and a diff shows lines. */
export const toJson = (value: unknown): string => JSON.stringify(value, null, 2);

/** Of the form of what is printed: what a reader of one version may rely on says docs/cli.md. */
export const SCHEMA_VERSION = 1;

/** An answer of a command as it is printed, with the version of its form first. */
export const versionedJson = (answer: object): string => toJson({ schemaVersion: SCHEMA_VERSION, ...answer });
