/** What a user is asked about a program: each thing that its source does not tell once, what moves the rate most first. */
import type { Pipeline, Unknown } from '../pipeline/pipeline.ts';
import { assumedParameters } from '../pipeline/parameters.ts';
import type { SourceRange } from '../pipeline/source.ts';
import type { Doubt, DoubtEnd } from '../sim/index.ts';

export interface Question {
  unknown: Unknown;
  /** Every place that it is about. */
  places: SourceRange[];
  /** Rates at other values, that which differs most first; empty where none differs; left out where none is known. */
  effect?: DoubtEnd[];
  /** A setting answers it. */
  isSettled: boolean;
}

interface Asked {
  pipeline: Pipeline;
  /** Of models' times and of parameters, which the pipeline itself does not list. */
  others: readonly Unknown[];
  effects: readonly Doubt[];
  /** Today's rate. */
  qps: number;
  /** Names of the settings in force. */
  set: ReadonlySet<string>;
}

export function questionsOf({ pipeline, others, effects, qps, set }: Asked): Question[] {
  const unknowns = [...others, ...pipeline.unknowns];
  const all = [...unknowns, ...assumedAlone(pipeline, unknowns), ...setAlone(pipeline, unknowns, set)];
  const byEffect = new Map(effects.map((doubt) => [doubt.name, endsOf(doubt, qps)]));
  return together(all)
    .map(({ unknown, places }) => {
      const { parameter = '' } = unknown;
      const isSettled = set.has(parameter);
      const effect = isSettled ? undefined : byEffect.get(parameter);
      return { unknown, places, isSettled, ...(effect && { effect }) };
    })
    .sort((one, other) => weight(other, qps) - weight(one, qps));
}

/** Those of one parameter, or in the same words, are one. */
function together(unknowns: readonly Unknown[]): Pick<Question, 'unknown' | 'places'>[] {
  const groups = new Map<string, Unknown[]>();
  for (const unknown of unknowns) {
    const { code, detail, parameter } = unknown;
    const key = parameter ?? `${code} ${detail}`;
    groups.set(key, [...(groups.get(key) ?? []), unknown]);
  }
  return [...groups.values()].flatMap((group) => {
    const [unknown] = group;
    return unknown ? [{ unknown, places: placesOf(group) }] : [];
  });
}

function placesOf(group: readonly Unknown[]): SourceRange[] {
  const byLine = new Map(
    group.flatMap(({ range }) => (range ? [[`${range.file}:${range.line}`, range]] : [])),
  );
  return [...byLine.values()];
}

const askedAbout = (unknowns: readonly Unknown[]): Set<string | undefined> =>
  new Set(unknowns.map(({ parameter }) => parameter));

/** A guess may have a partner that another unknown speaks of, as the height of a picture has its width. */
function assumedAlone(pipeline: Pipeline, unknowns: readonly Unknown[]): Unknown[] {
  const asked = askedAbout(unknowns);
  return assumedParameters(pipeline)
    .filter(({ name }) => !asked.has(name))
    .map(unknownOf);
}

/** A number of the source that a setting stands in for can be given back too. */
function setAlone(pipeline: Pipeline, unknowns: readonly Unknown[], set: ReadonlySet<string>): Unknown[] {
  const asked = askedAbout([...unknowns, ...assumedAlone(pipeline, unknowns)]);
  return pipeline.parameters.filter(({ name }) => set.has(name) && !asked.has(name)).map(unknownOf);
}

const unknownOf = ({ name, origin }: Pipeline['parameters'][number]): Unknown => ({
  code: 'parameter',
  detail: name,
  settle: `--set ${name}=…`,
  parameter: name,
  ...(origin.range && { range: origin.range }),
});

/** An effect below this share of the rate is lost in the simulation's own error. */
const LEAST_EFFECT = 0.01;

/** The rates at other values than today's that are others than today's rate, the farthest first. */
function endsOf({ value, low, high, modes }: Doubt, today: number): DoubtEnd[] {
  return (modes ?? [low, high])
    .filter(({ at, qps }) => at !== value && distance(qps, today) > LEAST_EFFECT)
    .sort((a, b) => distance(b.qps, today) - distance(a.qps, today));
}

/** A rate of nothing is farther than any. */
const distance = (qps: number, today: number): number => Math.abs(Math.log(qps / today));

/** What nobody tried goes behind what moves the rate, then what does not, and what is settled last. */
function weight({ effect, isSettled }: Question, today: number): number {
  if (isSettled) return -2;
  const [most] = effect ?? [];
  if (most) return Math.min(distance(most.qps, today), Number.MAX_VALUE);
  return effect ? -1 : 0;
}
