/** Which steps count frames, and how many each time. */
import { FrameShares } from './frame-shares.ts';
import { cascadeOf, DECODERS, partsOf, saidOf, type Counting } from './cascade.ts';
import type { ResolvedPipeline, ResolvedStep, ResolvedThread } from './resolved.ts';
import { isTurn, turnsOf } from './turns.ts';
import { bodiesOf, walk } from './walk.ts';
import { takePlace, Ways } from './ways.ts';

/** Frames that one pass of a step finishes. */
export type FrameCounters = Map<ResolvedStep, number>;

type Test = (step: ResolvedStep) => boolean;

const isModel: Test = (step) => step.kind === 'submit' && step.engine === 'aicore';
const isEngine: Test = (step) => step.kind === 'submit' && !['memset', 'd2d', 'p2p'].includes(step.engine);
const isDecoder: Test = (step) => step.kind === 'submit' && DECODERS.has(step.engine);
const isSubmit: Test = (step) => step.kind === 'submit';
const isHost: Test = (step) => step.kind === 'host';

/**
 * The steps whose completion counts frames: those that say so (`completes`); else the last model of each thread whose
 * frames go to no later thread with a model, times its batch; else the last step of an engine; else the last host step.
 * What a frame brings several of, as a detector its objects, is a part of it, within a loop or through a queue.
 */
export function frameCounters(pipeline: ResolvedPipeline): FrameCounters {
  const said: FrameCounters = new Map();
  for (const thread of pipeline.threads) {
    for (const step of walk(thread.program)) {
      if (step.kind === 'submit' && step.completes !== undefined) said.set(step, step.completes);
    }
  }
  if (said.size > 0) return said;
  for (const test of [isModel, isEngine, isSubmit, isHost]) {
    const counters = countersBy(pipeline, test);
    if (counters.size > 0) return counters;
  }
  return said;
}

function countersBy(pipeline: ResolvedPipeline, test: Test): FrameCounters {
  const having = pipeline.threads.filter((thread) => thread.replicas > 0 && has(thread, test));
  const ways = new Ways(pipeline);
  const bringsFrame = broughtBy(pipeline, ways);
  const own = new Map(having.map((thread) => [thread, countingOf(thread, pipeline, test, bringsFrame)]));
  const shares = new FrameShares(ways, own);
  const counters: FrameCounters = new Map();
  for (const thread of shares.last())
    for (const [step, frames] of own.get(thread)?.counters ?? [])
      counters.set(step, frames * shares.of(thread));
  return counters;
}

/** Tells the steps that take an item which a model or a decoder has worked at: that is of one frame. */
function broughtBy({ threads }: ResolvedPipeline, ways: Ways): Test {
  const working = threads.filter((thread) => has(thread, isModel) || has(thread, isDecoder));
  return (step) => {
    const putters = ways.puttersOf(takePlace(step) ?? '');
    return putters.some((putter) => working.some((one) => one === putter || ways.leads(one, putter)));
  };
}

/** Of one thread, as if it took whole frames. */
function countingOf(
  thread: ResolvedThread,
  pipeline: ResolvedPipeline,
  test: Test,
  bringsFrame: Test,
): Counting {
  const last = lastIn(thread.program, { test, workOf: workIn(pipeline) });
  const taken = takenAtOnce(thread);
  const framesOfStep = (step: ResolvedStep): number => {
    const frames = framesOf(step, pipeline);
    return taken.each.has(step) ? frames : Math.max(frames, taken.most);
  };
  const plain = new Map(last.map((step) => [step, framesOfStep(step)]));
  const said = saidOf(thread, plain);
  if (said) return { counters: said, isByItem: false };
  if (test !== isModel) return { counters: partsOf(thread, plain), isByItem: false };
  return cascadeOf(thread, { counters: plain, framesOf: framesOfStep, bringsFrame });
}

/** The items of the largest batch that a thread takes, and the steps that it does for each of them. */
function takenAtOnce({ program }: ResolvedThread): { most: number; each: ReadonlySet<ResolvedStep> } {
  const steps = [...walk<ResolvedStep>(program)];
  const most = steps.map((step) => (step.kind === 'dequeue' ? (step.batch?.atMost ?? 1) : 1));
  const each = steps.flatMap((step) =>
    step.kind === 'repeat' && step.taken ? [...walk<ResolvedStep>(step.body)] : [],
  );
  return { most: Math.max(1, ...most), each: new Set(each) };
}

function framesOf(step: ResolvedStep, pipeline: ResolvedPipeline): number {
  if (step.kind !== 'submit') return 1;
  const model = pipeline.models.find((m) => m.id === step.work.model);
  return (model?.batch ?? 1) * step.work.pictures;
}

function has(thread: ResolvedThread, test: Test): boolean {
  for (const step of walk(thread.program)) if (test(step)) return true;
  return false;
}

/** What is looked for, and what a step is given to do. */
interface Sought {
  test: Test;
  workOf(step: ResolvedStep): string[];
}

function lastIn(steps: readonly ResolvedStep[], sought: Sought, isInLoop = false): ResolvedStep[] {
  const { test } = sought;
  for (const [place, step] of [...steps.entries()].toReversed()) {
    const found = test(step) ? [step] : lastInside(step, sought, isInLoop);
    if (found.length === 0) continue;
    const before = steps.slice(0, place);
    if (step.kind !== 'repeat')
      return [
        ...leavingOver(before, found, sought),
        ...(test === isModel ? othersOf(before, found, sought) : []),
        ...found,
      ];
    const isPart = step.part === true;
    if (isTurn(step)) return turnsOf(steps).flatMap(({ body }) => lastIn(body, sought, true));
    // Beside a steady loop it would be a warm-up.
    return isInLoop && !isPart ? [...leavingOver(before, found, sought), ...found] : found;
  }
  return [];
}

/** Of the loops before that do the same: what is found behind a loop over whole batches is what that has left over. */
function leavingOver(
  before: readonly ResolvedStep[],
  rest: readonly ResolvedStep[],
  sought: Sought,
): ResolvedStep[] {
  const { workOf } = sought;
  const works = new Set(rest.flatMap(workOf));
  const isSame = (one: ResolvedStep): boolean => workOf(one).some((work) => works.has(work));
  return before.flatMap((step) => {
    const inside = step.kind === 'repeat' && !step.part ? lastInside(step, sought, true) : [];
    return inside.some(isSame) ? inside : [];
  });
}

/** The same work before that is another frame's, in its order. */
function othersOf(
  before: readonly ResolvedStep[],
  found: readonly ResolvedStep[],
  sought: Sought,
): ResolvedStep[] {
  const others = new Set([...besides(before, found, sought), ...recursions(before, found, sought)]);
  return before.filter((step) => others.has(step));
}

/** The same work in other turns of functions that call themselves, or each other. */
function recursions(
  before: readonly ResolvedStep[],
  found: readonly ResolvedStep[],
  { workOf }: Sought,
): ResolvedStep[] {
  const works = new Set(found.flatMap(workOf));
  const same = [...before, ...found].filter((step) => workOf(step).some((work) => works.has(work)));
  const sites = new Set(same.filter(isRecursive).map(siteOf));
  return found.some((step) => sites.has(siteOf(step))) ? same.filter((step) => sites.has(siteOf(step))) : [];
}

const siteOf = ({ source }: ResolvedStep): string => JSON.stringify(source ?? {});

/** One call of the ways to it was made within itself. */
function isRecursive({ source, calledFrom = [] }: ResolvedStep): boolean {
  return (
    source !== undefined && new Set(calledFrom.map((call) => JSON.stringify(call))).size < calledFrom.length
  );
}

/**
 * The same work before, with a copy of its result or the input of the next between the two, or on a stream that is not
 * ordered with that of the next: another frame. Where the host waits between, the next may depend on what it saw.
 */
function besides(
  before: readonly ResolvedStep[],
  found: readonly ResolvedStep[],
  { workOf }: Sought,
): ResolvedStep[] {
  const works = new Set(found.flatMap(workOf));
  const streams = new Set(found.map(streamOf));
  const others: ResolvedStep[] = [];
  let isApart = false;
  for (const step of before.toReversed()) {
    if (step.kind === 'wait' || (step.kind === 'submit' && step.mode === 'sync')) break;
    if (step.kind === 'streamWait') streams.add(ANY);
    if (bringsOrTakes(step)) isApart = true;
    else if (workOf(step).some((work) => works.has(work))) {
      const isBeside = !streams.has(ANY) && !streams.has(streamOf(step));
      if (!isApart && !isBeside) continue;
      others.unshift(step);
      streams.add(streamOf(step));
      isApart = false;
    }
  }
  return others;
}

/** Else it is written as an expression, which may name another each time. */
const isFile = (path: string): boolean => /\.om$/i.test(path);

/** Stands for streams of which the order is not looked into. */
const ANY = '*';

const streamOf = (step: ResolvedStep): string =>
  step.kind === 'submit' && step.stream ? `${step.stream.id} ${step.stream.index}` : ANY;

const bringsOrTakes: Test = (step) =>
  isDecoder(step) || (step.kind === 'submit' && (step.engine === 'h2d' || step.engine === 'd2h'));

/** What an engine is given to do; none of the host's own work. A model that was loaded again is the same work. */
const workIn =
  ({ models }: ResolvedPipeline) =>
  (step: ResolvedStep): string[] => {
    if (step.kind !== 'submit') return [];
    const { path = '' } = models.find(({ id }) => id === step.work.model) ?? {};
    return [`${step.engine} ${isFile(path) ? path : (step.work.model ?? '')}`];
  };

function lastInside(step: ResolvedStep, sought: Sought, isInLoop: boolean): ResolvedStep[] {
  if (step.kind === 'repeat' && step.times === 0) return [];
  return bodiesOf(step).flatMap((body) => lastIn(body, sought, isInLoop || step.kind === 'repeat'));
}
