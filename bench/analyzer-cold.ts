/**
 * The analyzer from cold, in a process of its own: reading files, following programs, rules. Prints one line of JSON
 * (`ColdRun`). Argument: a folder, or a number of files of a made tree.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Analyzer } from '../src/analyzer/analysis.ts';
import { createAnalyzer } from '../src/analyzer/index.ts';
import { syntheticTree } from './synthetic-tree.ts';

export interface ColdRun {
  files: number;
  programs: number;
  /** From the start of the process; ms. */
  wallMs: number;
  /** Of all threads of the process, user and system; ms. */
  processorMs: number;
  /** What stays in use after a full collection: objects made for the files, and all of the parser's memory; bytes. */
  heapBytes: number;
  wasmBytes: number;
  peakBytes: number;
  /** The file that takes longest by itself, its program and rules included; processor time. */
  slowest: { file: string; ms: number };
}

const memories: WebAssembly.Memory[] = [];

/** The parser does not give out its memory; what it makes goes by here. */
class CountedMemory extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    memories.push(this);
  }
}

const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const READ = /\.(c|cc|cpp|cxx|h|hh|hpp|hxx)$|CMakeLists\.txt$|compile_commands\.json$/;

function textsOf(source: string): Map<string, string> {
  if (/^\d+$/.test(source)) return syntheticTree(Number(source));
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && READ.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(files.toSorted().map((file) => [relative(source, file), readFileSync(file, 'utf8')]));
}

async function newAnalyzer(): Promise<Analyzer> {
  const wasm = (name: string, file: string) => readFileSync(join('node_modules', name, file));
  return createAnalyzer({
    runtimeWasm: wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
    grammarWasm: wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
  });
}

/** Each file by itself, reading, program and rules, once the code is compiled. */
function slowestOf(texts: ReadonlyMap<string, string>, analyzer: Analyzer): ColdRun['slowest'] {
  let slowest = { file: '', ms: 0 };
  for (const [file, text] of texts) {
    const start = processorMs();
    analyzer.update({ file, text });
    analyzer.findings(file);
    const ms = processorMs() - start;
    if (ms > slowest.ms) slowest = { file, ms };
    analyzer.remove(file);
  }
  return slowest;
}

/** A full garbage collection, without a flag on the command line. */
function collectAll(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function run(source: string): Promise<ColdRun> {
  const analyzer = await newAnalyzer();
  collectAll();
  const before = process.memoryUsage().heapUsed;
  const texts = textsOf(source);
  for (const [file, text] of texts) analyzer.update({ file, text });
  const programs = analyzer.programs().length;
  analyzer.findings();
  const took = { wallMs: performance.now(), processorMs: processorMs() };
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  collectAll();
  const heapBytes = process.memoryUsage().heapUsed - before;
  const wasmBytes = memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
  analyzer.dispose();
  const single = await newAnalyzer();
  const slowest = slowestOf(texts, single);
  single.dispose();
  return { files: texts.size, programs, ...took, heapBytes, wasmBytes, peakBytes, slowest };
}

WebAssembly.Memory = CountedMemory;
console.log(JSON.stringify(await run(process.argv[2] ?? 'examples')));
