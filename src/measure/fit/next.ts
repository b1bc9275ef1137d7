/** What to measure next: where the explanations that the data do not tell apart say the most different things. */
import { ownValue } from '../../base/own-value.ts';
import type { MeasurementStatement } from '../errors.ts';
import { statement } from '../errors.ts';
import type { Objective } from './objective.ts';
import type { Explanation } from './select.ts';

interface Proposal {
  what: MeasurementStatement;
  /** How far the explanations are apart, in what a measurement of it can tell. */
  apart: number;
}

/** What a monitor can tell of a share, and a counter of a rate. */
const SHARE_SIGMA = 0.03;
const RATE_SIGMA = 0.025;
const LEAST_APART = 3;
/** Shares that tools show. */
const SHOWN = ['aicore', 'memoryBandwidth', 'jpegd', 'vpc', 'vdec'];

const percent = (share: number): number => Math.round(100 * share);

export function measureNext(
  objective: Objective,
  explanations: readonly Explanation[],
): MeasurementStatement | undefined {
  if (explanations.length < 2) return undefined;
  const proposals = [...shares(objective, explanations), ...otherSettings(objective, explanations)];
  const [best] = proposals.sort((a, b) => b.apart - a.apart);
  return best !== undefined && best.apart >= LEAST_APART ? best.what : statement('measure-kit');
}

function shares(objective: Objective, explanations: readonly Explanation[]): Proposal[] {
  return objective.runs.flatMap((run, i) => {
    const predictions = explanations.map(({ factors }) => objective.prediction(factors, i).utilization);
    return SHOWN.filter((name) => !Object.hasOwn(run.shares ?? {}, name)).map((name) => {
      const values = predictions.map((utilization) => ownValue(utilization, name) ?? 0);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const data = { resource: name, from: run.from, least: percent(least), most: percent(most) };
      return { apart: (most - least) / SHARE_SIGMA, what: statement('measure-share', data) };
    });
  });
}

/** Parameters that a user can set, and values beside today's. */
const MOST_PARAMETERS = 4;

function otherSettings(objective: Objective, explanations: readonly Explanation[]): Proposal[] {
  const [run] = objective.runs;
  if (run === undefined) return [];
  return objective.pipeline.parameters.slice(0, MOST_PARAMETERS).flatMap(({ name, value, range }) => {
    const now = ownValue(run.settings, name) ?? value;
    const tried = [Math.max(1, Math.floor(now / 4)), now * 4].filter(
      (each) => each !== now && Number.isInteger(each) && (!range || (each >= range[0] && each <= range[1])),
    );
    return tried.flatMap((each) => rateAt(objective, explanations, name, each));
  });
}

function rateAt(
  objective: Objective,
  explanations: readonly Explanation[],
  name: string,
  value: number,
): Proposal[] {
  const settings = { ...objective.runs[0]?.settings, [name]: value };
  const rates = explanations.map(({ factors }) => objective.rateAt(factors, settings));
  if (rates.includes(undefined)) return [];
  const known = rates.filter((rate) => rate !== undefined);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const data = { name, value, least: Number(least.toPrecision(3)), most: Number(most.toPrecision(3)) };
  return [{ apart: Math.log(most / least) / RATE_SIGMA, what: statement('measure-rate', data) }];
}
