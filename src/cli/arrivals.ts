/** `--rate` and `--arrivals`: frames that come in from outside at their own pace. */
import type { ArrivalsDeclaration, Pipeline } from '../pipeline/pipeline.ts';
import { readInput } from './config.ts';
import { CliError, fileError } from './failure.ts';
import { message } from './messages.ts';
import { parseAbove0, parseCount, parseNumber } from './numbers.ts';

export interface ArrivalOptions {
  rate?: string;
  /** `periodic[:SOURCES]`, `poisson`, `bursty[:FRAMES]`, or a file of times in ms. */
  arrivals?: string;
}

const PATTERN = /^(periodic|poisson|bursty)(?::(.+))?$/;

/** The pipeline under the load that the options say. Throws `CliError`. */
export function withArrivals(pipeline: Pipeline, { rate, arrivals }: ArrivalOptions): Pipeline {
  if (rate === undefined && arrivals === undefined) return pipeline;
  const told = arrivals === undefined ? {} : patternIn(arrivals);
  const given = rate === undefined ? {} : { rate: parseAbove0(rate, '--rate') };
  const all = { ...rateOf(told.times), ...pipeline.arrivals, ...told, ...given };
  const { rate: wanted } = all;
  if (wanted === undefined || (typeof wanted === 'number' && wanted <= 0)) throw new CliError('no-rate');
  return { ...pipeline, arrivals: { ...all, rate: wanted } };
}

function patternIn(text: string): Partial<ArrivalsDeclaration> {
  const [, pattern, number] = PATTERN.exec(text) ?? [];
  if (pattern === undefined) return { times: timesIn(text) };
  const count = number === undefined ? undefined : Math.max(1, parseCount(number, `--arrivals ${pattern}`));
  switch (pattern) {
    case 'periodic':
      return { pattern, ...(count === undefined ? {} : { sources: count }) };
    case 'bursty':
      return { pattern, ...(count === undefined ? {} : { burst: count }) };
    default:
      return { pattern: 'poisson' };
  }
}

/** Numbers apart by white space or commas. */
function timesIn(file: string): number[] {
  const words = readInput(file)
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const times = words.map((word) => parseNumber(word, file));
  const rises = times.every((time, i) => i === 0 || time >= (times[i - 1] ?? 0));
  if (times.length < 2 || times.length > MOST_TIMES || !rises || times.at(-1) === times[0])
    throw fileError(file, message('no-times', { most: MOST_TIMES }));
  return times;
}

/** As the schema of a Pipeline has it. */
const MOST_TIMES = 100_000;

function rateOf(times: number[] | undefined): { rate?: number } {
  const [first, last] = [times?.[0], times?.at(-1)];
  if (!times || first === undefined || last === undefined) return {};
  return { rate: (1000 * (times.length - 1)) / (last - first) };
}
