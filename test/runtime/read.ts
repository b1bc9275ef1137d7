/** What the analyzer reads of a program. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../../src/analyzer/finding.ts';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import type { Program } from './program.ts';

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));
const wasm = (path: string): Buffer => readFileSync(join(modules, path));

export interface Reading {
  pipelines: Pipeline[];
  findings: Finding[];
}

export async function readProgram({ files }: Program): Promise<Reading> {
  const analyzer = await createAnalyzer({
    runtimeWasm: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    grammarWasm: wasm('tree-sitter-cpp/tree-sitter-cpp.wasm'),
  });
  for (const [file, text] of files) analyzer.update({ file, text });
  const reading = {
    pipelines: analyzer.programs().map(({ pipeline }) => pipeline),
    findings: analyzer.findings(),
  };
  analyzer.dispose();
  return reading;
}
