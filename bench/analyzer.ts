/**
 * Times of the analyzer: an edit of one character in a file of 2,000 lines, for the file's facts and until the program's
 * Pipeline and findings are new; a made tree of 3,000 files; a made library of 700 files, with a device in three; and the files of a folder (`--folder=…`, else the examples)
 * from cold, each in a process of its own, with the memory that stays in use. Limits are those for 656 files.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Analyzer } from '../src/analyzer/analysis.ts';
import { createAnalyzer } from '../src/analyzer/index.ts';
import type { ColdRun } from './analyzer-cold.ts';
import { libraryTree } from './library-tree.ts';
import { percentile } from './percentile.ts';

/** `growth` is that of twice as many files; the others are ms. */
const LIMITS = { factsMs: 10, pipelineMs: 50, coldMs: 5000, checkMs: 6000, fileMs: 250, growth: 2.6 };
const TREE_FILES = 3000;
const EDITS = 300;

interface Row {
  what: string;
  /** Median and 99th percentile, or one figure; ms unless `what` says otherwise. */
  figures: string;
  value: number;
  limit?: number;
}

/** Runs all and prints a table; false where a limit is not kept. */
export async function run(folder: string): Promise<boolean> {
  console.log(`ms; edits are wall time, which a busy machine spoils; load ${load()}`);
  const parts = [editRows, () => treeRows(TREE_FILES), libraryRows, () => folderRows(folder)];
  let isKept = true;
  for (const part of parts) for (const row of await part()) isKept = print(row) && isKept;
  console.log(`load at the end: ${load()}`);
  return isKept;
}

const load = (): string => loadavg()[0]?.toFixed(1) ?? '?';

function print({ what, figures, value, limit }: Row): boolean {
  const isMet = limit === undefined || value <= limit;
  const verdict = limit === undefined ? '' : `${String(limit).padStart(8)}  ${isMet ? 'met' : 'not met'}`;
  console.log(`  ${what.padEnd(76)}${figures.padStart(18)}${verdict}`);
  return isMet;
}

const row = (what: string, value: number, limit?: number): Row => ({
  what,
  value,
  figures: value.toFixed(value < 10 ? 1 : 0),
  ...(limit === undefined ? {} : { limit }),
});

async function editRows(): Promise<Row[]> {
  const text = longProgram();
  const facts = await editTimes(text, (analyzer) => analyzer.notices('main.cpp'));
  const whole = await editTimes(text, (analyzer) => [analyzer.programs(), analyzer.findings('main.cpp')]);
  const edit = (until: string, times: number[], limit: number): Row => ({
    what: `an edit in ${text.split('\n').length} lines until ${until} (median, 99th percentile)`,
    figures: format(times),
    value: percentile(times, 0.99),
    limit,
  });
  return [
    edit('the file is read', facts, LIMITS.factsMs),
    edit('Pipeline and findings are new', whole, LIMITS.pipelineMs),
  ];
}

/** Twice the files must not take much more than twice as long. */
function treeRows(files: number): Row[] {
  const half = coldRun(String(files / 2));
  const whole = coldRun(String(files));
  const growth = whole.processorMs / half.processorMs;
  return [
    row(`made tree, ${whole.files} files, ${whole.programs} programs, from cold`, whole.processorMs),
    row(`  times as long as half of it`, growth, LIMITS.growth),
  ];
}

const LIBRARY_FILES = 700;

/** What nothing calls is read as an entry: that takes no longer for the files around it. */
function libraryRows(): Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'acl-perf-'));
  for (const [file, text] of libraryTree(LIBRARY_FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  const checked = checkRun(folder);
  rmSync(folder, { recursive: true });
  const what = `library, ${LIBRARY_FILES} files, a device in three: acl-perf check`;
  return checked ? [timeRow(what, checked, LIMITS.checkMs)] : [];
}

function folderRows(folder: string): Row[] {
  const run = coldRun(folder);
  const checked = checkRun(folder);
  const thousand = (bytes: number): number => (bytes / run.files) * 1000 * 1e-6;
  return [
    timeRow(
      `${run.files} files, ${run.programs} programs, from the start of the process`,
      run,
      LIMITS.coldMs,
    ),
    ...(checked ? [timeRow('  acl-perf check, gains included', checked, LIMITS.checkMs)] : []),
    row(`  slowest file by itself: ${baseOf(run.slowest.file)}`, run.slowest.ms, LIMITS.fileMs),
    row('  objects that stay in use for 1,000 files, MB', thousand(run.heapBytes)),
    row("  parser's own memory, whatever the number of files, MB", run.wasmBytes / 1e6),
    row('  most memory of the process at any time, MB', run.peakBytes / 1e6),
  ];
}

const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Wall and processor time. An idle machine takes no more wall than processor time: the less of them is compared. */
function timeRow(what: string, { wallMs, processorMs }: Times, limit: number): Row {
  const figures = `${wallMs.toFixed(0)} ${processorMs.toFixed(0).padStart(8)}`;
  return { what: `${what} (wall, processor)`, figures, value: Math.min(wallMs, processorMs), limit };
}

/** A run in a process of its own, which finds nothing compiled and no memory in use. */
function coldRun(source: string): ColdRun {
  const parameters = ['scripts/run.mjs', 'bench/analyzer-cold.ts', source];
  return JSON.parse(execFileSync(process.execPath, parameters, { encoding: 'utf8' })) as ColdRun;
}

const CLI = 'dist/cli/acl-perf.cjs';
const TELL_PROCESSOR_TIME =
  "data:text/javascript,process.on('exit', () => process.stderr.write(`\\n${JSON.stringify(process.cpuUsage())}`))";

type Times = Pick<ColdRun, 'wallMs' | 'processorMs'>;

/** The built command line over the folder; undefined where it is not built. */
function checkRun(folder: string): Times | undefined {
  if (!existsSync(CLI)) return undefined;
  const parameters = ['--import', TELL_PROCESSOR_TIME, CLI, 'check', folder, '--format', 'json'];
  const start = performance.now();
  // The exit status counts findings.
  const { stderr } = spawnSync(process.execPath, parameters, { encoding: 'utf8', maxBuffer: 1e9 });
  const { user, system } = JSON.parse(stderr.slice(stderr.lastIndexOf('\n'))) as NodeJS.CpuUsage;
  return { wallMs: performance.now() - start, processorMs: (user + system) / 1000 };
}

function format(times: readonly number[]): string {
  return `${percentile(times, 0.5).toFixed(2).padStart(8)} ${percentile(times, 0.99).toFixed(2).padStart(8)}`;
}

async function newAnalyzer(): Promise<Analyzer> {
  const wasm = (name: string, file: string) => readFileSync(join('node_modules', name, file));
  return createAnalyzer({
    runtimeWasm: wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
    grammarWasm: wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
  });
}

/** The bundled batch-1 pipeline, made 2,000 lines long by functions of the usual kind around it. */
function longProgram(): string {
  const source = readFileSync('examples/full-batch1/main.cpp', 'utf8');
  const helper = (n: number) => `
static int helper_${n}(const std::vector<int> &values, int limit) {
    int sum = 0;
    for (size_t i = 0; i < values.size(); i++) {
        if (values[i] > limit) {
            sum += values[i] * ${n};
        }
    }
    return sum;
}
`;
  const missing = 2000 - source.split('\n').length;
  return source + Array.from({ length: Math.ceil(missing / 10) }, (_, n) => helper(n)).join('');
}

/** Types and deletes a letter at places all over the file; the time of `ask` after each. */
async function editTimes(text: string, ask: (analyzer: Analyzer) => unknown): Promise<number[]> {
  const analyzer = await newAnalyzer();
  const file = 'main.cpp';
  analyzer.update({ file, text });
  ask(analyzer);
  const times: number[] = [];
  for (let edit = 0; edit < EDITS; edit++) {
    const at = Math.floor((text.length * ((edit * 37) % 100)) / 100);
    const typed = `${text.slice(0, at)}x${text.slice(at)}`;
    const changes = [
      { file, text: typed, edit: { startOffset: at, oldEndOffset: at, newEndOffset: at + 1 } },
      { file, text, edit: { startOffset: at, oldEndOffset: at + 1, newEndOffset: at } },
    ];
    for (const change of changes) {
      const start = performance.now();
      analyzer.update(change);
      ask(analyzer);
      times.push(performance.now() - start);
    }
  }
  analyzer.dispose();
  // The first edits keep the tree and compile the code: they are no picture of typing.
  return times.slice(20);
}
