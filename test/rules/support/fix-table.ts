/** The table of docs/fixes.md: by rule, how many findings of the programs at hand have a fix, and why the others have none. */
import type { Finding } from '../../../src/analyzer/finding.ts';
import { refusalText, ruleById, ruleIds } from '../../../src/analyzer/rules/index.ts';

export const FOLDERS = [
  'examples',
  'test/cases/styles',
  'test/cases/constructs',
  'test/cases/public-reports',
];

const START = '<!-- table -->\n';
const END = '<!-- /table -->';

/** The document with the table of these findings in the place of its own. */
export function withTable(document: string, findings: readonly Finding[]): string {
  const [before = '', rest = ''] = document.split(START);
  const after = rest.slice(rest.indexOf(END));
  return `${before}${START}\n${tableOf(findings)}\n\n${after}`;
}

function tableOf(findings: readonly Finding[]): string {
  const rules = ruleIds().filter((id) => ruleById(id)?.meta.fixable);
  const rows = rules.map((id) =>
    rowOf(
      `[${id}](rules/${id}.md)`,
      findings.filter(({ rule }) => rule === id),
    ),
  );
  const all = findings.filter(({ rule }) => rules.includes(rule));
  const lines = [
    ['rule', 'findings', 'with a fix', 'safe', 'why the others have none'],
    ['---', '--:', '--:', '--:', '---'],
    ...rows,
    rowOf('all', all),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf(name: string, findings: readonly Finding[]): string[] {
  const offered = findings.filter(({ fixes }) => fixes.length > 0);
  const safe = offered.filter(({ fixes }) => fixes.some(({ preferred }) => preferred));
  return [name, ...[findings, offered, safe].map(({ length }) => String(length)), reasonsOf(findings)];
}

/** Most frequent ones first. */
function reasonsOf(findings: readonly Finding[]): string {
  const counts = new Map<string, number>();
  for (const { notFixed } of findings) if (notFixed) counts.set(notFixed, (counts.get(notFixed) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([refusal, count]) => `${refusalText(refusal as NonNullable<Finding['notFixed']>)} ${String(count)}`)
    .join(', ');
}
