/**
 * Times of the analyzer: an edit of one character in a file of 2,000 lines, for the file's facts and until the program's
 * Pipeline and findings are new; and the examples from cold. With a folder as argument, that folder's files from cold.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Analyzer } from '../src/analyzer/analysis.ts';
import { createAnalyzer } from '../src/analyzer/index.ts';

const LIMITS = { factsMs: 10, pipelineMs: 50 };
const EDITS = 300;

/** Runs all and prints a table; false where a limit is not kept. */
export async function run(folder: string | undefined): Promise<boolean> {
  const text = longProgram();
  const facts = await editTimes(text, (analyzer) => analyzer.notices('main.cpp'));
  const whole = await editTimes(text, (analyzer) => [analyzer.programs(), analyzer.findings('main.cpp')]);
  console.log(
    `An edit of one character in ${text.split('\n').length} lines, ms (median, 99th percentile, limit):`,
  );
  console.log(`  syntax and file facts     ${format(facts)}  ${LIMITS.factsMs}`);
  console.log(`  Pipeline and findings     ${format(whole)}  ${LIMITS.pipelineMs}`);
  await coldTime(folder ?? 'examples');
  return percentile(facts, 0.99) <= LIMITS.factsMs && percentile(whole, 0.99) <= LIMITS.pipelineMs;
}

function format(times: readonly number[]): string {
  return `${percentile(times, 0.5).toFixed(2).padStart(8)} ${percentile(times, 0.99).toFixed(2).padStart(8)}`;
}

function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
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
  return source + Array.from({ length: Math.ceil(missing / 11) }, (_, n) => helper(n)).join('');
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

async function coldTime(folder: string): Promise<void> {
  const analyzer = await newAnalyzer();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(c|cc|cpp|h|hpp)$|CMakeLists\.txt$/.test(name),
  );
  for (const file of files) analyzer.update({ file, text: readFileSync(join(folder, file), 'utf8') });
  const before = process.memoryUsage().heapUsed;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const programs = analyzer.programs();
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  const grown = (process.memoryUsage().heapUsed - before) / 1e6;
  console.log(
    `${files.length} files of ${folder} from cold: ${took.toFixed(0)} ms, ${programs.length} programs`,
  );
  console.log(
    `  processor time: ${((user + system) / 1000).toFixed(0)} ms; a longer wall time means a busy machine`,
  );
  console.log(
    `  memory: ${grown.toFixed(0)} MB more, ${((1000 * grown) / files.length).toFixed(0)} MB for 1,000 files`,
  );
  analyzer.dispose();
}
