/** Findings beside those of a label: the same rule on the same line. */
import type { Finding } from '../../src/analyzer/finding.ts';
import type { Label } from './labels.ts';

/** The rules that the labels speak of; of others a label says neither yes nor no. */
const LABELLED_RULES = new Set([
  'sync-model-execute-in-loop',
  'sync-each-submission',
  'sync-once-per-frame',
  'sync-device-in-loop',
  'memcpy-sync-in-loop',
  'alloc-in-loop',
  'create-destroy-in-loop',
  'model-load-in-loop',
  'preprocess-on-host',
  'async-memcpy-pageable',
  'same-model-id-multi-stream',
  'missing-set-current-context',
  'redundant-d2d-copy',
  'deep-async-queue',
  'row-copy-loop',
  'context-switch-in-loop',
  'memcpy-alignment-64',
  'host-io-in-loop',
  'missing-sync-before-host-read',
]);

export interface RuleScore {
  hits: number;
  missed: number;
  wrong: number;
}

export interface FindingScore {
  hits: number;
  expected: number;
  reported: number;
  /** Reported where the label says that it must not be. */
  denied: number;
  byRule: Map<string, RuleScore>;
  notes: string[];
}

/** Only files that the label has read count, and only findings that it is sure of are expected. */
export function scoreFindings(label: Label, findings: readonly Finding[]): FindingScore {
  const read = new Set(label.files);
  const reported = new Set(
    findings
      .filter((finding) => read.has(finding.range.file) && LABELLED_RULES.has(finding.rule))
      .map(({ rule, range }) => `${rule} ${range.file}:${range.line}`),
  );
  const keyOf = ({ rule, file, line }: { rule: string; file: string; line: number }) =>
    `${rule} ${file}:${line}`;
  const likely = new Set(label.findings.filter((one) => one.confidence !== 'sure').map(keyOf));
  const expected = new Set(label.findings.filter((one) => one.confidence === 'sure').map(keyOf));
  const denied = new Set(label.not_findings.map(keyOf));
  const counted = [...reported].filter((key) => !likely.has(key));
  const hits = counted.filter((key) => expected.has(key));
  const wrong = counted.filter((key) => !expected.has(key));
  const missed = [...expected].filter((key) => !reported.has(key));
  return {
    hits: hits.length,
    expected: expected.size,
    reported: counted.length,
    denied: counted.filter((key) => denied.has(key)).length,
    byRule: byRule({ hits, missed, wrong }),
    notes: [
      ...missed.map((key) => `missed: ${key}`),
      ...wrong.map((key) => `${denied.has(key) ? 'denied' : 'unlabelled'}: ${key}`),
    ],
  };
}

function byRule(keys: Record<keyof RuleScore, string[]>): Map<string, RuleScore> {
  const scores = new Map<string, RuleScore>();
  for (const what of ['hits', 'missed', 'wrong'] as const) {
    for (const key of keys[what]) {
      const rule = key.slice(0, key.indexOf(' '));
      const score = scores.get(rule) ?? { hits: 0, missed: 0, wrong: 0 };
      scores.set(rule, { ...score, [what]: score[what] + 1 });
    }
  }
  return scores;
}

/** The table by rule over all labels, in Markdown. */
export function ruleTable(scores: readonly FindingScore[]): string {
  const totals = new Map<string, RuleScore>();
  for (const { byRule: one } of scores) {
    for (const [rule, { hits, missed, wrong }] of one) {
      const total = totals.get(rule) ?? { hits: 0, missed: 0, wrong: 0 };
      totals.set(rule, {
        hits: total.hits + hits,
        missed: total.missed + missed,
        wrong: total.wrong + wrong,
      });
    }
  }
  const rows = [...totals].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([rule, { hits, missed, wrong }]) => `| ${rule} | ${hits} | ${missed} | ${wrong} |`);
  return ['| rule | found | missed | not in the label |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
