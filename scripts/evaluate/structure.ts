/** Threads, streams, frame loops and stages of Pipelines, beside those of a label. */
import type { Pipeline, Step, ThreadDeclaration, WaitStep } from '../../src/pipeline/pipeline.ts';
import type { SourceRange } from '../../src/pipeline/source.ts';
import type { Label } from './labels.ts';

export interface Score {
  /** Of the label's things, how many were found. */
  found: number;
  expected: number;
  /** Of what was found, how many are not in the label. */
  wrong: number;
  notes: string[];
}

export interface StructureScore {
  threads: Score;
  streams: Score;
  loops: Score;
  /** Of the loops found, those whose stages stand in the very order. */
  stages: Score;
  models: Score;
}

interface FoundLoop {
  file: string;
  line: number;
  stages: string[];
}

export function scoreStructure(label: Label, pipelines: readonly Pipeline[]): StructureScore {
  const { structure } = label;
  const read = new Set(label.files);
  const places = (pick: (pipeline: Pipeline) => (SourceRange | undefined)[]) =>
    unique(pipelines.flatMap(pick), read);
  const threads = places((pipeline) =>
    pipeline.threads.filter((thread) => thread.kind === 'thread').map((thread) => thread.createdAt),
  );
  const streams = places((pipeline) => pipeline.streams.map((stream) => stream.source));
  const models = places((pipeline) => pipeline.models.map((model) => model.source));
  const loops = pipelines
    .flatMap((pipeline) => pipeline.threads.flatMap(loopsOf))
    .filter((loop) => read.has(loop.file));
  return {
    threads: scorePlaces(
      structure.threads.map((thread) => thread.created_at),
      threads,
    ),
    streams: scorePlaces(
      structure.streams.map((stream) => stream.created_at),
      streams,
    ),
    models: scorePlaces(
      structure.models.flatMap((model) => (model.load ? [model.load] : [])),
      models,
    ),
    ...scoreLoops(label, loops),
  };
}

type Place = Pick<SourceRange, 'file' | 'line'>;

function keyOf({ file, line }: Place): string {
  return `${file}:${line}`;
}

/** Places in files that the label has read: of others it says nothing. */
function unique(places: readonly (SourceRange | undefined)[], read: ReadonlySet<string>): string[] {
  return [...new Set(places.flatMap((place) => (place && read.has(place.file) ? [keyOf(place)] : [])))];
}

function scorePlaces(expected: readonly Place[], found: readonly string[]): Score {
  const wanted = new Set(expected.map(keyOf));
  const hits = [...wanted].filter((key) => found.includes(key));
  const wrong = found.filter((key) => !wanted.has(key));
  const missed = [...wanted].filter((key) => !found.includes(key));
  return {
    found: hits.length,
    expected: wanted.size,
    wrong: wrong.length,
    notes: [...missed.map((key) => `missed ${key}`), ...wrong.map((key) => `not in the label: ${key}`)],
  };
}

function scoreLoops(label: Label, loops: readonly FoundLoop[]): { loops: Score; stages: Score } {
  const expected = label.structure.frame_loops;
  const byPlace = new Map<string, FoundLoop>();
  for (const loop of loops) if (!byPlace.has(keyOf(loop))) byPlace.set(keyOf(loop), loop);
  const score = scorePlaces(expected, [...byPlace.keys()]);
  const stages: Score = { found: 0, expected: 0, wrong: 0, notes: [] };
  for (const one of expected) {
    const found = byPlace.get(keyOf(one));
    if (!found) continue;
    stages.expected++;
    const want = one.stages_in_order.join(' ');
    if (found.stages.join(' ') === want) stages.found++;
    else
      stages.notes.push(`${keyOf(one)} ${one.function}: label [${want}], found [${found.stages.join(' ')}]`);
  }
  return { loops: score, stages };
}

function loopsOf(thread: ThreadDeclaration): FoundLoop[] {
  const loops = stepLoops(thread.program);
  if (thread.kind === 'callback' && thread.source) {
    loops.unshift({ file: thread.source.file, line: thread.source.line, stages: stagesOf(thread.program) });
  }
  return loops;
}

function stepLoops(steps: readonly Step[]): FoundLoop[] {
  return steps.flatMap((step) => {
    const inner = innerSteps(step).flatMap(stepLoops);
    if (step.kind !== 'repeat' || !step.frameLoop || !step.source) return inner;
    return [{ file: step.source.file, line: step.source.line, stages: stagesOf(step.body) }, ...inner];
  });
}

function innerSteps(step: Step): Step[][] {
  if (step.kind === 'repeat' || step.kind === 'lock') return [step.body];
  return step.kind === 'branch' ? [step.then, step.otherwise] : [];
}

const engines: Record<string, string> = {
  h2d: 'H2D',
  d2h: 'D2H',
  d2d: 'D2D',
  jpegd: 'JPEGD',
  jpege: 'JPEGE',
  pngd: 'PNGD',
  vpc: 'VPC',
  vdec: 'VDEC',
  venc: 'VENC',
};

/** The stages of steps, in order; the likelier side of a branch. */
export function stagesOf(steps: readonly Step[]): string[] {
  const stages: string[] = [];
  let resultsSeen = false;
  const visit = (step: Step): void => {
    if (step.kind === 'branch') {
      for (const inner of likelier(step)) visit(inner);
      return;
    }
    for (const inner of innerSteps(step).flat()) visit(inner);
    const stage = stageOf(step, resultsSeen);
    if (!stage || (stage.startsWith('HOST') && stages.at(-1) === stage)) return;
    if (/^(D2H|MODEL)/.test(stage)) resultsSeen = true;
    stages.push(stage);
  };
  for (const step of steps) visit(step);
  return stages;
}

function likelier(step: Extract<Step, { kind: 'branch' }>): Step[] {
  return typeof step.share === 'number' && step.share < 0.5 && step.otherwise.length
    ? step.otherwise
    : step.then;
}

/** What ends a thread, or lets callbacks run, waits for no result; who fetches a decoder's frame does. */
const isForOthers = (step: WaitStep): boolean =>
  step.for === 'thread' || (step.for === 'report' && step.call === 'aclrtProcessReport');

function stageOf(step: Step, resultsSeen: boolean): string | undefined {
  if (step.kind === 'wait') return isForOthers(step) ? undefined : 'SYNC';
  if (step.kind === 'host') return step.busy ? hostStage(step.what, resultsSeen) : undefined;
  if (step.kind !== 'submit') return undefined;
  if (step.engine !== 'aicore') return engines[step.engine];
  if (!step.work.model) return 'OP';
  return step.mode === 'async' ? 'MODEL_ASYNC' : 'MODEL_SYNC';
}

/** What goes out, and work on results, is post-processing; pictures changed before that are pre-processing; reads are neither. */
function hostStage(what: string, resultsSeen: boolean): string | undefined {
  if (/write|^send/i.test(what)) return 'HOST_POST';
  if (resultsSeen) return /^(fread|read|std::ifstream|av_read|recv)/.test(what) ? undefined : 'HOST_POST';
  return /^cv::|sws_scale/.test(what) ? 'HOST_PRE' : undefined;
}
