/** `acl-perf predict` and `simulate`: predictions with advice, of source and of hand-written pipelines. */
import type { ProgramAnalysis } from '../../analyzer/analysis.ts';
import type { AnyPage } from '../../server/protocol.ts';
import { pageOf } from '../../server/report-page.ts';
import { adviceFor, type AdviceList } from '../../service/advice.ts';
import { versionedJson } from '../../service/json.ts';
import type { Locale } from '../../service/locale.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import type { Problem } from '../../pipeline/problems.ts';
import { isStall } from '../../pipeline/problems.ts';
import { errorText, sentence, UserError } from '../../pipeline/words.ts';
import { openParameters } from '../../service/open-parameters.ts';
import { parametersInUse } from '../../service/parameters.ts';
import type { ProgramReport } from '../../service/report.ts';
import { emptyReport, programReport } from '../../service/report.ts';
import type { Session } from '../../service/session.ts';
import type { ToldPlan } from '../../service/told.ts';
import { toldPlan } from '../../service/told.ts';
import { type ArrivalOptions, withArrivals } from '../arrivals.ts';
import type { CommonOptions } from '../config.ts';
import type { Console } from '../console.ts';
import { CliError } from '../failure.ts';
import type { Message } from '../messages.ts';
import { message, MESSAGES } from '../messages.ts';
import { hasLosses, noteNotices } from '../notes.ts';
import type { Opened } from '../open.ts';
import { givenPrograms, openSession } from '../open.ts';
import { planFor, type Plan } from '../../sim/bounds/plan.ts';
import { programLines } from '../render/programs.ts';
import { reportFile } from '../render/html.ts';
import { planLines } from '../render/plan.ts';
import type { PredictionView, UnpredictedView } from '../render/prediction.ts';
import { predictionLines, unpredictedLines } from '../render/prediction.ts';
import { openPipeline } from '../pipeline-input.ts';
import { STATUS } from '../status.ts';
import { watchFile } from '../watch/file.ts';
import { jsonLines } from '../watch/json-lines.ts';
import { Rates } from '../watch/rates.ts';
import { watchSession } from '../watch/session.ts';
import { writeWhole } from '../whole-file.ts';

export interface PredictOptions extends CommonOptions, ArrivalOptions {
  format: 'text' | 'json';
  watch?: boolean;
  report?: string;
  program?: string;
}

/** One prediction, or why there is none, with all that is said of it. */
interface Answer {
  view: PredictionView | UnpredictedView;
  report: ProgramReport;
  program: ProgramAnalysis;
  plan?: Plan;
}

interface Setting {
  session: Session;
  locale: Locale;
  out: Console;
  /** Why programs could not be predicted. */
  failures: Message[];
}

export async function predict(paths: string[], options: PredictOptions, out: Console): Promise<number> {
  const [only] = paths;
  const file = paths.length === 1 && only?.endsWith('.json') ? only : undefined;
  if (options.watch) return watchPredictions(paths, file, options, out);
  if (file !== undefined) return simulate(file, options, out);
  return predicted(await openSession(paths, options, out), { paths, options }, out);
}

function watchPredictions(
  paths: string[],
  pipeline: string | undefined,
  options: PredictOptions,
  out: Console,
): Promise<never> {
  const printed = options.format === 'json' ? jsonLines(out) : out;
  if (pipeline !== undefined)
    return watchFile(pipeline, options, () => simulate(pipeline, options, printed), printed);
  const asked = { paths, options, rates: new Rates() };
  return watchSession(paths, options, (opened) => predicted(opened, asked, printed), printed);
}

/** Gives the exit status. */
async function predicted(
  opened: Opened,
  { paths, options, rates }: { paths: string[]; options: PredictOptions; rates?: Rates },
  out: Console,
): Promise<number> {
  const programs = givenPrograms(opened, options.program).map((program) => ({
    ...program,
    pipeline: withArrivals(program.pipeline, options),
  }));
  if (programs.length === 0) return reportNothing(paths, options, opened, out);
  const setting: Setting = { ...opened, out, failures: [] };
  const answers: Answer[] = [];
  for (const [i, program] of programs.entries()) {
    const data = { program: program.name, done: i + 1, of: programs.length };
    out.progress(message('predicting', data));
    answers.push(...(await answerOrNote(program, programs.length > 1, setting)));
  }
  if (answers.length === 0)
    throw new CliError('none-predicted', { count: programs.length, first: setting.failures[0] ?? '' });
  noteNotices(opened, options.verbose, out);
  rates?.note(answers.flatMap(ratesOf), out);
  await reportAnswers(answers, options, setting);
  return statusOf(answers);
}

const ratesOf = ({ program, view }: Answer): [program: string, qps: number][] =>
  'prediction' in view ? [[program.name, view.prediction.qps]] : [];

/** The worst of what is without a rate: a program that never gets anywhere, else one of which nothing was understood. */
function statusOf(answers: readonly Answer[]): number {
  const stalls = answers.some(({ view }) => 'problem' in view && isStall(view.problem.problem));
  if (stalls) return STATUS.findings;
  return answers.some(({ program }) => program.pipeline.coverage?.verdict === 'none')
    ? STATUS.notUnderstood
    : 0;
}

export async function simulate(file: string, options: PredictOptions, out: Console): Promise<number> {
  const { session, pipeline: read, locale } = openPipeline(file, options, out);
  const pipeline = withArrivals(read, options);
  const program = {
    name: pipeline.name,
    kind: 'program' as const,
    files: [],
    pipeline,
    findings: [],
    summary: [],
  };
  const setting = { session, locale, out, failures: [] };
  const answers = (await answerOrNote(program, false, setting)).map((answer) => planned(answer, setting));
  await reportAnswers(answers, options, setting);
  return statusOf(answers);
}

/** A pipeline written by hand is a plan: it also says whether what arrives fits, and what it loads how far. */
function planned(answer: Answer, { session }: Setting): Answer {
  const { program, view } = answer;
  if (!('prediction' in view)) return answer;
  const { pipeline } = program;
  const plan = planFor(pipeline, session.profileOf(pipeline), view.prediction, session.settingsOf(pipeline));
  return { ...answer, plan };
}

/** The plan in JSON: the prediction that it is of stands around it. */
function jsonReport({ view, report, plan }: Answer, locale: Locale): ProgramReport & { plan?: ToldPlan } {
  return plan && 'prediction' in view ? { ...report, plan: toldPlan(plan, view.prediction, locale) } : report;
}

/** A program with a number that makes no sense is an input error when it is the only one, else a note. */
async function answerOrNote(program: ProgramAnalysis, several: boolean, setting: Setting): Promise<Answer[]> {
  try {
    return [await answer(program, setting)];
  } catch (error) {
    const why = error instanceof UserError ? error : errorText(error, setting.locale);
    const data = { program: program.name, why };
    if (!several) throw new CliError('not-predicted', data);
    setting.out.note(message('not-predicted', data));
    setting.failures.push(message('not-predicted', data));
    return [];
  }
}

async function answer(program: ProgramAnalysis, { session, locale, out }: Setting): Promise<Answer> {
  const { pipeline } = program;
  const prediction = await session
    .explained(pipeline)
    .catch((error: unknown) => withoutRate(error, pipeline));
  const parameters = parametersInUse(pipeline, session.settingsOf(pipeline));
  const advice = await adviceFor(session, program);
  noteUnpriced(advice, out);
  const profile = session.profileOf(pipeline);
  const file = pipeline.source?.file;
  const common = {
    title: file === undefined || file === pipeline.name ? pipeline.name : `${pipeline.name} (${file})`,
    device: profile.name,
    coverage: pipeline.coverage,
    advice,
    unknowns: [...pipeline.unknowns, ...openParameters(pipeline)],
    parameters,
  };
  const view =
    prediction instanceof PipelineError ? { ...common, problem: prediction } : { ...common, prediction };
  const report = programReport({ pipeline, prediction, profile, advice, parameters }, locale);
  return { view, report, program };
}

/** Advice without a gain is no advice without use: that it was too much to simulate is said. */
function noteUnpriced({ items }: AdviceList, out: Console): void {
  const open = items.filter((one) => one.kind === 'fix' && !one.gain && one.priced.finding.counterfactual);
  if (open.length > 0) out.note(message('advice-not-priced', { count: open.length }));
}

/** That a program of source never gets anywhere is its answer; of a pipeline by hand it is an error of the input. */
function withoutRate(error: unknown, { coverage }: Pipeline): PipelineError {
  if (error instanceof PipelineError && coverage && isAnswer(error.problem)) return error;
  throw error;
}

const isAnswer = (problem: Problem): boolean =>
  problem.id === 'no-device-work' || problem.id === 'no-frame-yet' || isStall(problem);

function reportNothing(paths: string[], options: PredictOptions, opened: Opened, out: Console): number {
  const why = sentence(MESSAGES, message('no-program'), opened.locale);
  noteNotices(opened, options.verbose, out);
  if (hasLosses(opened)) return STATUS.notUnderstood;
  out.note(message('in-file', { file: paths.join(' '), what: message('no-program') }));
  out.print(
    options.format === 'json' ? versionedJson(emptyReport(opened.session.settingsAt().profile, why)) : why,
  );
  return 0;
}

async function reportAnswers(answers: Answer[], options: PredictOptions, setting: Setting): Promise<void> {
  const { out } = setting;
  if (options.report !== undefined) await writeReport(options.report, answers, setting);
  const reports = answers.map((answer) => jsonReport(answer, setting.locale));
  const [first] = reports;
  if (options.format === 'json')
    out.print(versionedJson(first && reports.length === 1 ? first : { programs: reports }));
  else if (answers.length > 1)
    out.print(
      programLines(
        answers.map(({ view }) => view),
        setting.locale,
      ).join('\n'),
    );
  else out.print(answers.map((answer) => textOf(answer, setting)).join('\n'));
}

function textOf({ view, plan }: Answer, { locale, out }: Setting): string {
  if (!('prediction' in view)) return unpredictedLines(view, locale, out).join('\n');
  return [
    ...predictionLines(view, locale, out),
    ...(plan ? planLines(plan, view.prediction, locale, out) : []),
  ].join('\n');
}

async function writeReport(
  file: string,
  answers: Answer[],
  { session, locale, out }: Setting,
): Promise<void> {
  const uri = (name: string): string => name;
  const pages: AnyPage[] = [];
  for (const { program } of answers) pages.push(await pageOf({ session, program, locale, uri }));
  const html = await reportFile(pages, locale);
  writeWhole(file, html);
  out.note(message('in-file', { file, what: message('report-written') }));
}
