/**
 * Measures the analyzer against an expert's reading: `npm run evaluate -- <folder of checkouts> <folder of labels>`.
 * With `--coverage <folder>` it says how much of what gives a device work stands in a Pipeline.
 * The checkouts lie as `<owner>/<repository>/<path>` or `<owner>+<repository>/<path>`; nothing is fetched.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import type { Analyzer, ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import type { Finding } from '../../src/analyzer/finding.ts';
import { surveyCoverage } from './coverage.ts';
import { filesUnder, repositoriesIn } from './files.ts';
import { readLabels, type Label } from './labels.ts';
import { ruleTable, scoreFindings, type FindingScore } from './findings.ts';
import { scoreStructure, type Score, type StructureScore } from './structure.ts';
import { surveyRepositories } from './survey.ts';

async function newAnalyzer(): Promise<Analyzer> {
  const [runtimeWasm, grammarWasm] = await Promise.all([
    readFile(join('node_modules', 'web-tree-sitter', 'web-tree-sitter.wasm')),
    readFile(join('node_modules', 'tree-sitter-cpp', 'tree-sitter-cpp.wasm')),
  ]);
  return createAnalyzer({ runtimeWasm, grammarWasm });
}

async function main(): Promise<void> {
  const [checkouts, labelFolder] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  if (checkouts && process.argv.includes('--coverage')) return surveyCoverage(checkouts, newAnalyzer);
  if (!checkouts || !labelFolder) {
    console.error(
      'usage: npm run evaluate -- <folder of checkouts> <folder of labels>, or --coverage <folder>',
    );
    process.exit(2);
  }
  const labels = await readLabels(labelFolder);
  const repositories = await repositoriesIn(checkouts);
  const totals = new Map<string, Score>();
  const findings: FindingScore[] = [];
  for (const label of labels) {
    const { programs, found } = await analyzeApp(labelled(label, repositories), label);
    const score = scoreStructure(
      label,
      programs.map((program) => program.pipeline),
    );
    printApp(label, score);
    addTo(totals, score);
    findings.push(scoreFindings(label, found));
  }
  printTotals(totals);
  printFindings(findings);
  if (!process.argv.includes('--no-survey')) await surveyRepositories(checkouts, newAnalyzer);
}

/** Where nothing lies, nothing would be found, and that is no figure. */
function labelled({ repo }: Label, repositories: ReadonlyMap<string, string>): string {
  const root = repositories.get(repo);
  if (root === undefined) throw new Error(`${repo}: no checkout of it`);
  return root;
}

async function analyzeApp(
  root: string,
  label: Label,
): Promise<{ programs: ProgramAnalysis[]; found: Finding[] }> {
  const analyzer = await newAnalyzer();
  for (const file of await filesUnder(root, label.app_root === '.' ? '' : label.app_root)) {
    analyzer.update({ file, text: await readFile(join(root, file), 'utf8') });
  }
  const result = { programs: analyzer.programs(), found: analyzer.findings() };
  analyzer.dispose();
  return result;
}

function printApp(label: Label, score: StructureScore): void {
  console.log(`\n${label.name} (${label.repo})`);
  for (const [what, { found, expected, wrong, notes }] of Object.entries(score) as [string, Score][]) {
    console.log(`  ${what.padEnd(8)} ${found} of ${expected}, ${wrong} not in the label`);
    for (const note of notes) console.log(`           ${note}`);
  }
}

function addTo(totals: Map<string, Score>, score: StructureScore): void {
  for (const [what, one] of Object.entries(score) as [string, Score][]) {
    const total = totals.get(what) ?? { found: 0, expected: 0, wrong: 0, notes: [] };
    totals.set(what, {
      ...total,
      found: total.found + one.found,
      expected: total.expected + one.expected,
      wrong: total.wrong + one.wrong,
    });
  }
}

const targets: Record<string, number> = { threads: 95, streams: 90, loops: 95, stages: 90, models: 90 };

function printTotals(totals: ReadonlyMap<string, Score>): void {
  console.log(
    '\n| structure | found | of | share | target | not in the label |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (const [what, { found, expected, wrong }] of totals) {
    const share = expected ? (100 * found) / expected : 100;
    const extra = found + wrong ? (100 * wrong) / (found + wrong) : 0;
    console.log(
      `| ${what} | ${found} | ${expected} | ${share.toFixed(1)} % | >= ${targets[what] ?? 0} % | ${wrong} (${extra.toFixed(1)} %) |`,
    );
  }
}

function printFindings(scores: readonly FindingScore[]): void {
  const sum = (pick: (score: FindingScore) => number) =>
    scores.reduce((total, score) => total + pick(score), 0);
  const hits = sum((score) => score.hits);
  const expected = sum((score) => score.expected);
  const reported = sum((score) => score.reported);
  console.log('\n| findings | share |\n| --- | --- |');
  console.log(`| recall | ${hits} of ${expected} (${((100 * hits) / Math.max(1, expected)).toFixed(1)} %) |`);
  console.log(
    `| precision | ${hits} of ${reported} (${((100 * hits) / Math.max(1, reported)).toFixed(1)} %) |`,
  );
  console.log(`| reported though the label says no | ${sum((score) => score.denied)} |`);
  console.log(`\n${ruleTable(scores)}`);
  for (const score of scores) for (const note of score.notes) console.log(`  ${note}`);
}

await main();
