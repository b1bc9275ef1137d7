/** Analyzers for tests: the parser's wasm is read once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnalyzer } from '../../src/analyzer/index.ts';
import type { AnalysisSettings, Analyzer } from '../../src/analyzer/analysis.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import type { ResolvedStep } from '../../src/pipeline/resolved.ts';
import type { Pipeline, Step, SubmitStep } from '../../src/pipeline/pipeline.ts';
import { walk } from '../../src/pipeline/walk.ts';

const wasm = (name: string, file: string) => readFileSync(join('node_modules', name, file));
const runtimeWasm = wasm('web-tree-sitter', 'web-tree-sitter.wasm');
const grammarWasm = wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm');

/** An analyzer that holds these files. */
export async function analyzerOf(
  files: Record<string, string>,
  settings?: AnalysisSettings,
): Promise<Analyzer> {
  const analyzer = await createAnalyzer({ runtimeWasm, grammarWasm, ...(settings ? { settings } : {}) });
  for (const [file, text] of Object.entries(files)) analyzer.update({ file, text });
  return analyzer;
}

/** The Pipeline of the one program in these files. */
export async function pipelineOf(
  files: Record<string, string> | string,
  settings?: AnalysisSettings,
): Promise<Pipeline> {
  const analyzer = await analyzerOf(typeof files === 'string' ? { 'main.cpp': files } : files, settings);
  const programs = analyzer.programs();
  analyzer.dispose();
  const [program] = programs;
  if (!program || programs.length !== 1) throw new Error(`${programs.length} programs instead of one`);
  return program.pipeline;
}

/** The steps of a kind, also of those that share their interface with another (`enqueue`, `dequeue`). */
type StepOf<K extends Step['kind'], S extends Step = Step> = S extends unknown
  ? K extends S['kind']
    ? S
    : never
  : never;

/** All steps of a kind, in order. */
export function stepsOf<K extends Step['kind']>(pipeline: Pipeline, kind: K): StepOf<K>[] {
  const found: StepOf<K>[] = [];
  for (const thread of pipeline.threads) {
    for (const step of walk<Step>(thread.program)) {
      if (step.kind === kind) found.push(step as StepOf<K>);
    }
  }
  return found;
}

/** Calls of the submissions, in order. */
export function callsIn(pipeline: Pipeline): string[] {
  return stepsOf(pipeline, 'submit').map((step: SubmitStep) => step.call);
}

/** The Pipeline without places in the source: what it does, for comparing two ways to write one program. */
export function behaviour(pipeline: Pipeline): unknown {
  const places = new Set([
    'source',
    'calledFrom',
    'createdAt',
    'range',
    'origin',
    'name',
    'entry',
    'unknowns',
    'coverage',
  ]);
  return JSON.parse(
    JSON.stringify(pipeline, (key, value: unknown) => (places.has(key) ? undefined : value)),
  ) as unknown;
}

/** What a program submits in a mode, thread by thread. */
export function callsAt(pipeline: Pipeline, settings: Record<string, number>): string[][] {
  const calls = (steps: readonly ResolvedStep[]) =>
    [...walk(steps)].flatMap((step) => (step.kind === 'submit' ? [step.call] : []));
  return resolve(pipeline, settings).threads.map(({ program }) => calls(program));
}
