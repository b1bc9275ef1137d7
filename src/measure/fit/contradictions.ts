/** What was measured and does not go together: with the fit, or with what the rates alone would have said. */
import type { MeasurementStatement } from '../errors.ts';
import { statement } from '../errors.ts';
import type { Prediction } from '../../sim/prediction.ts';
import type { Cause } from './causes.ts';
import type { Objective } from './objective.ts';
import type { Observation } from './observations.ts';
import { predictedFor, residual } from './observations.ts';
import { alongOne, ROUGH } from './search.ts';
import type { Explanation, Selection } from './select.ts';

/** In sigmas. */
const FAR_OFF = 3;
const MOST = 5;

const figure = (value: number): number => Number(value.toPrecision(3));

function factsOf(
  objective: Objective,
  each: Observation,
  predicted: number,
): Record<string, string | number> {
  const from = objective.runs[each.run]?.from ?? '';
  const { resource = '', measured } = each;
  const of = resource === '' ? 1 : 100;
  return { from, resource, measured: figure(of * measured), predicted: figure(of * predicted) };
}

export function contradictions(objective: Objective, selection: Selection): MeasurementStatement[] {
  return [...againstFit(objective, selection), ...againstRates(objective, selection)].slice(0, MOST);
}

/** Of so many values noise, and a run that was disturbed, leave one far off. */
const VALUES_PER_STRAY = 10;

/** Does an explanation leave more far off than chance and a disturbed run do? It is not what happened then. */
export function isContradicted(objective: Objective, { factors }: Explanation): boolean {
  const { observations } = objective;
  const off = observations.filter((each) => isFarOff(each, objective.prediction(factors, each.run)));
  return off.length * VALUES_PER_STRAY > observations.length;
}

const isFarOff = (each: Observation, prediction: Prediction): boolean =>
  Math.abs(residual(each, prediction)) > FAR_OFF;

/** What the best explanation leaves far off. */
function againstFit(objective: Objective, { best }: Selection): MeasurementStatement[] {
  return objective.observations.flatMap((each) => {
    const prediction = objective.prediction(best.factors, each.run);
    if (!isFarOff(each, prediction)) return [];
    const data = factsOf(objective, each, predictedFor(each, prediction));
    return [statement(each.resource === undefined ? 'rate-off' : 'share-off', data)];
  });
}

/** Parts that the rates alone would blame, and that a share of the same run clears. */
function againstRates(
  objective: Objective,
  { best, alternatives, sensitive }: Selection,
): MeasurementStatement[] {
  const rates = objective.observations.filter(({ resource }) => resource === undefined);
  if (rates.length === objective.observations.length) return [];
  if (objective.misfit(new Map(), rates) <= EXPLAINED * rates.length) return [];
  const held = new Set([best, ...alternatives].flatMap(({ factors }) => [...factors.keys()]));
  return sensitive.filter((cause) => !held.has(cause)).flatMap((cause) => clearedBy(objective, cause, rates));
}

/** Misfit of one rate that is explained. */
const EXPLAINED = 4;

function clearedBy(
  objective: Objective,
  cause: Cause,
  rates: readonly Observation[],
): MeasurementStatement[] {
  const { factors, misfit } = alongOne(objective, new Map(), cause, rates, ROUGH);
  const log = factors.get(cause);
  if (log === undefined || misfit > EXPLAINED * rates.length + EXPLAINED) return [];
  const shares = objective.observations.filter(({ resource }) => resource !== undefined);
  const off = (each: Observation): number =>
    Math.abs(residual(each, objective.prediction(factors, each.run)));
  const [worst] = [...shares].sort((a, b) => off(b) - off(a));
  if (worst === undefined || off(worst) <= FAR_OFF) return [];
  const predicted = predictedFor(worst, objective.prediction(factors, worst.run));
  const times = Number(Math.exp(log).toPrecision(2));
  const data = { ...factsOf(objective, worst, predicted), part: cause.id, times };
  return [statement('rate-alone', data)];
}
