/** Findings that came and went between two sides. */
import type { Finding } from '../../analyzer/finding.ts';
import { fingerprints } from '../../analyzer/fingerprint.ts';
import type { TextChange } from './changes.ts';

type LineOf = (file: string, line: number) => string;

export interface FindingsOfSide {
  findings: readonly Finding[];
  lineOf: LineOf;
}

export interface FindingChanges {
  came: Finding[];
  went: Finding[];
  /** Findings that are on both sides. */
  stayed: number;
}

/**
 * The same finding is one with the same fingerprint, which outlives moved lines; else one of the same rule and words whose
 * line was rewritten in its place.
 */
export function findingChanges(
  before: FindingsOfSide,
  after: FindingsOfSide,
  changes: readonly TextChange[],
): FindingChanges {
  const went = unmatched(before, new Set(fingerprints(after.findings, after.lineOf)));
  const came = unmatched(after, new Set(fingerprints(before.findings, before.lineOf)));
  const rewritten = new Set<Finding>();
  const still = came.filter((finding) => {
    const old = went.find((one) => !rewritten.has(one) && isRewritten(one, finding, changes));
    if (old) rewritten.add(old);
    return !old;
  });
  return {
    came: still,
    went: went.filter((finding) => !rewritten.has(finding)),
    stayed: after.findings.length - still.length,
  };
}

function unmatched({ findings, lineOf }: FindingsOfSide, others: ReadonlySet<string>): Finding[] {
  const prints = fingerprints(findings, lineOf);
  return findings.filter((_, i) => !others.has(prints[i] ?? ''));
}

function isRewritten(before: Finding, after: Finding, changes: readonly TextChange[]): boolean {
  if (before.rule !== after.rule || before.messageId !== after.messageId) return false;
  return changes.some(
    ({ file, oldLine, newLine, oldLines, newLines }) =>
      before.range.file === file &&
      after.range.file === file &&
      isWithin(before.range.line, oldLine, oldLines.length) &&
      isWithin(after.range.line, newLine, newLines.length),
  );
}

const isWithin = (line: number, first: number, count: number): boolean =>
  line >= first && line < first + count;
