/** What each finding's fix would gain: its counterfactual, simulated beside today's pipeline. */
import type { Finding, Gain, Severity } from '../analyzer/finding.ts';
import { ruleById } from '../analyzer/rules/index.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { ownValue } from '../base/own-value.ts';
import { CONFIDENCE_RANGE } from '../profile/confidence.ts';
import { breathe } from './breathe.ts';
import { changePercent, isGain } from './gain-text.ts';

/** What pricing needs of a prediction. Rates in frames/s, the utilization a share. */
export interface Rate {
  qps: number;
  /** Half width of the 95 % range of the simulation's own noise, frames/s. */
  noise: number;
  /** How far the rate hangs on the figures of each resource, as a share of it. */
  doubts: Readonly<Record<string, number>>;
  /** Median, ms. */
  latencyMs: number;
  /** Peak use of the device's memory. */
  memoryBytes: number;
  boundBy: string;
  boundUtilization: number;
}

/** Simulates a pipeline with the session's profile and settings; undefined for one that cannot be simulated. */
export type Estimate = (pipeline: Pipeline) => Promise<Rate | undefined>;

export interface PricedFinding {
  finding: Finding;
  /** As reported: a finding of throughput whose fix gains nothing now is a hint. */
  severity: Severity;
  /** Null where the finding is not about throughput or could not be priced. */
  gain: Gain | null;
  /** The name of the program that gains it, where several share the place. */
  program?: string;
}

/**
 * Doubt of the figures that before and after do not share, as a share of the rate: what both hang on cancels. Where a figure
 * is off so far that the rate is many times another, both are, and only how they go together tells of the gain.
 */
function unshared(before: Rate, after: Rate): number {
  const resources = new Set([...Object.keys(before.doubts), ...Object.keys(after.doubts)]);
  const differences = [...resources].map((name) => {
    const [was, is] = [before, after].map(({ doubts }) => ownValue(doubts, name) ?? 0) as [number, number];
    return (is - was) / (1 + Math.max(0, Math.min(was, is)));
  });
  return Math.hypot(...differences);
}

/**
 * The gain of going from one rate to the other. Both come from the same seed, so their noise partly cancels; it is
 * added in squares, which is the cautious side. What the model itself is off by scales the difference.
 */
export function gainOf(before: Rate, after: Rate): Gain {
  const noise = Math.hypot(before.noise, after.noise);
  const ofModel = CONFIDENCE_RANGE.measured * Math.abs(after.qps - before.qps);
  return {
    qpsBefore: before.qps,
    qpsAfter: after.qps,
    plusMinus: Math.hypot(noise, unshared(before, after) * after.qps, ofModel),
    noise,
    boundBy: after.boundBy,
    boundUtilization: after.boundUtilization,
    latencyMs: [before.latencyMs, after.latencyMs],
    memoryBytes: [before.memoryBytes, after.memoryBytes],
  };
}

/** The pipeline after a fix; undefined where the finding has none or it does not apply to this pipeline. */
function after(finding: Finding, pipeline: Pipeline): Pipeline | undefined {
  try {
    return finding.counterfactual?.(pipeline);
  } catch {
    // A counterfactual made for another shape of the pipeline (an edit under way) prices nothing.
    return undefined;
  }
}

/** The pipeline as it is in the modes in which the finding holds. */
function inModes(pipeline: Pipeline, { modes }: Finding): Pipeline {
  if (!modes) return pipeline;
  const chosen = new Map(modes.map(({ mode, value }) => [mode, value]));
  const parameters = pipeline.parameters.map((one) => ({ ...one, value: chosen.get(one.name) ?? one.value }));
  return { ...pipeline, parameters };
}

/** What the finding's fix gains; null where that cannot be simulated. */
export async function findGain(
  finding: Finding,
  pipeline: Pipeline,
  estimate: Estimate,
): Promise<Gain | null> {
  const today = inModes(pipeline, finding);
  const changed = after(finding, today);
  const before = changed && (await estimate(today));
  const then = before && (await estimate(changed));
  return before && then ? gainOf(before, then) : null;
}

/** `largePercent`: the rise of the rate from which a certain gain is a warning. */
export function withGain(finding: Finding, gain: Gain | null, largePercent = LARGE_PERCENT): PricedFinding {
  return { finding, gain, severity: severityOf(finding, gain, largePercent) };
}

/** A finding that has no gain yet, or never will. */
export function unpriced(finding: Finding): PricedFinding {
  return { finding, gain: null, severity: finding.severity };
}

/** A finding is worth a warning from this rise of the rate on, unless the settings say another. */
const LARGE_PERCENT = 10;

/** Correctness stays what it is; a large and certain gain is a warning, and throughput that nothing is lost of a hint. */
function severityOf(finding: Finding, gain: Gain | null, largePercent: number): Severity {
  if (gain === null || finding.severity === 'error') return finding.severity;
  if (ruleById(finding.rule)?.meta.priced !== true) return finding.severity;
  if (!isGain(gain)) return 'hint';
  return isLarge(gain, largePercent) && !finding.severityIsSet ? 'warning' : finding.severity;
}

/** Larger than a user would overlook, and than the simulation may be off by. */
const isLarge = (gain: Gain, percent: number): boolean =>
  changePercent(gain) >= percent && gain.qpsAfter - gain.qpsBefore > gain.plusMinus;

/** By gain, the largest first; those without one keep their order behind. */
export function rankByGain(priced: readonly PricedFinding[]): PricedFinding[] {
  const gained = ({ gain }: PricedFinding): number =>
    gain === null ? -Infinity : gain.qpsAfter - gain.qpsBefore;
  return [...priced].sort((a, b) => (gained(b) === gained(a) ? 0 : gained(b) - gained(a)));
}

export interface CombinedGain {
  /** The findings whose fixes are in it, best first. */
  findings: Finding[];
  gain: Gain;
}

/**
 * Fixes that gain, made together and simulated as one: gains do not add up. One that lowers what the others reach stays
 * out, so that all together are no worse than the best alone. Undefined for fewer than two.
 */
export async function priceTogether(
  priced: readonly PricedFinding[],
  pipeline: Pipeline,
  estimate: Estimate,
): Promise<CombinedGain | undefined> {
  const usual = priced.filter(({ finding }) => !finding.modes);
  const worthwhile = rankByGain(usual).filter(({ gain }) => gain !== null && isGain(gain));
  const before = worthwhile.length < 2 ? undefined : await estimate(pipeline);
  if (!before) return undefined;
  const best = worthwhile[0]?.gain?.qpsAfter ?? 0;
  const all = await combine(worthwhile, pipeline, () => Promise.resolve(true));
  const rate = await estimate(all.pipeline);
  if (rate && rate.qps >= best) return combinedOf(all.findings, before, rate);
  return oneByOne(worthwhile, pipeline, { before, estimate });
}

/** Each fix is kept that makes the rate no lower. */
async function oneByOne(
  worthwhile: readonly PricedFinding[],
  pipeline: Pipeline,
  { before, estimate }: { before: Rate; estimate: Estimate },
): Promise<CombinedGain | undefined> {
  let reached = before;
  const { findings } = await combine(worthwhile, pipeline, async (next) => {
    const rate = await estimate(next);
    if (!rate || rate.qps < reached.qps) return false;
    reached = rate;
    return true;
  });
  return combinedOf(findings, before, reached);
}

const combinedOf = (findings: Finding[], before: Rate, after: Rate): CombinedGain | undefined =>
  findings.length < 2 ? undefined : { findings, gain: gainOf(before, after) };

/** The pipeline with one fix after the other, those left out that do not apply or that `isKept` refuses. */
async function combine(
  priced: readonly PricedFinding[],
  pipeline: Pipeline,
  isKept: (next: Pipeline) => Promise<boolean>,
): Promise<{ findings: Finding[]; pipeline: Pipeline }> {
  const findings: Finding[] = [];
  let combined = pipeline;
  for (const { finding } of priced) {
    await breathe();
    const next = after(finding, combined);
    if (next === undefined || !(await isKept(next))) continue;
    combined = next;
    findings.push(finding);
  }
  return { findings, pipeline: combined };
}
