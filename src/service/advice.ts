/** What would lift the rate: fixes of findings, and other values of the program's own parameters, ranked by gain. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Gain } from '../analyzer/finding.ts';
import type { Parameter, Pipeline } from '../pipeline/pipeline.ts';
import { namesIn } from '../pipeline/quantity.ts';
import { isGain, isLoss } from './gain-text.ts';
import { parameterWithRole } from './parameters.ts';
import type { CombinedGain, Estimate, PricedFinding } from './price.ts';
import { gainOf, rankByGain } from './price.ts';
import type { PricingOptions } from './pricing-options.ts';
import type { Session } from './session.ts';
import { ownValue } from '../base/own-value.ts';

export interface FixAdvice {
  kind: 'fix';
  priced: PricedFinding;
  gain: Gain | null;
}

/** Another value of one parameter. */
export interface ParameterAdvice {
  kind: 'parameter';
  parameter: Parameter;
  from: number;
  to: number;
  gain: Gain;
}

export type Advice = FixAdvice | ParameterAdvice;

type Settings = Readonly<Record<string, number>>;

export interface AdviceList {
  /** By gain, the largest first. */
  items: Advice[];
  /** All fixes that gain made together; undefined for fewer than two. */
  together: CombinedGain | undefined;
}

/** Values that are tried for a parameter: near powers of two, as people set them. A depth of 1 is what sync-once-per-frame reports. */
const TRIED = { threads: [1, 2, 3, 4, 6, 8, 12, 16], depth: [2, 4, 8, 16, 32, 64, 128] };

/**
 * Simulated events that pricing advice takes at most, some 2 s: a report is waited for. What is left has no gain until
 * the server has priced it.
 */
const ADVICE_EVENTS = 6_000_000;

/** Findings that are not priced, as that would be too much, are advice without a gain. */
export async function adviceFor(
  session: Session,
  program: ProgramAnalysis,
  options: PricingOptions = {},
): Promise<AdviceList> {
  const priced = await session.priceProgram(program, { maxEvents: ADVICE_EVENTS, ...options });
  const items: Advice[] = [
    ...rankByGain(priced.filter(({ gain }) => gain === null || !isLoss(gain))).map((item): FixAdvice => ({
      kind: 'fix',
      priced: item,
      gain: item.gain,
    })),
    ...(await parameterAdvice(session, program.pipeline, options.settings)),
  ];
  const gained = ({ gain }: Advice): number => (gain === null ? -Infinity : gain.qpsAfter - gain.qpsBefore);
  items.sort((a, b) => (gained(a) === gained(b) ? 0 : gained(b) - gained(a)));
  return { items, together: await session.priceTogether(program, priced, options) };
}

/** At most one better value for the number of threads and for the depth of the queue. */
export async function parameterAdvice(
  session: Session,
  pipeline: Pipeline,
  settings: Settings = {},
): Promise<ParameterAdvice[]> {
  const found = (['threads', 'depth'] as const).map((role) => {
    const parameter = parameterWithRole(pipeline, role);
    // What the source does not tell is not the user's to lower or raise: another guess is no advice.
    return parameter === undefined || parameter.origin.kind === 'default'
      ? []
      : bestValue(session, pipeline, { parameter, tried: TRIED[role], settings });
  });
  return (await Promise.all(found)).flat();
}

async function bestValue(
  session: Session,
  pipeline: Pipeline,
  { parameter, tried, settings }: { parameter: Parameter; tried: readonly number[]; settings: Settings },
): Promise<ParameterAdvice[]> {
  const from = ownValue(session.settingsOf(pipeline, settings), parameter.name) ?? parameter.value;
  const [low, high] = parameter.range;
  const estimateAt = (value: number): ReturnType<Estimate> =>
    session.estimateWith(pipeline, { ...settings, [parameter.name]: value });
  const before = await estimateAt(from);
  if (before === undefined) return [];
  // Devices are there to be used: what gains by leaving some out, as under a lock for all, has another cause.
  const least = isNumberOfDevices(parameter, pipeline) ? from : low;
  const values = tried.filter((value) => value !== from && value >= least && value <= high);
  const better = (await Promise.all(values.map(estimateAt)))
    .flatMap((after, i): ParameterAdvice[] => {
      const to = values[i];
      if (after === undefined || to === undefined) return [];
      return [{ kind: 'parameter', parameter, from, to, gain: gainOf(before, after) }];
    })
    .filter(({ gain }) => isGain(gain));
  return better.length === 0 ? [] : [smallestNearBest(better)];
}

const isNumberOfDevices = ({ name }: Parameter, { devices }: Pipeline): boolean =>
  typeof devices === 'string' && namesIn(devices).includes(name);

/** Rates within this share of the best are as good: then the smaller change of value is the better advice. */
const AS_GOOD = 0.02;

function smallestNearBest(better: ParameterAdvice[]): ParameterAdvice {
  const best = better.reduce((a, b) => (b.gain.qpsAfter > a.gain.qpsAfter ? b : a));
  const near = better.filter(({ gain }) => gain.qpsAfter >= best.gain.qpsAfter * (1 - AS_GOOD));
  return near.reduce((a, b) => (Math.abs(b.to - b.from) < Math.abs(a.to - a.from) ? b : a), best);
}
