import { readFileSync } from 'node:fs';
import type { AnalysisSettings, ProgramAnalysis } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
import { ruleIds } from '../../../src/analyzer/rules/index.ts';
import { loadParser } from '../../../src/analyzer/syntax/load.ts';
import { WorkspaceAnalyzer } from '../../../src/analyzer/workspace.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { Session } from '../../../src/service/session.ts';

const modules = new URL('../../../node_modules/', import.meta.url).pathname;
export const parser = await loadParser(
  readFileSync(`${modules}web-tree-sitter/web-tree-sitter.wasm`),
  readFileSync(`${modules}tree-sitter-cpp/tree-sitter-cpp.wasm`),
);
const FILE = 'main.cpp';
/** The first parses of a process can take longer than the limit on a busy machine. */
const TRIES = 5;
/** Programs that were followed: rules may look at one again under other settings. */
const analyzers = new Map<string, WorkspaceAnalyzer>();

function load(text: string, settings: AnalysisSettings): WorkspaceAnalyzer {
  const analyzer = analyzers.get(text) ?? read(text, settings);
  analyzers.set(text, analyzer);
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
  return { ...settings, rules: { ...settings.rules, ...othersOff(rule) } };
}

const off = new Map<string, Record<string, 'off'>>();

function othersOff(rule: string): Record<string, 'off'> {
  let others = off.get(rule);
  if (!others) {
    others = Object.fromEntries(ruleIds().flatMap((id) => (id === rule ? [] : [[id, 'off' as const]])));
    off.set(rule, others);
  }
  return others;
}

/** All findings of a program of one file. */
export function analyse(text: string, settings: AnalysisSettings = {}): Finding[] {
  return load(text, settings).findings(FILE);
}

/** What only a simulation shows of a program of one file. */
export async function stallsOf(text: string, settings: AnalysisSettings = {}): Promise<Finding[]> {
  const analyzer = new WorkspaceAnalyzer(parser, settings);
  const session = new Session(analyzer, { profile: loadProfile('ascend310'), parameters: {}, ...settings });
  session.update({ file: FILE, text });
  return (await session.stalls()).findings;
}

/** The program itself, with its Pipeline. */
export function programOf(text: string, settings: AnalysisSettings = {}): ProgramAnalysis {
  const [first] = load(text, settings).programs();
  if (!first) throw new Error('no program found');
  return first;
}

/** What each rule took on a program, by a clock that goes on by 1 ms at each look. */
export function timesOf(text: string): [rule: string, milliseconds: number][] {
  const times: [string, number][] = [];
  let clock = 0;
  const timing = {
    now: () => clock++,
    took: (rule: string, milliseconds: number) => void times.push([rule, milliseconds]),
  };
  const analyzer = new WorkspaceAnalyzer(parser, {}, timing);
  analyzer.update({ file: FILE, text });
  analyzer.findings(FILE);
  return times;
}
