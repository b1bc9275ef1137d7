/** Of the lines that give a device work, how many stand in a Pipeline, and where the others are: `npm run evaluate -- --coverage <folder>`. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Analyzer, ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';
import { table, writeSection } from '../validate/report.ts';
import { filesUnder } from './files.ts';
import { KINDS, workLines, type WorkKind, type WorkLine } from './work-lines.ts';

interface Place extends WorkLine {
  file: string;
}

interface Missed extends Place {
  reason: string;
}

interface Counts {
  all: number;
  inPipeline: number;
}

const perKind = (): Record<WorkKind, Counts> =>
  Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { all: 0, inPipeline: 0 }])) as Record<
    WorkKind,
    Counts
  >;

/** Each folder in `checkouts` that holds C++ is a checkout; where it holds folders alone, each of those is. */
export async function surveyCoverage(checkouts: string, newAnalyzer: () => Promise<Analyzer>): Promise<void> {
  const counts = perKind();
  const missed: Missed[] = [];
  for (const root of await rootsIn(checkouts))
    missed.push(...(await coverRoot(root, await newAnalyzer(), counts)));
  console.log(`\n${tableOf(counts)}`);
  if (process.argv.includes('--write')) await writeSection('lines', tableOf(counts));
  printReasons(missed);
  for (const { file, line, kind, reason, text } of missed)
    console.log(`  ${file}:${line} ${kind}: ${reason} | ${text.slice(0, 90)}`);
}

async function rootsIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).map((name) => join(folder, name));
  const isFolder = await Promise.all(names.map(async (name) => (await stat(name)).isDirectory()));
  const folders = names.filter((_, index) => isFolder[index]);
  if (folders.length < names.length) return [folder];
  const below = await Promise.all(
    folders.map(async (one) => ((await readdir(one)).length > 1 ? [one] : rootsIn(one))),
  );
  return below.flat();
}

async function coverRoot(
  root: string,
  analyzer: Analyzer,
  counts: Record<WorkKind, Counts>,
): Promise<Missed[]> {
  const places: Place[] = [];
  for (const file of await filesUnder(root, '')) {
    const text = await readFile(join(root, file), 'utf8');
    analyzer.update({ file, text });
    if (file !== 'CMakeLists.txt') places.push(...workLines(text).map((one) => ({ ...one, file })));
  }
  // What nothing calls beside a program at work has its own Pipeline, which the user may choose.
  const programs = [...analyzer.programs(), ...analyzer.beside()];
  const files = new Set(programs.flatMap(({ files: own }) => own));
  const inPipeline = new Set(programs.flatMap((program) => [...linesOf(program)]));
  const reasons = reasonsOf(programs);
  analyzer.dispose();
  const ofPrograms = places.filter(({ file }) => files.has(file));
  for (const { file, line, kind } of ofPrograms) {
    counts[kind].all++;
    if (inPipeline.has(`${file}:${line}`)) counts[kind].inPipeline++;
  }
  return ofPrograms
    .filter(({ file, line }) => !inPipeline.has(`${file}:${line}`))
    .map((place) => ({ ...place, file: join(root, place.file), reason: reasonOf(place, reasons) }));
}

function* linesOf({ pipeline }: ProgramAnalysis): Generator<string> {
  for (const thread of pipeline.threads)
    for (const { source } of walk<Step>(thread.program))
      if (source) for (let line = source.line; line <= source.endLine; line++) yield `${source.file}:${line}`;
}

interface Reason {
  file: string;
  line: number;
  reason: string;
}

const reasonsOf = (programs: readonly ProgramAnalysis[]): Reason[] =>
  programs.flatMap(({ pipeline }) =>
    (pipeline.coverage?.unread ?? []).map(({ range, reason, detail, function: name }) => ({
      file: range.file,
      line: range.line,
      reason: [reason, detail ?? name].join(' '),
    })),
  );

/** What is said of the function that the line stands in: the last one of the file that begins at or before it. */
function reasonOf({ file, line }: Place, reasons: readonly Reason[]): string {
  const before = reasons.filter((one) => one.file === file && one.line <= line);
  return before.sort((a, b) => b.line - a.line)[0]?.reason ?? 'NOT SAID';
}

function tableOf(counts: Record<WorkKind, Counts>): string {
  const all = Object.values(counts);
  const sum = (key: keyof Counts): number => all.reduce((total, one) => total + one[key], 0);
  const rows = [
    ...Object.entries(counts),
    ['all', { all: sum('all'), inPipeline: sum('inPipeline') }] as const,
  ];
  return table(
    ['lines that', 'all', 'in a Pipeline', 'share'],
    rows.map(([kind, { all: count, inPipeline }]) => [
      kind,
      String(count),
      String(inPipeline),
      `${((100 * inPipeline) / Math.max(1, count)).toFixed(1)} %`,
    ]),
  );
}

function printReasons(missed: readonly Missed[]): void {
  const byReason = new Map<string, number>();
  for (const { reason } of missed) {
    const [kind = ''] = reason.split(' ');
    byReason.set(kind, (byReason.get(kind) ?? 0) + 1);
  }
  console.log('\n| not in a Pipeline | lines |\n| --- | --- |');
  for (const [reason, count] of [...byReason].sort((a, b) => b[1] - a[1]))
    console.log(`| ${reason} | ${count} |`);
}
