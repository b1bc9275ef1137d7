/** All public code at hand: nothing crashes or hangs, how long each file takes, and what the analysis could not tell. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analyzer, ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import { drivesDevice } from '../../src/pipeline/device-work.ts';
import { table, writeSection } from '../validate/report.ts';
import { filesUnder, repositoriesIn } from './files.ts';

/** Analyses every repository whole and prints the slowest file, the totals and the commonest unknowns. */
export async function surveyRepositories(
  checkouts: string,
  newAnalyzer: () => Promise<Analyzer>,
): Promise<void> {
  const unknowns: Unknowns = new Map();
  const totals = { files: 0, programs: 0, milliseconds: 0, findings: 0, slowest: 0, slowestName: '' };
  const verdicts: Verdicts = new Map();
  for (const root of (await repositoriesIn(checkouts)).values()) {
    await survey(root, await newAnalyzer(), { totals, unknowns, verdicts });
  }
  console.log(
    `\n${totals.files} files in ${totals.programs} programs: ${totals.milliseconds.toFixed(0)} ms, ${totals.findings} findings`,
  );
  console.log(`slowest program: ${totals.slowest.toFixed(0)} ms (${totals.slowestName})`);
  console.log(`\n${tableOf(verdicts)}`);
  if (process.argv.includes('--write')) await writeSection('verdicts', tableOf(verdicts));
  printUnknowns(unknowns);
}

/** Programs and entries by verdict, those that drive no device apart. */
type Verdicts = Map<string, { programs: number; entries: number }>;

function noteVerdict({ kind, pipeline }: ProgramAnalysis, verdicts: Verdicts): void {
  const verdict = pipeline.coverage?.verdict ?? 'unknown';
  const state = drivesDevice(pipeline) || verdict === 'none' ? verdict : 'no device work';
  const counts = verdicts.get(state) ?? { programs: 0, entries: 0 };
  counts[kind === 'program' ? 'programs' : 'entries']++;
  verdicts.set(state, counts);
}

const tableOf = (verdicts: Verdicts): string => {
  const rows = [...verdicts].sort().map(([verdict, { programs, entries }]) => [verdict, programs, entries]);
  return table(
    ['verdict', 'programs', 'entries and libraries'],
    rows.map((row) => row.map(String)),
  );
};

/** How often each detail of each kind of unknown occurs. */
type Unknowns = Map<string, Map<string, number>>;

/** The commonest kinds, each with its commonest details; docs/unknowns.md explains them. */
function printUnknowns(unknowns: Unknowns): void {
  const total = (details: ReadonlyMap<string, number>) =>
    [...details.values()].reduce((sum, one) => sum + one, 0);
  const kinds = [...unknowns].map(([code, details]) => ({ code, details, count: total(details) }));
  const sum = kinds.reduce((all, { count }) => all + count, 0);
  console.log(`\n${sum} unknowns of ${kinds.length} kinds, the commonest:`);
  console.log('| unknown | count | share | most often |\n| --- | --- | --- | --- |');
  for (const { code, details, count } of kinds.sort((a, b) => b.count - a.count).slice(0, 12)) {
    const most = [...details].sort((a, b) => b[1] - a[1]).slice(0, 3);
    const words = most
      .map(([detail, times]) => `${detail} (${times})`)
      .join(', ')
      .replaceAll('|', '\\|');
    console.log(`| ${code} | ${count} | ${((100 * count) / sum).toFixed(1)} % | ${words} |`);
  }
}

interface Totals {
  files: number;
  programs: number;
  milliseconds: number;
  findings: number;
  slowest: number;
  slowestName: string;
}

interface Survey {
  totals: Totals;
  unknowns: Unknowns;
  verdicts: Verdicts;
}

async function survey(
  root: string,
  analyzer: Analyzer,
  { totals, unknowns, verdicts }: Survey,
): Promise<void> {
  for (const file of await filesUnder(root, '')) {
    analyzer.update({ file, text: await readFile(join(root, file), 'utf8') });
    totals.files++;
  }
  const started = performance.now();
  for (const program of analyzer.programs()) {
    totals.programs++;
    totals.findings += program.findings.length;
    noteVerdict(program, verdicts);
    for (const { code, detail } of program.pipeline.unknowns) {
      const details = unknowns.get(code) ?? new Map<string, number>();
      unknowns.set(code, details.set(detail, (details.get(detail) ?? 0) + 1));
    }
  }
  const took = performance.now() - started;
  totals.milliseconds += took;
  if (took > totals.slowest) Object.assign(totals, { slowest: took, slowestName: root });
  analyzer.dispose();
}
