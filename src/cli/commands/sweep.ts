/** `acl-perf sweep`: the rate over values of parameters, as a table, JSON or CSV. */
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { bytesText, percentText, rateText, resourceLabel } from '../../service/labels.ts';
import { toJson } from '../../service/json.ts';
import type { Locale } from '../../service/locale.ts';
import { translator } from '../../service/locale.ts';
import { nodeSimulator } from '../../server/node-threads.ts';
import { Predictor } from '../../service/predictor.ts';
import type { Session } from '../../service/session.ts';
import type { SweepRow } from '../../sim/explore/rows.ts';
import type { SweepResult } from '../../sim/explore/sweep.ts';
import { sweep, sweepWith } from '../../sim/explore/sweep.ts';
import type { CommonOptions } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError } from '../failure.ts';
import { parseNumber, parseVariation } from '../numbers.ts';
import { givenPrograms, openSession } from '../open.ts';
import { openPipeline } from '../pipeline-input.ts';
import { suggestion } from '../suggest.ts';
import { textTable } from '../table.ts';
import { TEXTS } from '../texts.ts';

export interface SweepCommandOptions extends CommonOptions {
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
  if (axes.length === 0) throw new CliError('nothing to vary: give --vary NAME=1..8 at least once');
  const limits = limitsOf(options);
  const { session, pipeline, locale } = await subject(paths, options, out);
  checkNames(
    pipeline,
    axes.map(({ name }) => name),
  );
  const simulator = nodeSimulator();
  const predictor = new Predictor(session.profile, simulator);
  const settings = session.settingsOf(pipeline);
  const chunk = sweepWith(pipeline, (varied, set) => predictor.predict(varied, { ...settings, ...set }));
  try {
    const result = await sweep(pipeline, axes, chunk, { limits }, simulator.width * PER_THREAD);
    out.print(render(result, options.format, locale));
    return 0;
  } catch (error) {
    if (error instanceof PipelineError) throw new CliError(error.message);
    throw error;
  } finally {
    await simulator.close();
  }
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
    return openPipeline(first, options);
  }
  const opened = await openSession(paths, options, out);
  const programs = givenPrograms(opened, options.program);
  const [program] = programs;
  if (program === undefined)
    throw new CliError(`${paths.join(' ')}: ${translator(TEXTS, 'en')('noProgram')}`);
  if (programs.length > 1) {
    const names = programs.map(({ name }) => name).join(', ');
    throw new CliError(`${programs.length} programs here (${names}): choose one with --program`);
  }
  return { session: opened.session, pipeline: program.pipeline, locale: opened.locale };
}

function checkNames(pipeline: Pipeline, names: string[]): void {
  const known = [...pipeline.parameters.map(({ name }) => name), 'processes', 'devices'];
  for (const name of names) {
    if (!known.includes(name))
      throw new CliError(`--vary: unknown parameter "${name}"${suggestion(name, known)}`);
  }
}

function render(result: SweepResult, format: SweepCommandOptions['format'], locale: Locale): string {
  if (format === 'json') return toJson(result);
  return format === 'csv' ? csv(result) : table(result, locale);
}

const NUMBERS = ['qps', 'qpsLow', 'qpsHigh', 'medianMs', 'p99Ms'] as const;

function csv({ axes, rows }: SweepResult): string {
  const names = axes.map(({ name }) => name);
  const header = [
    ...names,
    ...NUMBERS,
    'bottleneck',
    'utilization',
    'memoryBytes',
    'fits',
    'hostCores',
    'error',
  ];
  const lines = rows.map((row) =>
    [
      ...names.map((name) => row.settings[name] ?? ''),
      row.qps,
      ...row.qpsRange,
      row.medianMs,
      row.p99Ms,
      row.bottleneck,
      row.bottleneckUtilization,
      row.memoryBytes,
      row.fits,
      row.hostCores,
      row.error ?? '',
    ]
      .map(csvCell)
      .join(','),
  );
  return [header.map(csvCell).join(','), ...lines].join('\n');
}

function csvCell(value: string | number | boolean): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function table(result: SweepResult, locale: Locale): string {
  const names = result.axes.map(({ name }) => name);
  const header = [...names, 'QPS', 'low', 'high', 'p99 ms', 'memory MiB', 'cores', 'bottleneck', ''];
  const rows = result.rows.map((row) => tableRow(row, names, row === result.best, locale));
  const t = translator(TEXTS, locale);
  const knees = result.knees.map(({ axis, value, qps }) =>
    t('knee', { name: axis, value, qps: rateText(qps) }),
  );
  const best = result.best;
  const found = best ? [t('best', { settings: settingsText(best.settings), qps: rateText(best.qps) })] : [];
  return [...textTable([header, ...rows]), '', ...found, ...knees].join('\n');
}

const settingsText = (settings: Record<string, number>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');

function tableRow(row: SweepRow, names: string[], isBest: boolean, locale: Locale): string[] {
  const settings = names.map((name) => String(row.settings[name] ?? ''));
  if (row.error !== undefined) return [...settings, '-', '-', '-', '-', '-', '-', row.error, ''];
  return [
    ...settings,
    rateText(row.qps),
    ...row.qpsRange.map(rateText),
    row.p99Ms.toFixed(1),
    (row.memoryBytes / MIB).toFixed(0),
    row.hostCores.toFixed(2),
    `${resourceLabel(row.bottleneck, locale)} ${percentText(row.bottleneckUtilization)}`,
    [...(isBest ? ['*'] : []), ...(row.fits ? [] : [`memory: ${bytesText(row.memoryBytes)}`])].join(' '),
  ];
}
