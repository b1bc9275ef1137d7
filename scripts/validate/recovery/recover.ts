/** What a fit to noisy runs of a known device says of it, and what it says once that is measured which it asks for. */
import { constantAt } from '../../../src/measure/constants.ts';
import { readable } from '../../../src/measure/fit/causes.ts';
import type { Fit, FittedConstant } from '../../../src/measure/fit/fit.ts';
import { fitToRuns } from '../../../src/measure/fit/fit.ts';
import type { MeasuredRun } from '../../../src/measure/runs.ts';
import { BASE, KnownDevice, partOf, PROGRAM } from './device.ts';

export interface Trial {
  /** The part that is other; undefined where none is. */
  part: string | undefined;
  /** Times as long as in the profile. */
  factor: number;
  seed: number;
}

/** `unnoticed`: nothing is changed and nothing said to be open; `blamed`: a part is changed that is as in the profile. */
export type Verdict = 'determined' | 'roughly' | 'open' | 'unnoticed' | 'blamed';

export interface Recovery extends Trial {
  verdict: Verdict;
  /** Has what it asks for been measured? */
  asked: boolean;
  /** Where the part is found: how far off, in parts of the true value, and whether the interval holds that. */
  off: number;
  isInside: boolean;
  /** Mean error of the rates by what the fit leaves, a share. */
  meanError: number;
}

export const PARTS = ['models.resnet50', 'engines.jpegd', 'link.gigabytesPerSecond', 'host.wakeMs'];

/** `none`: trials of a device on which no part is other. */
export function trials(factors: readonly number[], seeds: number, none: number): Trial[] {
  const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
  const changed = PARTS.flatMap((part) =>
    factors.flatMap((factor) => count(seeds).map((seed) => ({ part, factor, seed }))),
  );
  return [...changed, ...count(none).map((seed) => ({ part: undefined, factor: 1, seed }))];
}

/** The first fit, and where it asks for more and gets it the last one. */
export function recover(trial: Trial): Recovery[] {
  const device = new KnownDevice(trial.part, trial.factor, trial.seed);
  const runs = device.runs(TIMES);
  const first = fitToRuns(PROGRAM, BASE, runs);
  const last = withAsked(device, runs, first);
  const judged = [judge(trial, device, first)];
  return last === first ? judged : [...judged, { ...judge(trial, device, last), asked: true }];
}

/** How often each run is made. */
const TIMES = 3;

/** Measurements that are made because a fit asks for them. */
const MOST_ASKED = 3;

function withAsked(device: KnownDevice, runs: MeasuredRun[], first: Fit): Fit {
  let [fit, known] = [first, runs];
  for (let i = 0; i < MOST_ASKED; i++) {
    const more = measureAsked(device, known, fit);
    if (more === undefined) break;
    known = more;
    fit = fitToRuns(PROGRAM, BASE, known);
  }
  return fit;
}

function measureAsked(device: KnownDevice, runs: MeasuredRun[], { open }: Fit): MeasuredRun[] | undefined {
  const asked = open.find(({ id }) => id === 'measure-share' || id === 'measure-rate');
  if (asked === undefined) return undefined;
  const { resource, from, name, value } = asked.data;
  if (asked.id === 'measure-rate') {
    const settings = { ...runs[0]?.settings, [String(name)]: Number(value) };
    return [...runs, device.measured(settings, `run ${runs.length + 1}`)];
  }
  return runs.map((run) => {
    if (run.from !== from) return run;
    const { shares } = device.measured(run.settings, run.from, [String(resource)]);
    return { ...run, shares: { ...run.shares, ...shares } };
  });
}

function judge(trial: Trial, device: KnownDevice, { constants, open, meanError }: Fit): Recovery {
  const paths = trial.part === undefined ? [] : partOf(trial.part).paths;
  const truths = new Map(
    paths.map((path) => [readable(path, BASE), constantAt(device.profile, path) ?? Number.NaN]),
  );
  // All constants of a part change by one factor: one of them tells of all.
  const [found] = constants;
  const truth = truths.get(found?.constant ?? '') ?? Number.NaN;
  const isBlamed = constants.some(({ constant }) => !truths.has(constant));
  return {
    ...trial,
    asked: false,
    verdict: isBlamed ? 'blamed' : found ? verdictOf(found) : open.length > 0 ? 'open' : 'unnoticed',
    off: Math.abs((found?.after ?? 0) / truth - 1),
    isInside: found !== undefined && found.interval[0] <= truth && truth <= found.interval[1],
    meanError,
  };
}

const verdictOf = ({ determined }: FittedConstant): Verdict => (determined ? 'determined' : 'roughly');
