/** Code lenses: the prediction on `main`, what threads do at their entries, and the pass of a frame loop at the loop. */
import type { CodeLens } from 'vscode-languageserver';
import * as v from 'valibot';
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Step } from '../pipeline/pipeline.ts';
import { errorText } from '../pipeline/words.ts';
import { resolve } from '../pipeline/resolve.ts';
import type { SourceRange } from '../pipeline/source.ts';
import { threadKnee } from '../service/knee.ts';
import { ratesText, percentText, rateText, resourceLabel } from '../service/labels.ts';
import type { Texts } from '../service/locale.ts';
import { translator } from '../service/locale.ts';
import { understandingOf } from '../service/understanding.ts';
import type { Demand } from '../service/simulation/task.ts';
import type { Prediction } from '../sim/prediction.ts';
import type { MeasuredLine } from './measured-lines.ts';
import { measuredText } from './measured-text.ts';
import { toRange } from './ranges.ts';
import type { ServerState } from './state.ts';
import { programNamed, programsOf } from './state.ts';
import { ownValue } from '../base/own-value.ts';

type Key =
  | 'noFrames'
  | 'rate'
  | 'knee'
  | 'thread'
  | 'threads'
  | 'loop'
  | 'loopOfOne'
  | 'memory'
  | 'predict'
  | 'failed'
  | 'perFrame'
  | 'called'
  | 'useMeasured';

const TEXTS: Texts<Key> = {
  noFrames: { en: 'no step finishes a frame', zh: '没有步骤完成一帧' },
  predict: { en: 'Predict throughput', zh: '预测吞吐量' },
  failed: { en: 'no prediction: {reason}', zh: '无法预测：{reason}' },
  rate: {
    en: '{qps} QPS ({low} to {high}) · {resource} {utilization}',
    zh: '{qps} QPS（{low} 至 {high}）· {resource} {utilization}',
  },
  knee: { en: 'knee at {count} threads', zh: '拐点：{count} 个线程' },
  memory: { en: 'does not fit in memory', zh: '内存不足' },
  perFrame: {
    en: 'not reached from main: read as if called once a frame',
    zh: '从 main 不可达：视为每帧调用一次',
  },
  useMeasured: { en: 'use the measured value', zh: '采用实测值' },
  called: { en: 'not reached from main: read as if called', zh: '从 main 不可达：视为被调用' },
  thread: { en: '1 thread · {load} of a host core', zh: '1 个线程 · 占主机核 {load}' },
  threads: { en: '{count} threads · {load} of a host core', zh: '{count} 个线程 · 占主机核 {load}' },
  loopOfOne: {
    en: 'frame loop · {rate} passes/s · 1 frame a pass',
    zh: '帧循环 · 每秒 {rate} 次 · 每次 1 帧',
  },
  loop: {
    en: 'frame loop · {rate} passes/s · {frames} frames a pass',
    zh: '帧循环 · 每秒 {rate} 次 · 每次 {frames} 帧',
  },
};

const dataSchema = v.object({
  program: v.string(),
  part: v.picklist(['main', 'thread', 'loop']),
  id: v.string(),
});
type LensData = v.InferOutput<typeof dataSchema>;

/** Lenses without their texts: those are made when a lens comes into view. */
export function codeLenses(uri: string, state: ServerState): CodeLens[] {
  const file = state.names.file(uri);
  if (!state.settings.at(file).codeLens.enabled) return [];
  const programs = programsOf(state);
  const entries = [...programs, ...state.session.beside()].filter(isTaken);
  return [
    ...programs
      .flatMap((program) => lensesOf(program))
      .filter(({ at }) => at.file === file)
      .map(({ at, data }) => ({ range: startOf(at), data })),
    ...entries
      .filter(({ pipeline }) => pipeline.source?.file === file)
      .flatMap((one) => entryLens(one, state)),
    ...state.measuredLines.in(file, state.session).flatMap((line) => measuredLens(line, state)),
  ];
}

/** Lines whose share of a frame differs by less need no lens: the hints have them. */
const WORTH_A_LENS = 0.01;

/** What was measured there beside what is predicted, and why the two differ. */
function measuredLens(line: MeasuredLine, state: ServerState): CodeLens[] {
  const isTelling = line.cause !== undefined || Math.abs(line.share ?? 0) >= WORTH_A_LENS;
  const times = measuredText(line, state.locale);
  if (!isTelling || times === undefined) return [];
  const title = [times, ...(line.cause === undefined ? [] : [line.cause])].join(' · ');
  const lens = withTitle({ range: startOf(line.source) }, title, line.program, state);
  const { constant } = line;
  if (constant === undefined || !state.ownClient) return [lens];
  const use = translator(TEXTS, state.locale)('useMeasured');
  const command = { title: use, command: 'ascendcl.useMeasured', arguments: [[constant, line.program]] };
  return [lens, { range: lens.range, command }];
}

const startOf = (at: SourceRange): CodeLens['range'] =>
  toRange({ ...at, endLine: at.line, endColumn: at.column });

const isTaken = ({ pipeline }: ProgramAnalysis): boolean =>
  pipeline.unknowns.some(({ code }) => code === 'entry');

/** That nothing calls it; a click makes it an entry for certain. */
function entryLens({ name, pipeline: { source, threads } }: ProgramAnalysis, state: ServerState): CodeLens[] {
  if (!source) return [];
  const repeats = threads.some(({ program }) =>
    program.some(
      (step) => step.kind === 'repeat' && step.times === 'forever' && step.source?.line === source.line,
    ),
  );
  const title = translator(TEXTS, state.locale)(repeats ? 'perFrame' : 'called');
  const command = state.ownClient
    ? { title, command: 'ascendcl.chooseEntry', arguments: [name] }
    : { title, command: '' };
  return [{ range: startOf(source), command }];
}

interface Placed {
  at: SourceRange;
  data: LensData;
}

function lensesOf({ name: program, pipeline }: ProgramAnalysis): Placed[] {
  const main: Placed[] = pipeline.source
    ? [{ at: pipeline.source, data: { program, part: 'main', id: '' } }]
    : [];
  const threads = pipeline.threads.flatMap((thread): Placed[] => {
    if (thread.kind === 'main' || thread.source === undefined) return [];
    return [{ at: thread.source, data: { program, part: 'thread', id: thread.id } }];
  });
  const loops = pipeline.threads.flatMap((thread) =>
    frameLoops(thread.program).map((at): Placed => ({
      at,
      data: { program, part: 'loop', id: `${at.line}:${at.column}` },
    })),
  );
  return [...main, ...threads, ...loops];
}

function frameLoops(steps: readonly Step[]): SourceRange[] {
  return steps.flatMap((step) => {
    if (step.kind === 'lock') return frameLoops(step.body);
    if (step.kind === 'branch') return frameLoops([...step.then, ...step.otherwise]);
    if (step.kind !== 'repeat') return [];
    return [...(step.frameLoop && step.source ? [step.source] : []), ...frameLoops(step.body)];
  });
}

/** The text of a lens. Throws an AbortError where the demand ends before, as by an edit. */
export async function resolveLens(lens: CodeLens, state: ServerState, demand: Demand): Promise<CodeLens> {
  const data = v.safeParse(dataSchema, lens.data);
  const program = data.success ? programNamed(state, data.output.program) : undefined;
  if (!data.success || program === undefined) return withTitle(lens, '', undefined, state);
  const title = await titleOrProblem(data.output, program, state, demand);
  return withTitle(lens, title, data.output.program, state);
}

async function titleOrProblem(...parts: Parameters<typeof titleOf>): Promise<string> {
  const [, , state] = parts;
  try {
    return await titleOf(...parts);
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    // That it drives no device says by itself that there is no rate, and why.
    if (error.problem.id === 'no-device-work') return errorText(error, state.locale);
    return translator(TEXTS, state.locale)('failed', { reason: errorText(error, state.locale) });
  }
}

function withTitle(lens: CodeLens, title: string, program: string | undefined, state: ServerState): CodeLens {
  const shown = title === '' ? translator(TEXTS, state.locale)('predict') : title;
  if (!state.ownClient || program === undefined) return { ...lens, command: { title: shown, command: '' } };
  return { ...lens, command: { title: shown, command: 'ascendcl.predict', arguments: [program] } };
}

async function titleOf(
  data: LensData,
  program: ProgramAnalysis,
  state: ServerState,
  demand: Demand,
): Promise<string> {
  const prediction = await state.session.assessed(program.pipeline, {}, demand);
  if (data.part === 'thread') return threadTitle(data.id, program, prediction, state);
  if (data.part === 'loop') return loopTitle(prediction, state);
  const t = translator(TEXTS, state.locale);
  const { qps, bottleneck, memory } = prediction;
  if (qps <= 0) return t('noFrames');
  const rate = t('rate', {
    ...ratesText(prediction),
    resource: resourceLabel(bottleneck.resource, state.locale),
    utilization: percentText(bottleneck.utilization),
  });
  const understanding = understandingOf(program.pipeline, state.locale);
  const partly = understanding && understanding.state !== 'complete' ? [understanding.label] : [];
  const fits = memory.fits ? [] : [t('memory')];
  const knee = await threadKnee(state.session, program.pipeline, demand);
  return [rate, ...partly, ...fits, ...(knee === undefined ? [] : [t('knee', { count: knee })])].join(' · ');
}

function threadTitle(
  id: string,
  program: ProgramAnalysis,
  { hostThreads }: Prediction,
  state: ServerState,
): string {
  const resolved = resolve(program.pipeline, state.session.settingsOf(program.pipeline));
  const thread = resolved.threads.find((candidate) => candidate.id === id);
  if (thread === undefined) return '';
  const load = percentText(ownValue(hostThreads, thread.entry) ?? 0);
  const t = translator(TEXTS, state.locale);
  return thread.replicas === 1 ? t('thread', { load }) : t('threads', { count: thread.replicas, load });
}

function loopTitle({ qps, callsPerSecond }: Prediction, state: ServerState): string {
  if (callsPerSecond <= 0) return '';
  const frames = Number((qps / callsPerSecond).toPrecision(3));
  const rate = rateText(callsPerSecond);
  return translator(TEXTS, state.locale)(frames === 1 ? 'loopOfOne' : 'loop', { rate, frames });
}
