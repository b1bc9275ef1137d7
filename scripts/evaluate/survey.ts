/** All public code at hand: nothing crashes or hangs, how long each file takes, and what the analysis could not tell. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analyzer } from '../../src/analyzer/analysis.ts';
import { filesUnder } from './files.ts';

/** Analyses every repository whole and prints the slowest file, the totals and the commonest unknowns. */
export async function surveyRepositories(
  checkouts: string,
  newAnalyzer: () => Promise<Analyzer>,
): Promise<void> {
  const unknowns = new Map<string, number>();
  const totals = { files: 0, programs: 0, milliseconds: 0, findings: 0, slowest: 0, slowestName: '' };
  for (const owner of await readdir(checkouts)) {
    for (const repository of await readdir(join(checkouts, owner))) {
      await survey(join(checkouts, owner, repository), await newAnalyzer(), totals, unknowns);
    }
  }
  console.log(
    `\n${totals.files} files in ${totals.programs} programs: ${totals.milliseconds.toFixed(0)} ms, ${totals.findings} findings`,
  );
  console.log(`slowest program: ${totals.slowest.toFixed(0)} ms (${totals.slowestName})`);
  console.log('\nCommonest unknowns:');
  const sorted = [...unknowns].sort((a, b) => b[1] - a[1]);
  for (const [code, count] of sorted.slice(0, 12)) console.log(`  ${String(count).padStart(6)}  ${code}`);
}

interface Totals {
  files: number;
  programs: number;
  milliseconds: number;
  findings: number;
  slowest: number;
  slowestName: string;
}

async function survey(
  root: string,
  analyzer: Analyzer,
  totals: Totals,
  unknowns: Map<string, number>,
): Promise<void> {
  for (const file of await filesUnder(root, '')) {
    analyzer.update({ file, text: await readFile(join(root, file), 'utf8') });
    totals.files++;
  }
  const started = performance.now();
  for (const program of analyzer.programs()) {
    totals.programs++;
    totals.findings += program.findings.length;
    for (const { code } of program.pipeline.unknowns) unknowns.set(code, (unknowns.get(code) ?? 0) + 1);
  }
  const took = performance.now() - started;
  totals.milliseconds += took;
  if (took > totals.slowest) Object.assign(totals, { slowest: took, slowestName: root });
  analyzer.dispose();
}
