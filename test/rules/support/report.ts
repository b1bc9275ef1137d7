/** A finding as a user meets it, as text: what is said where, the evidence, what the fix would change. */
import type { ProgramAnalysis } from '../../../src/analyzer/analysis.ts';
import type { Finding, Fix } from '../../../src/analyzer/finding.ts';
import { messageText, refusalText, ruleById } from '../../../src/analyzer/rules/index.ts';
import type { Pipeline, Step } from '../../../src/pipeline/pipeline.ts';
import type { SourceRange } from '../../../src/pipeline/source.ts';
import { applyEdits } from './apply.ts';

/** First line of a report: the rule with its kind, where it applies and what it offers. */
export function headline(id: string): string {
  const meta = ruleById(id)?.meta;
  if (!meta) throw new Error(`no rule ${id}`);
  const { severity, category, devices, cannVersions, priced, fixable } = meta;
  const offers = [...(priced ? ['priced'] : []), ...(fixable ? ['fixable'] : [])];
  const where = [...(devices ?? []), ...(cannVersions ? [JSON.stringify(cannVersions)] : [])];
  return `${id}: ${[severity, category, ...where, ...offers].join(', ')}`;
}

/** All that a program's findings of one rule say. `code` is the program's text. */
export function report(code: string, program: ProgramAnalysis, findings: readonly Finding[]): string {
  return findings.map((finding) => reportOf(finding, code, program.pipeline).join('\n')).join('\n');
}

export const place = (range: SourceRange): string =>
  `${String(range.line)}:${String(range.column)}-${String(range.endLine)}:${String(range.endColumn)}`;

function reportOf(finding: Finding, code: string, pipeline: Pipeline): string[] {
  const say = (id: string, data: Finding['data']): string => messageText(finding.rule, id, data);
  const related = finding.related.map(
    ({ range, messageId, data }) => `  ${place(range)} ${say(messageId, data)}`,
  );
  const fixes = finding.fixes.flatMap((fix) => [
    `  ${fix.preferred ? 'fix' : 'possible fix'}: ${say(fix.titleId, fix.data)}`,
    ...changes(code.split('\n'), fixed(code, fix)),
  ]);
  return [
    `${place(finding.range)} ${finding.severity}: ${say(finding.messageId, finding.data)}`,
    ...related,
    ...(finding.notFixed === undefined ? [] : [`  not fixed: ${refusalText(finding.notFixed)}`]),
    ...fixes,
    ...priced(finding, pipeline),
  ];
}

const fixed = (code: string, fix: Fix): string[] => applyEdits(code, fix.edits).split('\n');

function priced({ counterfactual }: Finding, pipeline: Pipeline): string[] {
  if (!counterfactual) return [];
  return [
    '  priced by this change of the Pipeline:',
    ...changes(outline(pipeline), outline(counterfactual(pipeline) ?? pipeline)),
  ];
}

/** One line for each declaration and each step, without the places in the source. */
export function outline({ threads, ...declarations }: Pipeline): string[] {
  return [
    ...Object.entries(declarations).flatMap(([name, list]) =>
      Array.isArray(list) ? list.map((item) => `${name} ${json(item)}`) : [`${name} ${json(list)}`],
    ),
    ...threads.flatMap(({ program, ...thread }) => [`thread ${json(thread)}`, ...program.flatMap(stepLines)]),
  ];
}

function stepLines(step: Step): string[] {
  const inside = (steps: readonly Step[]): string[] => steps.flatMap(stepLines).map((line) => `  ${line}`);
  if (step.kind === 'repeat' || step.kind === 'lock') {
    const { body, ...rest } = step;
    return [`  ${json(rest)}`, ...inside(body)];
  }
  if (step.kind !== 'branch') return [`  ${json(step)}`];
  const { then, otherwise, ...rest } = step;
  return [`  ${json(rest)}`, ...inside(then), '  otherwise', ...inside(otherwise)];
}

function json(value: unknown): string {
  const bare = (key: string, inner: unknown): unknown =>
    key === 'source' || key === 'origin' ? undefined : inner;
  return JSON.stringify(value, bare).replaceAll('"', '');
}

/** Lines taken out and put in between two texts, from a longest common subsequence. */
export function changes(before: readonly string[], after: readonly string[]): string[] {
  const longest = lengths(before, after);
  const at = (i: number, j: number): number => longest[i]?.[j] ?? 0;
  const lines: string[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(`    - ${before[i++] ?? ''}`);
    } else lines.push(`    + ${after[j++] ?? ''}`);
  }
  return lines;
}

/** Of the texts from line i and line j on. */
function lengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(after.length + 1).fill(0));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const [row = [], next = []] = [table[i], table[i + 1]];
      row[j] = before[i] === after[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}
