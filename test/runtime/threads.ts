/** Finds for each thread that ran the one that was read, and says where they part. */
import type { Pipeline, ThreadDeclaration } from '../../src/pipeline/pipeline.ts';
import { automatonOf, saysAnything } from './automaton.ts';
import { fold } from './fold.ts';
import { match } from './match.ts';
import { placesOf, tryAll, type Fit, type ReadThread, type Result, type Tried } from './places.ts';
import { assumedOf, valuesOf, type ValueOf } from './quantities.ts';
import type { Word } from './words.ts';

export function compareThreads(pipeline: Pipeline, words: readonly Word[]): string[] {
  const valueOf = valuesOf(pipeline);
  const threads = pipeline.threads
    .filter(({ program }) => saysAnything(program))
    .map((one) => readThread(one, valueOf, assumedOf(pipeline)));
  const longestFirst = [...words].sort((a, b) => b.calls.length - a.calls.length);
  const tried = longestFirst.map((word) => tryAll(word, threads, valueOf));
  const places = placesOf(tried);
  const apart = tried.flatMap((one) => say(one, places.get(one), valueOf));
  return [...grouped(apart), ...counts(threads, apart.length > 0), ...shared(pipeline, threads)];
}

function readThread(declaration: ThreadDeclaration, valueOf: ValueOf, assumed: ValueOf): ReadThread {
  const { program, replicas } = declaration;
  return {
    declaration,
    code: automatonOf(program, valueOf),
    assumed: automatonOf(program, assumed, true),
    replicas: valueOf(replicas),
    ran: [],
  };
}

function say({ word, results }: Tried, fit: Fit | undefined, valueOf: ValueOf): string[] {
  if (!fit) return [parting(word, nearest(results))];
  fit.thread.ran.push(fit.bindings);
  return leftOpen(word, fit.thread, valueOf);
}

/** Agreement that rests on a count which reading leaves open is none yet. */
function leftOpen(word: Word, { assumed, declaration }: ReadThread, valueOf: ValueOf): string[] {
  const result = match(assumed, word, valueOf);
  if (result.agrees) return [];
  const call = word.calls[result.at];
  const where = call ? `${call.place ?? '?'} ${call.call}` : 'the end';
  return [
    `a thread read as ${declaration.entry} with a count left open, assumed wrongly: after ${result.at} calls, at ${where}: ${result.why}; ran: ${fold(word.calls.slice(0, 2000))}`,
  ];
}

function nearest(results: readonly Result[]): Result | undefined {
  const far = ({ result }: Result): number => (result.agrees ? Infinity : result.at);
  return [...results].sort((a, b) => far(b) - far(a))[0];
}

function parting(word: Word, near: Result | undefined): string {
  const who = word.callback ? 'a callback' : 'a thread';
  const ran = `ran: ${fold(word.calls.slice(0, 2000))}`;
  if (!near || near.result.agrees) return `${who} is not read; ${ran}`;
  const { at, why } = near.result;
  const call = word.calls[at];
  const where = call ? `${call.place ?? '?'} ${call.call}` : 'the end';
  return `${who} read as ${near.thread.declaration.entry}: after ${at} calls, at ${where}: ${why}; ${ran}`;
}

/** The same sentence of several threads once, numbers of objects left out. */
function grouped(sentences: readonly string[]): string[] {
  const times = new Map<string, { sentence: string; count: number }>();
  for (const sentence of sentences) {
    const key = sentence.slice(0, sentence.indexOf('ran: ')).replace(/number \d+/g, '');
    const one = times.get(key) ?? { sentence, count: 0 };
    times.set(key, { ...one, count: one.count + 1 });
  }
  return [...times.values()].map(({ sentence, count }) =>
    count === 1 ? sentence : `${count} times: ${sentence}`,
  );
}

/** Threads that were read and did not run are told apart only where all that ran has found its place. */
function counts(threads: readonly ReadThread[], someApart: boolean): string[] {
  return threads.flatMap(({ declaration: { entry, kind }, replicas, ran }) => {
    if (kind === 'callback')
      return ran.length > 0 || someApart ? [] : [`callback ${entry} is read and never ran`];
    if (replicas === undefined || ran.length === replicas || (someApart && ran.length < replicas)) return [];
    return [`${replicas} threads ${entry} are read, ${ran.length} ran`];
  });
}

/** Objects of the whole program are one for all threads, others one for each; two names are two objects. */
function shared(pipeline: Pipeline, threads: readonly ReadThread[]): string[] {
  const common = new Set([
    ...pipeline.streams.filter(({ scope }) => scope === 'program').map(({ id }) => `stream ${id}`),
    ...pipeline.models.filter(({ scope }) => scope === 'program').map(({ id }) => `model ${id}`),
    ...pipeline.events.filter(({ scope }) => scope === 'program').map(({ id }) => `event ${id}`),
  ]);
  const objects = new Map<string, Set<number>>();
  const names = new Map<string, Set<string>>();
  for (const { declaration, ran } of threads) {
    for (const [index, bindings] of ran.entries()) {
      for (const [name, object] of bindings) {
        const bare = name.replace(/\[.*/, '');
        const replica = declaration.kind === 'callback' ? 0 : index;
        const full = common.has(bare) ? name : `${name} of ${declaration.entry} ${replica}`;
        add(objects, full, object);
        add(names, `${name.split(' ')[0] ?? ''} ${object}`, full);
      }
    }
  }
  return [...severalObjects(objects), ...severalNames(names)];
}

function add<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  map.set(key, (map.get(key) ?? new Set<V>()).add(value));
}

function severalObjects(objects: ReadonlyMap<string, ReadonlySet<number>>): string[] {
  return [...objects].flatMap(([name, ran]) =>
    ran.size > 1 ? [`${name} is read as one, ${ran.size} ran`] : [],
  );
}

function severalNames(names: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...names].flatMap(([object, read]) =>
    read.size > 1 && !object.endsWith(' 0')
      ? [`${[...read].slice(0, 3).join(', ')} are read as ${read.size}, one ran`]
      : [],
  );
}
