import { readFileSync } from 'node:fs';
import type { AnalysisSettings, ProgramAnalysis } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { ruleIds } from '../../../src/analyzer/rules/index.ts';
import { loadParser } from '../../../src/analyzer/syntax/load.ts';
import { WorkspaceAnalyzer } from '../../../src/analyzer/workspace.ts';

const modules = new URL('../../../node_modules/', import.meta.url).pathname;
const parser = await loadParser(
  readFileSync(`${modules}web-tree-sitter/web-tree-sitter.wasm`),
  readFileSync(`${modules}tree-sitter-cpp/tree-sitter-cpp.wasm`),
);
const FILE = 'main.cpp';
/** The first parses of a process can take longer than the limit on a busy machine. */
const TRIES = 5;
/** Programs that are kept, so that rules which look at one again need not have it followed again. */
const KEPT = 2000;
const analyzers = new Map<string, WorkspaceAnalyzer>();

function load(text: string, settings: AnalysisSettings): WorkspaceAnalyzer {
  const analyzer = analyzers.get(text) ?? read(text, settings);
  analyzers.set(text, analyzer);
  for (const oldest of analyzers.keys()) {
    if (analyzers.size <= KEPT) break;
    analyzers.delete(oldest);
  }
  analyzer.configure(settings);
  return analyzer;
}

function read(text: string, settings: AnalysisSettings): WorkspaceAnalyzer {
  const analyzer = new WorkspaceAnalyzer(parser, settings);
  for (let i = 0; i < TRIES; i++) {
    analyzer.remove(FILE);
    analyzer.update({ file: FILE, text });
    if (!analyzer.notices(FILE).some((notice) => notice.code === 'time-limit')) return analyzer;
  }
  throw new Error('the program could not be analysed in time');
}

/** The settings with all rules off but one. */
export function alone(rule: string, settings: AnalysisSettings = {}): AnalysisSettings {
  const off = ruleIds().flatMap((id) => (id === rule ? [] : [[id, 'off'] as const]));
  return { ...settings, rules: { ...settings.rules, ...Object.fromEntries(off) } };
}

/** All findings of a program of one file. */
export function analyse(text: string, settings: AnalysisSettings = {}): Finding[] {
  return load(text, settings).findings(FILE);
}

/** The program itself, with its Pipeline. */
export function programOf(text: string, settings: AnalysisSettings = {}): ProgramAnalysis {
  const [first] = load(text, settings).programs();
  if (!first) throw new Error('no program found');
  return first;
}
