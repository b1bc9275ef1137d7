/**
 * Cascades: a model runs once a frame, and another one in an inner loop for each thing that it found. The frame is a pass
 * of the outer loop.
 */
import type { FrameCounters } from './frames.ts';
import type { ResolvedRepeat, ResolvedStep, ResolvedThread } from './resolved.ts';
import { isTurn } from './turns.ts';
import { visitsIn } from './visits.ts';
import { bodiesOf, walk } from './walk.ts';

/** Engines that make pictures: each of these is a frame's. */
export const DECODERS: ReadonlySet<string> = new Set(['jpegd', 'pngd', 'vdec']);

/** The counters of a thread. `isByItem`: it counts the items that it takes, whatever it does with each. */
export interface Counting {
  counters: FrameCounters;
  isByItem: boolean;
}

interface FrameLoop {
  body: ResolvedStep[];
  /** What the loop itself does once a frame. */
  definer: ResolvedStep;
  /** The last steps stand in a loop within, and not only under a condition. */
  isRepeated: boolean;
}

/** A thread's last steps with what each counts by itself, and what else tells a frame. */
export interface Last {
  counters: FrameCounters;
  framesOf: (step: ResolvedStep) => number;
  /** The step takes what a frame brought. */
  bringsFrame: (step: ResolvedStep) => boolean;
}

/** How a thread counts whose last steps stand in loops over parts of a frame: each pass around these is one. */
export function partsOf(
  thread: Pick<ResolvedThread, 'kind' | 'program'>,
  counters: FrameCounters,
): FrameCounters {
  const isOne = (step: ResolvedStep): boolean => counters.has(step);
  const frame = frameAround(thread.program, isOne) ?? thread.program;
  const parts = frame.flatMap((step) => partLoops(step, isOne));
  // Stages work at all frames of a batch; else each frame is one that was taken apart.
  const frames = parts.every(({ stages }) => stages) ? Math.max(...counters.values()) : 1;
  return parts.length > 0 ? eachPass(counters, frame, frames) : counters;
}

/** Scaled so that a pass through these steps counts so many frames. */
function eachPass(counters: FrameCounters, body: readonly ResolvedStep[], frames: number): FrameCounters {
  const counted = sum(counters, visitsIn(body));
  return counted > 0 && Number.isFinite(counted) ? scaled(counters, frames / counted) : counters;
}

/** How a thread counts where a comment says which loop each pass of is a frame. */
export function saidOf(
  { program }: Pick<ResolvedThread, 'program'>,
  counters: FrameCounters,
): FrameCounters | undefined {
  const isOne = (step: ResolvedStep): boolean => counters.has(step);
  for (const step of walk(program))
    if (step.kind === 'repeat' && step.frame && some(step.body, isOne))
      return eachPass(counters, step.body, 1);
  return undefined;
}

/** The body of the innermost loop that holds such a step, but for those over parts and the turns that these take. */
function frameAround(
  steps: readonly ResolvedStep[],
  test: Test,
  isInPart = false,
): ResolvedStep[] | undefined {
  for (const step of steps) {
    const isPart = step.kind === 'repeat' && (step.part === true || (isInPart && isTurn(step)));
    const inner = bodiesOf(step).map((body) => frameAround(body, test, isPart));
    const found = inner.find((one) => one !== undefined);
    if (found) return found;
    if (step.kind === 'repeat' && !isPart && some(step.body, test)) return step.body;
  }
  return undefined;
}

/** The outermost loops over parts that have such a step in them. */
function partLoops(step: ResolvedStep, test: Test): ResolvedRepeat[] {
  if (step.kind === 'repeat' && step.part) return some(step.body, test) ? [step] : [];
  return bodiesOf(step).flatMap((body) => body.flatMap((one) => partLoops(one, test)));
}

type Test = (step: ResolvedStep) => boolean;

function some(steps: readonly ResolvedStep[], test: Test): boolean {
  for (const step of walk(steps)) if (test(step)) return true;
  return false;
}

/** How a thread counts, where loops outside of its last steps say what a frame is: so that each pass of those is one. */
export function cascadeOf(thread: ResolvedThread, last: Last): Counting {
  const loop = frameLoop(thread.program, last);
  if (!loop) return { counters: partsOf(thread, ofFinds(thread.program, last)), isByItem: false };
  const { definer, body, isRepeated } = loop;
  const frames = last.framesOf(definer);
  const isByItem = definer.kind === 'dequeue';
  const counted = sum(last.counters, visitsIn(body));
  if (!isRepeated || !(counted > 0) || !Number.isFinite(counted))
    return { counters: isByItem ? last.counters : new Map([[definer, frames]]), isByItem: false };
  return { counters: scaled(last.counters, frames / counted), isByItem };
}

/** A batch that a loop over parts of a frame puts together is of the frames that the model before the loop worked at. */
function ofFinds(program: readonly ResolvedStep[], last: Last): FrameCounters {
  const counters = new Map(last.counters);
  const bodies = [program, ...[...walk(program)].flatMap(bodiesOf)];
  for (const body of bodies)
    for (const [at, step] of body.entries()) {
      const counted = counters.get(step);
      const finder = counted === undefined ? undefined : finderBefore(body.slice(0, at), step);
      if (counted !== undefined && finder) counters.set(step, Math.min(counted, last.framesOf(finder)));
    }
  return counters;
}

function finderBefore(before: readonly ResolvedStep[], step: ResolvedStep): ResolvedStep | undefined {
  const parts = before.findLastIndex((one) => one.kind === 'repeat' && one.part === true);
  return before
    .slice(0, Math.max(0, parts))
    .findLast((one) => isModel(one) && modelOf(one) !== modelOf(step));
}

function sum(counters: FrameCounters, visits: ReadonlyMap<ResolvedStep, number>): number {
  return [...counters].reduce((total, [step, each]) => total + each * (visits.get(step) ?? 0), 0);
}

function scaled(counters: FrameCounters, by: number): FrameCounters {
  return new Map([...counters].map(([step, each]) => [step, each * by]));
}

/** The outermost loop that does a frame's work itself, and has the last steps further inside. */
function frameLoop(steps: readonly ResolvedStep[], last: Last): FrameLoop | undefined {
  for (const step of steps) {
    if (!holds(step, last)) continue;
    const own = step.kind === 'repeat' ? definedBy(step.body, last) : undefined;
    if (own) return own;
    for (const body of bodiesOf(step)) {
      const found = frameLoop(body, last);
      if (found) return found;
    }
  }
  return undefined;
}

function holds(step: ResolvedStep, { counters }: Last): boolean {
  for (const one of walk([step])) if (counters.has(one)) return true;
  return false;
}

function definedBy(body: ResolvedStep[], last: Last): FrameLoop | undefined {
  const { around, inner } = pick(body, last);
  if (inner.every((step) => last.counters.has(step))) return undefined;
  const definer = definerAmong(around, [...walk(inner)], last);
  return definer && { body, definer, isRepeated: inner.some((step) => isLooping(step, last)) };
}

/** A model of its own says what a frame is; else a decoder, or an item that a frame brought, where the inner loop has none. */
function definerAmong(
  around: readonly ResolvedStep[],
  inner: readonly ResolvedStep[],
  last: Last,
): ResolvedStep | undefined {
  const models = new Set([...last.counters.keys()].map(modelOf));
  const decodes = inner.some(isDecoder);
  const takes = inner.some(({ kind }) => kind === 'dequeue');
  return (
    around.findLast((step) => isModel(step) && !models.has(modelOf(step))) ??
    around.findLast((step) => !decodes && isDecoder(step)) ??
    around.findLast((step) => !takes && last.bringsFrame(step))
  );
}

/** What a pass does by itself, whichever way choices go, and the loops and choices that hold the last steps. */
function pick(body: readonly ResolvedStep[], last: Last): { around: ResolvedStep[]; inner: ResolvedStep[] } {
  const around: ResolvedStep[] = [];
  const inner: ResolvedStep[] = [];
  for (const step of body) {
    if (step.kind === 'lock') {
      const within = pick(step.body, last);
      around.push(...within.around);
      inner.push(...within.inner);
    } else if (holds(step, last)) inner.push(step);
    else if (step.kind !== 'repeat' && step.kind !== 'branch') around.push(step);
  }
  return { around, inner };
}

function isLooping(step: ResolvedStep, last: Last): boolean {
  if (step.kind === 'repeat') return holds(step, last);
  return bodiesOf(step).some((body) => body.some((inner) => isLooping(inner, last)));
}

const isModel = (step: ResolvedStep): boolean => step.kind === 'submit' && step.engine === 'aicore';
const isDecoder = (step: ResolvedStep): boolean => step.kind === 'submit' && DECODERS.has(step.engine);
const modelOf = (step: ResolvedStep): string | undefined =>
  step.kind === 'submit' ? step.work.model : undefined;
