/** The baseline file: findings that were there when the project began to be checked, and are not reported again. */
import * as v from 'valibot';
import type { Finding } from './finding.ts';
import { fingerprints } from './fingerprint.ts';
import { parseJsonFile } from '../pipeline/json-file.ts';

export const baselineSchema = v.object({
  version: v.literal(1),
  /** Fingerprint → what it was, for a reader of the file. */
  findings: v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value), 'a-list'),
    v.record(v.string(), v.string()),
  ),
});

export type Baseline = v.InferOutput<typeof baselineSchema>;

type LineOf = (file: string, line: number) => string;

/** The baseline that would silence all of `findings`; keys in order, so that a file under version control stays stable. */
export function makeBaseline(findings: readonly Finding[], lineOf: LineOf): Baseline {
  const prints = fingerprints(findings, lineOf);
  const entries = findings.map((f, i): [string, string] => [prints[i] ?? '', `${f.rule} ${f.range.file}`]);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return { version: 1, findings: Object.fromEntries(entries) };
}

/** Findings that `baseline` does not hold. */
export function newSince(findings: readonly Finding[], baseline: Baseline, lineOf: LineOf): Finding[] {
  const prints = fingerprints(findings, lineOf);
  return findings.filter((_, i) => !Object.hasOwn(baseline.findings, prints[i] ?? ''));
}

/** @throws FileError that says what is wrong and where. */
export function parseBaseline(text: string, file: string): Baseline {
  return parseJsonFile(text, file, baselineSchema);
}
