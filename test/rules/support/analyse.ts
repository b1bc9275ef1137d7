import { readFileSync } from 'node:fs';
import { buildTrace } from '../../../src/analyzer/trace/build.ts';
import { findPrograms } from '../../../src/analyzer/program/programs.ts';
import { SourceFile } from '../../../src/analyzer/syntax/source-file.ts';
import { loadParser } from '../../../src/analyzer/syntax/load.ts';
import { checkProgram, settleFile } from '../../../src/analyzer/rules/index.ts';
import type { AnalysisSettings } from '../../../src/analyzer/analysis.ts';
import type { Finding } from '../../../src/analyzer/finding.ts';
const nm = new URL('../../../node_modules/', import.meta.url).pathname;
const parser = await loadParser(
  readFileSync(nm + 'web-tree-sitter/web-tree-sitter.wasm'),
  readFileSync(nm + 'tree-sitter-cpp/tree-sitter-cpp.wasm'),
);
const FILE = 'main.cpp';
export function traceOf(text: string) {
  const file = new SourceFile(FILE, text);
  const facts = file.read(parser, new Map());
  if (!facts) throw new Error(file.trouble);
  const map = new Map([[FILE, facts]]);
  const programs = findPrograms({ facts: map, cmake: new Map(), compileCommands: new Map() });
  return programs.map((p) => buildTrace(p, map, () => undefined).trace);
}
export function analyse(text: string, settings: AnalysisSettings = {}): Finding[] {
  const pipeline = {
    version: 1 as const,
    name: 'x',
    parameters: [],
    streams: [],
    events: [],
    queues: [],
    models: [],
    buffers: [],
    threads: [],
    unknowns: [],
  };
  const findings = traceOf(text).flatMap(
    (trace) => checkProgram({ trace, pipeline, settings, textOf: () => text }).findings,
  );
  return settleFile(FILE, text, findings, settings);
}
