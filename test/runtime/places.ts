/** Which of the threads that were read each thread that ran is taken for. */
import type { ThreadDeclaration } from '../../src/pipeline/pipeline.ts';
import type { Instruction } from './automaton.ts';
import { match, type Bindings, type Match } from './match.ts';
import type { ValueOf } from './quantities.ts';
import type { Word } from './words.ts';

export interface ReadThread {
  declaration: ThreadDeclaration;
  code: Instruction[];
  /** The same with the counts that the analyzer assumes for what it leaves open. */
  assumed: Instruction[];
  /** Undefined where run time says. */
  replicas: number | undefined;
  /** What its names stood for, by the threads that ran as it. */
  ran: Bindings[];
}

export type Result = { thread: ReadThread; result: Match };
export type Fit = { thread: ReadThread; bindings: Bindings };

/** One thread that ran, held against all that it may have been read as. */
export interface Tried {
  word: Word;
  results: Result[];
  fits: Fit[];
}

export function tryAll(word: Word, threads: readonly ReadThread[], valueOf: ValueOf): Tried {
  const alike = threads.filter(({ declaration }) => (declaration.kind === 'callback') === word.callback);
  const results = alike.map((thread) => ({ thread, result: match(thread.code, word, valueOf) }));
  const fits = results.flatMap(({ thread, result }) =>
    result.agrees ? [{ thread, bindings: result.bindings }] : [],
  );
  return { word, results, fits };
}

/**
 * Which thread each is taken for, so that as many as can be find one with room: a thread of few calls may fit several,
 * and gives way to one that fits a single one.
 */
export function placesOf(tried: readonly Tried[]): ReadonlyMap<Tried, Fit> {
  const places = new Map<Tried, Fit>();
  for (const one of tried) if (!settle(one, places, new Set())) leaveOver(one, places);
  return places;
}

/** Finds a thread with room, or one whose own finds another; each thread is asked once. */
function settle(one: Tried, places: Map<Tried, Fit>, asked: Set<ReadThread>): boolean {
  for (const fit of one.fits.filter(({ thread }) => !asked.has(thread))) {
    asked.add(fit.thread);
    const there = [...places].filter(([, { thread }]) => thread === fit.thread).map(([other]) => other);
    if (hasRoom(fit.thread, there.length) || there.some((other) => settle(other, places, asked))) {
      places.set(one, fit);
      return true;
    }
  }
  return false;
}

/** More ran than were read: the counts say so. */
function leaveOver(one: Tried, places: Map<Tried, Fit>): void {
  const [first] = one.fits;
  if (first) places.set(one, first);
}

const hasRoom = ({ replicas, declaration }: ReadThread, there: number): boolean =>
  declaration.kind === 'callback' || replicas === undefined || there < replicas;
