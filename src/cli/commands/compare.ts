/** `acl-perf compare`: what was measured beside what is predicted, or beside an earlier measurement, line by line. */
import type { ComparedRow } from '../../measure/compare.ts';
import { compareMeasurements } from '../../measure/compare.ts';
import { diagnose } from '../../measure/diagnosis/diagnose.ts';
import { Join, type Joined } from '../../measure/join/join.ts';
import { NO_RECORD, type RunRecord } from '../../measure/join/run-events.ts';
import { predictedModels } from '../../measure/predicted-models.ts';
import { toSave, type UsableFrom, usableValues } from '../../measure/usable.ts';
import { summarize } from '../../measure/summary.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { toldSymptom, type ToldSymptom } from '../../service/diagnosis.ts';
import { toldJoin, type ToldJoin } from '../../service/joined-lines.ts';
import { versionedJson } from '../../service/json.ts';
import type { Session } from '../../service/session.ts';
import type { CommonOptions, LoadedConfig } from '../config.ts';
import { logTimesOf } from '../log-times.ts';
import type { Console } from '../console.ts';
import { CliError, fileError } from '../failure.ts';
import type { Gathered } from '../measurements/gather.ts';
import { gather } from '../measurements/gather.ts';
import { message } from '../messages.ts';
import { parseNumber } from '../numbers.ts';
import { givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';
import { comparisonLines } from '../render/comparison.ts';
import { save, savedWhere } from '../saved.ts';
import { STATUS } from '../status.ts';

export interface CompareOptions extends CommonOptions {
  format: 'text' | 'json';
  measured: string[];
  before?: string[];
  logTime?: string[];
  program?: string;
  maxDifference?: string;
  /** A file, or true for that of the workspace. */
  save?: string | true;
}

export interface ComparisonAnswer {
  program: string;
  device: string;
  /** What the measurement is set beside. */
  reference: 'prediction' | 'before';
  qps: { measured: number | null; reference: number | null };
  threads: Joined['threads'];
  lines: ToldJoin['lines'];
  elsewhere: Joined['elsewhere'];
  /** What the run suffers from, the host's first. */
  diagnosis: ToldSymptom[];
  /** Quantities of the whole program. */
  quantities: ComparedRow[];
  notes: string[];
  /** What differs by more than `--max-difference`. */
  exceeding: string[];
}

export async function compareCommand(
  paths: string[],
  options: CompareOptions,
  out: Console,
): Promise<number> {
  const most = options.maxDifference;
  const limit = most === undefined ? undefined : parseNumber(most, '--max-difference') / 100;
  const { session, pipeline, program, config } = await opened(paths, options, out);
  const reads = { events: true, logTimes: logTimesOf(options, config) };
  const measured = await gather(options.measured, reads, out);
  const before = options.before && (await gather(options.before, reads, out));
  const join = new Join(pipeline, session.profileOf(pipeline), session.settingsOf(pipeline));
  const record = recordOf(measured);
  const found = joined(join, record, before && recordOf(before));
  const told = toldJoin(found, out.locale);
  const evidence = {
    summaries: summarize(measured.measurements),
    record,
    lines: found.lines,
    recordedRate: found.qps.measured,
  };
  if (options.save !== undefined && !before) {
    const values = { ...measured, joined: found, record: measured.records[0] };
    keep(values, savedWhere(options.save, config), session, pipeline, out);
  }
  const symptoms = diagnose(evidence, measured.measurements);
  const { rows, ...rates } = await quantitiesOf(measured, before, pipeline, session);
  const answer: ComparisonAnswer = {
    program,
    device: session.profileOf(pipeline).id,
    reference: before ? 'before' : 'prediction',
    ...told,
    diagnosis: symptoms.map((one) => toldSymptom(one, out.locale)),
    qps: { measured: told.qps.measured ?? rates.measured, reference: told.qps.reference ?? rates.reference },
    quantities: rows,
    exceeding: [],
  };
  if (limit !== undefined) answer.exceeding = exceeding(answer, limit);
  out.print(
    options.format === 'json' ? versionedJson(answer) : comparisonLines(answer, out.locale).join('\n'),
  );
  return answer.exceeding.length > 0 ? STATUS.findings : 0;
}

/** What the measurement tells of the program's device and models goes into the workspace's file. */
function keep(from: UsableFrom, file: string, session: Session, pipeline: Pipeline, out: Console): void {
  const profile = session.profileOf(pipeline);
  const values = usableValues({ pipeline, profile, settings: session.settingsOf(pipeline) }, from);
  if (values.length === 0) return out.note(message('nothing-changed'));
  save(toSave(profile, values), file, session.settingsAt(pipeline.source?.file ?? '').cannVersion, out);
}

interface OpenedProgram {
  session: Session;
  pipeline: Pipeline;
  program: string;
  config: LoadedConfig | undefined;
}

async function opened(paths: string[], options: CompareOptions, out: Console): Promise<OpenedProgram> {
  const [only] = paths;
  if (paths.length === 1 && only?.endsWith('.json')) {
    const { session, pipeline, config } = openPipeline(only, options, out);
    return { session, pipeline, program: pipeline.name, config };
  }
  const { session, ...rest } = await openSession(paths, options, out);
  const programs = givenPrograms({ session, ...rest }, options.program);
  const [program] = programs;
  const given = paths.join(' ');
  if (program === undefined) throw fileError(given, message('no-program'));
  if (programs.length > 1) {
    const names = programs.map(({ name }) => name);
    throw fileError(given, message('which-program', { count: programs.length, names }));
  }
  return { session, pipeline: program.pipeline, program: program.name, config: rest.config };
}

const recordOf = ({ events: [first, ...others] }: Gathered): RunRecord => first?.record(others) ?? NO_RECORD;

const joined = (join: Join, measured: RunRecord, before: RunRecord | undefined): Joined =>
  before ? join.withBefore(measured, before) : join.withPrediction(measured);

/** Quantities of the whole program, and its rate where a log tells it. */
async function quantitiesOf(
  measured: Gathered,
  before: Gathered | undefined,
  pipeline: Pipeline,
  session: Session,
): Promise<{ rows: ComparedRow[]; measured: number | null; reference: number | null }> {
  const prediction = await session.predict(pipeline);
  const models = predictedModels(pipeline, session.profileOf(pipeline), session.settingsOf(pipeline));
  const rowsOf = ({ measurements }: Gathered): ComparedRow[] =>
    compareMeasurements({ prediction, models }, summarize(measurements));
  const rows = rowsOf(measured);
  if (!before) return { rows, measured: rateOf(rows), reference: prediction.qps };
  const earlier = rowsOf(before);
  const sameAs = (row: ComparedRow): ComparedRow | undefined =>
    earlier.find((one) => one.kind === row.kind && one.subject === row.subject);
  return {
    rows: rows.map((row) => ({ ...row, predicted: sameAs(row)?.measured ?? null })),
    measured: rateOf(rows),
    reference: rateOf(earlier),
  };
}

function rateOf(rows: readonly ComparedRow[]): number | null {
  const rates = rows.filter(({ kind, subject }) => kind === 'throughput' && subject === 'program');
  const [first] = rates;
  return first && rates.length === 1 ? first.measured : null;
}

/** Against a prediction both ways count; against a run before, what became slower. @throws CliError where nothing can be told */
function exceeding({ qps, lines, reference }: ComparisonAnswer, limit: number): string[] {
  if (qps.measured === null || qps.reference === null) throw new CliError('no-rate-to-judge');
  const rate = qps.measured / qps.reference - 1;
  const isOver = (slower: number): boolean =>
    reference === 'before' ? slower > limit : Math.abs(slower) > limit;
  const places = lines
    .filter(({ share }) => share !== null && isOver(share))
    .map(({ source, call, thread }) => `${source ? `${source.file}:${source.line}` : thread} ${call}`);
  return [...(isOver(-rate) ? ['qps'] : []), ...places];
}
