import { readFileSync } from 'node:fs';
import type { AnalysisSettings, ProgramAnalysis } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { createAnalyzer } from '../../../src/analyzer/index.ts';

const modules = new URL('../../../node_modules/', import.meta.url).pathname;
const analyzer = await createAnalyzer({
  runtimeWasm: readFileSync(`${modules}web-tree-sitter/web-tree-sitter.wasm`),
  grammarWasm: readFileSync(`${modules}tree-sitter-cpp/tree-sitter-cpp.wasm`),
});
const FILE = 'main.cpp';
/** The first parses of a process can take longer than the limit on a busy machine. */
const TRIES = 5;

function load(text: string, settings: AnalysisSettings): void {
  analyzer.configure(settings);
  for (let i = 0; i < TRIES; i++) {
    analyzer.remove(FILE);
    analyzer.update({ file: FILE, text });
    analyzer.programs();
    if (!analyzer.notices(FILE).some((notice) => notice.code === 'time-limit')) return;
  }
  throw new Error('the program could not be analysed in time');
}

/** All findings of a program of one file. */
export function analyse(text: string, settings: AnalysisSettings = {}): Finding[] {
  load(text, settings);
  return analyzer.findings(FILE);
}

/** The program itself, with its Pipeline. */
export function programOf(text: string, settings: AnalysisSettings = {}): ProgramAnalysis {
  load(text, settings);
  const [first] = analyzer.programs();
  if (!first) throw new Error('no program found');
  return first;
}
