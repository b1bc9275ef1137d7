/** Measurements beside the prediction: quantities of one run, and series of runs at other values of the parameters. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { compareMeasurements } from '../measure/compare.ts';
import type { MeasurementStatement } from '../measure/errors.ts';
import { inFile, measurementText, statement } from '../measure/errors.ts';
import type { ReadFiles } from '../measure/files.ts';
import { predictedModels } from '../measure/predicted-models.ts';
import type { MeasuredRun } from '../measure/runs.ts';
import type { Summary } from '../measure/summary.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Locale } from '../pipeline/words.ts';
import { toldSymptom } from '../service/diagnosis.ts';
import { toldJoin, type ToldJoin } from '../service/joined-lines.ts';
import { subjectLabel } from '../service/labels.ts';
import { namedSettings, parameterNamer, settingsInName } from '../service/measured-settings.ts';
import { parametersInUse } from '../service/parameters.ts';
import type { Session } from '../service/session.ts';
import type { Comparison } from './protocol.ts';

/** The rate at the settings of a run; null where the program cannot run so. */
async function predictedAt(
  session: Session,
  pipeline: Pipeline,
  settings: Record<string, number>,
  signal: AbortSignal | undefined,
): Promise<number | null> {
  try {
    return (await session.predict(pipeline, settings, signal && { signal })).qps;
  } catch (error) {
    if (error instanceof PipelineError) return null;
    throw error;
  }
}

/** Rates of the program that logs hold: of runs in other settings than today's, by their names, and of the others. */
function splitRates(
  { summaries }: ReadFiles,
  pipeline: Pipeline,
  today: Readonly<Record<string, number>>,
): { runs: MeasuredRun[]; rest: Summary[] } {
  const nameOf = parameterNamer(pipeline);
  const values = new Map(
    parametersInUse(pipeline, today).map(({ parameter, value }) => [parameter.name, value]),
  );
  const runs: MeasuredRun[] = [];
  const rest = summaries.filter((summary) => {
    const { file, line } = summary.source;
    const settings = isProgramRate(summary) ? settingsInName(file, nameOf) : undefined;
    const differs = Object.entries(settings ?? {}).some(([name, value]) => values.get(name) !== value);
    if (settings && differs) runs.push({ settings, qps: summary.mean, from: `${file}:${line}` });
    return !differs;
  });
  return { runs, rest };
}

const isProgramRate = ({ kind, subject }: { kind: string; subject: string }): boolean =>
  kind === 'throughput' && subject === 'program';

/** Rates further apart than this share of the larger are not of one program run again. */
const REPEATED = 0.03;

const areRepeated = (rates: readonly number[]): boolean =>
  Math.min(...rates) >= (1 - REPEATED) * Math.max(...rates);

/** Several rates of one program cannot all be of it as it stands, unless it was run again. */
function noteSeveral(rest: readonly Summary[], notes: MeasurementStatement[]): void {
  const rates = rest.filter(isProgramRate);
  if (rates.length > 1 && !areRepeated(rates.map(({ mean }) => mean)))
    notes.push(statement('which-run', { files: rates.map(({ source }) => source.file) }));
}

async function compareRuns(
  session: Session,
  pipeline: Pipeline,
  { runs, notes }: ReadFiles,
  signal: AbortSignal | undefined,
): Promise<Comparison['runs']> {
  const nameOf = parameterNamer(pipeline);
  const compared: Comparison['runs'] = [];
  const left: MeasuredRun[] = [];
  for (const run of runs) {
    const settings = namedSettings(run.settings, nameOf);
    if (Object.keys(settings).length === 0) {
      left.push(run);
      continue;
    }
    const predicted = await predictedAt(session, pipeline, settings, signal);
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

/** @throws PipelineError for a program that cannot be simulated; the signal's reason once it is aborted */
export async function compareProgram(
  session: Session,
  { pipeline }: ProgramAnalysis,
  read: ReadFiles,
  { locale, signal }: { locale: Locale; signal?: AbortSignal },
): Promise<Comparison> {
  const prediction = await session.predict(pipeline, {}, signal && { signal });
  const models = predictedModels(pipeline, session.profileOf(pipeline), session.settingsOf(pipeline));
  const { runs: logged, rest } = splitRates(read, pipeline, session.settingsOf(pipeline));
  noteSeveral(rest, read.notes);
  const rows = compareMeasurements({ prediction, models }, rest).map((row) => ({
    ...row,
    name: subjectLabel(row.subject, locale),
  }));
  const runs = await compareRuns(session, pipeline, { ...read, runs: [...read.runs, ...logged] }, signal);
  const told = read.joined && toldJoin(read.joined, locale);
  const notes = [...read.notes.map((note) => measurementText(note, locale)), ...(told?.notes ?? [])];
  const diagnosis = read.diagnosis.map((one) => {
    const { message, source } = toldSymptom(one, locale);
    return { message, source };
  });
  const lines = linesOf(read, told);
  return { rows, runs, lines, values: read.values, diagnosis, notes };
}

function linesOf({ joined, values }: ReadFiles, told: ToldJoin | undefined): Comparison['lines'] {
  return (told?.lines ?? []).flatMap(({ source, call, measured, reference, share, cause }, i) => {
    if (source === null) return [];
    const off = joined?.lines[i]?.cause?.data['constant'];
    const constant = values.find((value) => value.constant === off)?.constant;
    const why = { ...(cause && { cause: cause.message }), ...(constant && { constant }) };
    return [{ source, call, measured, reference, share, ...why }];
  });
}

/** Without anything who asked keeps what was compared before. */
export const bringsAnything = ({ rows, runs, lines }: Comparison): boolean =>
  rows.length + runs.length + lines.length > 0;

/** The measured rate of the program as it stands, or one and the same again; null where several could be meant. */
export function measuredRate({ rows }: Comparison): { qps: number; from: string } | null | undefined {
  const rates = rows.filter(isProgramRate);
  const [first] = rates;
  const all = rates.map(({ measured }) => measured);
  if (!first) return undefined;
  if (!areRepeated(all)) return null;
  return { qps: all.reduce((sum, rate) => sum + rate, 0) / all.length, from: first.from };
}
