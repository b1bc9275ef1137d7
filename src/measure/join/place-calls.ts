/** Puts the calls of a record on the steps of the source that they are. */
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import type { Letter } from './align.ts';
import { NameNumbers } from './names.ts';
import type { Direction, HostCall, RunRecord } from './run-events.ts';
import { matchThreads, sourceThreads, type SourceThread } from './threads.ts';

export interface PlacedCalls {
  /** Of each call of the record its step; undefined for one that the source does not have there. */
  steps: (ResolvedCall | undefined)[];
  /** The thread of the source by the recorded one; what is no thread of the source is not there. */
  threads: ReadonlyMap<string, SourceThread>;
}

/** Calls of one thread, from a place of the record on. */
interface RecordedThread {
  name: string;
  from: number;
  to: number;
}

export function placeCalls(pipeline: ResolvedPipeline, record: RunRecord): PlacedCalls {
  const { calls } = record;
  const numbers = new NameNumbers();
  const names = Int32Array.from(calls, ({ name }) => numbers.of(name));
  const directions = directionsOf(record);
  const lettersOf = ({ from, to }: RecordedThread, source: SourceThread, most = Infinity) => {
    const at = knownCalls(names, source, from, to, most);
    return { at, letters: at.map((call) => letterOf(names[call] ?? -1, directions.get(call), source)) };
  };
  const matched = matchThreads(
    threadsOf(calls),
    sourceThreads(pipeline, numbers),
    (...given) => lettersOf(...given).letters,
  );
  const steps = new Array<ResolvedCall | undefined>(calls.length);
  for (const [recorded, source] of matched) {
    const { at, letters } = lettersOf(recorded, source);
    const { places } = source.aligner.align(letters);
    at.forEach((call, i) => (steps[call] = source.graph.places[places[i] ?? -1]?.step));
  }
  return { steps, threads: new Map([...matched].map(([{ name }, source]) => [name, source])) };
}

/** Calls that the thread of the source makes somewhere; others say nothing of where it is. */
function knownCalls(names: Int32Array, { aligner }: SourceThread, from: number, to: number, most: number) {
  const found: number[] = [];
  for (let call = from; call < to && found.length < most; call++)
    if (aligner.knows(names[call] ?? -1)) found.push(call);
  return found;
}

function threadsOf(calls: readonly HostCall[]): RecordedThread[] {
  const threads: RecordedThread[] = [];
  calls.forEach(({ thread }, call) => {
    const last = threads.at(-1);
    if (last?.name === thread) last.to = call + 1;
    else threads.push({ name: thread, from: call, to: call + 1 });
  });
  return threads;
}

/** Which way the copies of a call went, where the device tells. */
function directionsOf({ tasks }: RunRecord): Map<number, Direction> {
  const directions = new Map<number, Direction>();
  for (const { call, direction } of tasks) if (direction && call >= 0) directions.set(call, direction);
  return directions;
}

function letterOf(name: number, direction: Direction | undefined, { graph }: SourceThread): Letter {
  const contradicts = (place: number): boolean => {
    const step = graph.places[place]?.step;
    return step?.kind === 'submit' && COPIES.has(step.engine) && step.engine !== direction;
  };
  return { name, contradicts: direction === undefined ? never : contradicts };
}

const COPIES = new Set(['h2d', 'd2h', 'd2d']);
const never = (): boolean => false;
