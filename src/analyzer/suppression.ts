/**
 * Comments that silence a finding: `// acl-perf: ignore <rule>[, <rule>] — reason`. A comment behind code silences its
 * own line; one that stands alone, or says `ignore-next-line`, the next line of code.
 */
import type { Finding } from './finding.ts';
import type { SourceRange } from '../pipeline/source.ts';

export interface Suppression {
  /** The comment, from `acl-perf` to the end of the rule list. */
  range: SourceRange;
  /** Line that it silences, from 1. */
  line: number;
  rules: string[];
  /** Empty where the comment gives none. */
  reason: string;
}

const COMMENT = /(\/\/|\/\*)\s*acl-perf:\s*ignore(-next-line)?(?![\w-])(.*)/;
/** What may stand between the rules and the reason. */
const DASH = /(?<!\s)\s+(?:—|–|--?)\s*/;

/** Suppressions of a file, top down. Cheap where there are none: one search of the text. */
export function suppressionsOf(file: string, text: string): Suppression[] {
  if (!text.includes('acl-perf:')) return [];
  const lines = text.split(/\r\n|\r|\n/);
  return lines.flatMap((line, index) => parseLine(file, lines, line, index));
}

function parseLine(file: string, lines: string[], line: string, index: number): Suppression[] {
  const match = COMMENT.exec(line);
  if (!match) return [];
  const [whole, , next, behind = ''] = match;
  const rest = (behind.split('*/')[0] ?? '').trimStart();
  const dash = DASH.exec(` ${rest}`);
  const list = dash ? ` ${rest}`.slice(0, dash.index) : rest;
  const reason = dash ? ` ${rest}`.slice(dash.index + dash[0].length).trim() : '';
  const rules = list.split(/[\s,]+/).filter((word) => word !== '');
  const alone = line.slice(0, match.index).trim() === '';
  const column = match.index + whole.indexOf('acl-perf') + 1;
  const range = { file, line: index + 1, column, endLine: index + 1, endColumn: line.length + 1 };
  return [{ range, line: next || alone ? nextCodeLine(lines, index) : index + 1, rules, reason }];
}

/** The first line after `index` that is neither blank nor a comment of its own; numbered from 1. */
function nextCodeLine(lines: string[], index: number): number {
  for (let i = index + 1; i < lines.length; i++) {
    const text = lines[i]?.trim() ?? '';
    if (text !== '' && !text.startsWith('//')) return i + 1;
  }
  return index + 2;
}

export interface Suppressed {
  kept: Finding[];
  silenced: Finding[];
  /** Rule names of each suppression that silenced nothing, beside it. */
  unused: { suppression: Suppression; rule: string }[];
}

/** Splits the findings of one file by its suppressions. */
export function applySuppressions(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
): Suppressed {
  const used = new Set<string>();
  const silenced = new Set<Finding>();
  for (const finding of findings) {
    for (const [i, s] of suppressions.entries()) {
      if (s.line !== finding.range.line || !s.rules.includes(finding.rule)) continue;
      silenced.add(finding);
      used.add(`${String(i)} ${finding.rule}`);
    }
  }
  const unused = suppressions.flatMap((suppression, i) =>
    suppression.rules
      .filter((rule) => !used.has(`${String(i)} ${rule}`))
      .map((rule) => ({ suppression, rule })),
  );
  return { kept: findings.filter((f) => !silenced.has(f)), silenced: [...silenced], unused };
}
