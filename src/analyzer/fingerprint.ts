/**
 * Fingerprints of findings: the same finding keeps its fingerprint when lines above it come and go, so that a baseline
 * and code scanning can tell old findings from new ones.
 */
import { hash64 } from '../base/hash.ts';
import type { Finding } from './finding.ts';

/** Path with forward slashes and no leading `./`, so that a fingerprint does not depend on the operating system. */
function portablePath(file: string): string {
  return file.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}

/** What identifies a finding apart from its position: its rule, its file, and the line's text without its spaces. */
function identity(finding: Finding, lineText: string): string {
  return [
    finding.rule,
    finding.messageId,
    portablePath(finding.range.file),
    lineText.replace(/\s+/g, ''),
  ].join('\n');
}

/**
 * One fingerprint a finding, in the order given. Findings of equal identity are told apart by their order in the file.
 * `lineOf` gives the text of a line (from 1) of a file, empty where it is not known.
 */
export function fingerprints(
  findings: readonly Finding[],
  lineOf: (file: string, line: number) => string,
): string[] {
  const seen = new Map<string, number>();
  const order = findings.map((_, i) => i).sort((a, b) => position(findings, a) - position(findings, b));
  const result: string[] = findings.map(() => '');
  for (const i of order) {
    const finding = findings[i];
    if (!finding) continue;
    const hash = hash64(identity(finding, lineOf(finding.range.file, finding.range.line)));
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    result[i] = `${hash}:${String(nth)}`;
  }
  return result;
}

function position(findings: readonly Finding[], index: number): number {
  const range = findings[index]?.range;
  return range ? range.line * 100_000 + range.column : 0;
}
