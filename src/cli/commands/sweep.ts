/** `acl-perf sweep`: the rate over values of parameters, as a table, JSON or CSV. */
import type { ProgramAnalysis } from '../../analyzer/analysis.ts';
import type { Coverage } from '../../pipeline/coverage.ts';
import { drivesDevice, reachedCalls } from '../../pipeline/device-work.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { settableNames } from '../../pipeline/settable.ts';
import { PROBLEMS, problem } from '../../pipeline/problems.ts';
import { UserError } from '../../pipeline/words.ts';
import type { Locale } from '../../service/locale.ts';
import { nodeSimulator } from '../../server/node-threads.ts';
import { Predictor } from '../../service/predictor.ts';
import type { Session } from '../../service/session.ts';
import { sweep, sweepWith } from '../../sim/explore/sweep.ts';
import { type ArrivalOptions, withArrivals } from '../arrivals.ts';
import type { CommonOptions } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError, fileError } from '../failure.ts';
import { message } from '../messages.ts';
import { parseNumber, parseVariation } from '../numbers.ts';
import { checkNames, givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';
import { sweepText } from '../render/sweep.ts';
import { STATUS } from '../status.ts';

export interface SweepCommandOptions extends CommonOptions, ArrivalOptions {
  vary: string[];
  format: 'table' | 'json' | 'csv';
  program?: string;
  maxLatency?: string;
  maxMemory?: string;
  maxHostCores?: string;
}

const MIB = 1024 * 1024;
/** Configurations at once, so that no thread waits while the others finish theirs. */
const PER_THREAD = 6;

interface Subject {
  session: Session;
  pipeline: Pipeline;
  locale: Locale;
}

export async function sweepCommand(
  paths: string[],
  options: SweepCommandOptions,
  out: Console,
): Promise<number> {
  const axes = options.vary.map(parseVariation);
  if (axes.length === 0) throw new CliError('nothing-to-vary');
  const limits = limitsOf(options);
  const { session, pipeline: read, locale } = await subject(paths, options, out);
  const pipeline = withArrivals(read, options);
  if (pipeline.coverage && !drivesDevice(pipeline)) return refuseSweep(pipeline.name, pipeline.coverage, out);
  checkNames(
    axes.map(({ name }) => name),
    settableNames(pipeline),
    '--vary',
  );
  const simulator = nodeSimulator();
  const predictor = new Predictor(session.settingsAt().profile, simulator);
  const settings = session.settingsOf(pipeline);
  const chunk = sweepWith(pipeline, (varied, set) => predictor.predict(varied, { ...settings, ...set }));
  try {
    const result = await sweep(pipeline, axes, chunk, { limits }, simulator.width * PER_THREAD);
    out.print(sweepText(result, options.format, locale));
    return 0;
  } finally {
    await simulator.close();
  }
}

/** Of what gives the device no work there is nothing to sweep. */
function refuseSweep(program: string, coverage: Coverage, out: Console): number {
  const why = problem('no-device-work', { reached: reachedCalls(coverage) });
  out.note(message('not-predicted', { program, why: new UserError(PROBLEMS, why) }));
  return coverage.verdict === 'none' ? STATUS.notUnderstood : 0;
}

function limitsOf({ maxLatency, maxMemory, maxHostCores }: SweepCommandOptions) {
  return {
    ...(maxLatency === undefined ? {} : { p99Ms: parseNumber(maxLatency, '--max-latency') }),
    ...(maxMemory === undefined ? {} : { memoryBytes: parseNumber(maxMemory, '--max-memory') * MIB }),
    ...(maxHostCores === undefined ? {} : { hostCores: parseNumber(maxHostCores, '--max-host-cores') }),
  };
}

/** A single `.json` is a pipeline written by hand; all else is source. */
async function subject(paths: string[], options: SweepCommandOptions, out: Console): Promise<Subject> {
  const [first] = paths;
  if (paths.length === 1 && first !== undefined && (first === '-' || first.endsWith('.json'))) {
    return openPipeline(first, options, out);
  }
  const opened = await openSession(paths, options, out);
  const programs = oneMain(givenPrograms(opened, options.program));
  const [program] = programs;
  if (program === undefined) throw fileError(paths.join(' '), message('no-program'));
  if (programs.length > 1) {
    const names = programs.map(({ name }) => name);
    throw new CliError('choose-program', { count: programs.length, names });
  }
  return { session: opened.session, pipeline: program.pipeline, locale: opened.locale };
}

/** A `main` goes before what it does not come to. */
function oneMain(programs: ProgramAnalysis[]): ProgramAnalysis[] {
  const mains = programs.filter(({ kind }) => kind === 'program');
  return mains.length === 1 ? mains : programs;
}
