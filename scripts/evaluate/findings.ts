/** Findings beside those of a label: the same rule on the same line. */
import type { Finding } from '../../src/analyzer/finding.ts';
import type { Label } from './labels.ts';

export interface FindingScore {
  hits: number;
  expected: number;
  reported: number;
  /** Reported where the label says that it must not be. */
  denied: number;
  notes: string[];
}

/** Only files that the label has read count, and only findings that it is sure of are expected. */
export function scoreFindings(label: Label, findings: readonly Finding[]): FindingScore {
  const read = new Set(label.files);
  const reported = new Set(
    findings
      .filter((finding) => read.has(finding.range.file))
      .map(({ rule, range }) => `${rule} ${range.file}:${range.line}`),
  );
  const keyOf = ({ rule, file, line }: { rule: string; file: string; line: number }) =>
    `${rule} ${file}:${line}`;
  const likely = new Set(label.findings.filter((one) => one.confidence !== 'sure').map(keyOf));
  const expected = new Set(label.findings.filter((one) => one.confidence === 'sure').map(keyOf));
  const denied = new Set(label.not_findings.map(keyOf));
  const counted = [...reported].filter((key) => !likely.has(key));
  const wrong = counted.filter((key) => !expected.has(key));
  return {
    hits: counted.filter((key) => expected.has(key)).length,
    expected: expected.size,
    reported: counted.length,
    denied: counted.filter((key) => denied.has(key)).length,
    notes: [
      ...[...expected].filter((key) => !reported.has(key)).map((key) => `missed: ${key}`),
      ...wrong.map((key) => `${denied.has(key) ? 'denied' : 'unlabelled'}: ${key}`),
    ],
  };
}
