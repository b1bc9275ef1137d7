/** What each finding's fix would gain: its counterfactual, simulated beside today's pipeline. */
import type { Finding, Gain, Severity } from '../analyzer/finding.ts';
import { ruleById } from '../analyzer/rules/index.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { breathe } from './breathe.ts';
import { isNoticeable } from './gain-text.ts';

/** What pricing needs of a prediction. Rates in frames/s, the utilization a share. */
export interface Rate {
  qps: number;
  /** Half width of the 95 % range of the simulation's own noise, frames/s. */
  noise: number;
  /** Half width that the profile's confidence adds; it moves both sides of a comparison alike. Share of the rate. */
  uncertainty: number;
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
 * The gain of going from one rate to the other. Both come from the same seed, so their noise partly cancels; it is
 * added in squares, which is the cautious side. The profile's uncertainty scales the difference.
 */
export function gainOf(before: Rate, after: Rate): Gain {
  const noise = Math.hypot(before.noise, after.noise);
  const uncertainty = Math.max(before.uncertainty, after.uncertainty) * Math.abs(after.qps - before.qps);
  return {
    qpsBefore: before.qps,
    qpsAfter: after.qps,
    plusMinus: Math.hypot(noise, uncertainty),
    boundBy: after.boundBy,
    boundUtilization: after.boundUtilization,
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

/** What the finding's fix gains; null where that cannot be simulated. */
export async function findGain(
  finding: Finding,
  pipeline: Pipeline,
  estimate: Estimate,
): Promise<Gain | null> {
  const changed = after(finding, pipeline);
  const before = changed && (await estimate(pipeline));
  const then = before && (await estimate(changed));
  return before && then ? gainOf(before, then) : null;
}

export function withGain(finding: Finding, gain: Gain | null): PricedFinding {
  return { finding, gain, severity: severityOf(finding, gain) };
}

/** A finding that has no gain yet, or never will. */
export function unpriced(finding: Finding): PricedFinding {
  return { finding, gain: null, severity: finding.severity };
}

/** Correctness stays what it is; throughput that nothing is lost of is worth a hint. */
function severityOf(finding: Finding, gain: Gain | null): Severity {
  if (gain === null || finding.severity === 'error') return finding.severity;
  if (ruleById(finding.rule)?.meta.priced !== true) return finding.severity;
  return isNoticeable(gain) && gain.qpsAfter > gain.qpsBefore ? finding.severity : 'hint';
}

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

/** All fixes that gain, made together and simulated as one: gains do not add up. Undefined for fewer than two. */
export async function priceTogether(
  priced: readonly PricedFinding[],
  pipeline: Pipeline,
  estimate: Estimate,
): Promise<CombinedGain | undefined> {
  const worthwhile = rankByGain(priced).filter(
    ({ gain }) => gain !== null && isNoticeable(gain) && gain.qpsAfter > gain.qpsBefore,
  );
  const findings: Finding[] = [];
  let combined = pipeline;
  for (const { finding } of worthwhile) {
    await breathe();
    const next = after(finding, combined);
    if (next === undefined) continue;
    combined = next;
    findings.push(finding);
  }
  if (findings.length < 2) return undefined;
  const before = await estimate(pipeline);
  const then = before && (await estimate(combined));
  return before && then ? { findings, gain: gainOf(before, then) } : undefined;
}
