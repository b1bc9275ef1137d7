/** One round trip: a Pipeline is written as a program, and the program is read. */
import type { Analyzer } from '../../src/analyzer/analysis.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { analyzerOf } from '../support/analyzer.ts';
import { difference } from './difference.ts';
import { pipelineOf, type Shape } from './draw.ts';
import { normalForm } from './normal.ts';
import type { Style } from './style.ts';
import { writeProgram } from './write/program.ts';

export interface Trial {
  shape: Shape;
  style: Style;
}

export interface Outcome extends Trial {
  right: boolean;
  /** The normal form of what was written and what was read, line by line; `-` is missing, `+` too much. */
  difference: string[];
  files: Record<string, string>;
}

/** Writes the program and reads it. */
export async function run(trial: Trial): Promise<Outcome> {
  const pipeline = pipelineOf(trial.shape);
  const files = writeProgram(pipeline, trial.style);
  const lines = difference(normalForm(pipeline), await readBack(files));
  return { ...trial, files, difference: lines, right: lines.every((line) => line.startsWith('  ')) };
}

/** One for all trials: a process can load the grammar only so often. */
let shared: Promise<Analyzer> | undefined;

async function readBack(files: Record<string, string>): Promise<string[]> {
  try {
    const [program, ...others] = await programsIn(files);
    if (!program || others.length > 0) return [`${others.length + Number(!!program)} programs`];
    return normalForm(program);
  } catch (error) {
    return [`failed: ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** The Pipelines of the programs that these files are, by their places in them. */
export async function programsIn(files: Record<string, string>): Promise<Pipeline[]> {
  const analyzer = await (shared ??= analyzerOf({}));
  for (const [file, text] of Object.entries(files)) analyzer.update({ file, text });
  try {
    return analyzer.programs().map(({ pipeline }) => pipeline);
  } finally {
    for (const file of Object.keys(files)) analyzer.remove(file);
  }
}
