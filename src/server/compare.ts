/** Measurements beside the prediction: quantities of one run, and series of runs at other values of the parameters. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { compareMeasurements } from '../measure/compare.ts';
import { inFile, measurementText, statement } from '../measure/errors.ts';
import type { ReadFiles } from '../measure/files.ts';
import type { MeasuredRun } from '../measure/runs.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Locale } from '../pipeline/words.ts';
import { subjectLabel } from '../service/labels.ts';
import { parametersInUse } from '../service/parameters.ts';
import type { Session } from '../service/session.ts';
import type { Comparison } from './protocol.ts';

/** The program's parameter that a column means: by its name whatever the case, or by the part it plays. */
function parameterNamer(pipeline: Pipeline): (column: string) => string | undefined {
  const names = new Map<string, string>();
  for (const { parameter, role } of parametersInUse(pipeline, {})) {
    if (role !== undefined && !names.has(role)) names.set(role, parameter.name);
    names.set(parameter.name.toLowerCase(), parameter.name);
  }
  return (column) => names.get(column.toLowerCase());
}

/** Columns that name no parameter (a utilization, a remark) are no settings. */
function settingsOf(
  run: MeasuredRun,
  nameOf: (column: string) => string | undefined,
): Record<string, number> {
  const known = Object.entries(run.settings).flatMap(([column, value]): [string, number][] => {
    const name = nameOf(column);
    return name === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(known);
}

/** The rate at the settings of a run; null where the program cannot run so. */
async function predictedAt(
  session: Session,
  pipeline: Pipeline,
  settings: Record<string, number>,
): Promise<number | null> {
  try {
    return (await session.predict(pipeline, settings)).qps;
  } catch (error) {
    if (error instanceof PipelineError) return null;
    throw error;
  }
}

async function compareRuns(
  session: Session,
  pipeline: Pipeline,
  { runs, notes }: ReadFiles,
): Promise<Comparison['runs']> {
  const nameOf = parameterNamer(pipeline);
  const compared: Comparison['runs'] = [];
  const left: MeasuredRun[] = [];
  for (const run of runs) {
    const settings = settingsOf(run, nameOf);
    if (Object.keys(settings).length === 0) {
      left.push(run);
      continue;
    }
    const predicted = await predictedAt(session, pipeline, settings);
    compared.push({ settings, predicted, measured: run.qps, from: run.from });
  }
  const [first] = left;
  if (first) {
    const columns = Object.keys(first.settings);
    const what = statement('no-parameter', { count: left.length, all: runs.length, columns });
    notes.push(inFile(first.from, what));
  }
  return compared;
}

/** Throws PipelineError for a program that cannot be simulated. */
export async function compareProgram(
  session: Session,
  { pipeline }: ProgramAnalysis,
  read: ReadFiles,
  locale: Locale,
): Promise<Comparison> {
  const prediction = await session.predict(pipeline);
  const rows = compareMeasurements(prediction, read.summaries).map((row) => ({
    ...row,
    name: subjectLabel(row.subject, locale),
  }));
  const runs = await compareRuns(session, pipeline, read);
  const notes = read.notes.map((note) => measurementText(note, locale));
  return { rows, runs, notes };
}

/** The measured rate of the program as it stands, where there is one. */
export function measuredRate({ rows }: Comparison): { qps: number; from: string } | undefined {
  const rate = rows.find(({ kind, subject }) => kind === 'throughput' && subject === 'program');
  return rate && { qps: rate.measured, from: rate.from };
}
