/** A difference as JSON (schema/difference.schema.json). */
import type { Gain } from '../../analyzer/finding.ts';
import type { Verdict } from '../../pipeline/coverage.ts';
import { PipelineError } from '../../pipeline/errors.ts';
import { isNoticeable } from '../gain-text.ts';
import { jsonFinding, type JsonFinding } from '../json.ts';
import type { Locale } from '../locale.ts';
import type { PricedFinding } from '../price.ts';
import { changePercent } from '../gain-text.ts';
import type { ProgramDifference, ProgramSide } from './compare.ts';
import type { Effect } from './effects.ts';

interface JsonSide {
  file: string | null;
  qps: number | null;
  qpsRange: [number, number] | null;
  latency: { medianMs: number; p99Ms: number } | null;
  bottleneck: { resource: string; utilization: number } | null;
  verdict: Verdict | null;
  /** Why there is no rate. */
  problem?: string;
}

interface JsonEffect {
  lines: {
    file: string;
    /** Null where the lines are gone, or are new. */
    before: { line: number; endLine: number } | null;
    after: { line: number; endLine: number } | null;
    oldText: string[];
    newText: string[];
  }[];
  percent: number;
  gain: Gain;
}

export interface JsonProgramDifference {
  program: string;
  status: ProgramDifference['status'];
  before: JsonSide | null;
  after: JsonSide | null;
  change: (Gain & { percent: number; noticeable: boolean }) | null;
  lines: JsonEffect[];
  /** The rate with these lines undone: that before, where they are the whole reason. */
  qpsWithoutLines: number | null;
}

export interface JsonFindingChanges {
  came: JsonFinding[];
  went: JsonFinding[];
  stayed: number;
}

export function jsonDifference(difference: ProgramDifference, locale: Locale): JsonProgramDifference {
  const { name, status, before, after, change, effects } = difference;
  return {
    program: name,
    status,
    before: before ? jsonSide(before, locale) : null,
    after: after ? jsonSide(after, locale) : null,
    change: change && { ...change, percent: changePercent(change), noticeable: isNoticeable(change) },
    lines: effects.lines.map(jsonEffect),
    qpsWithoutLines: effects.qpsWithout ?? null,
  };
}

function jsonSide({ program: { pipeline }, prediction }: ProgramSide, locale: Locale): JsonSide {
  const common = { file: pipeline.source?.file ?? null, verdict: pipeline.coverage?.verdict ?? null };
  if (prediction instanceof PipelineError) {
    const none = { qps: null, qpsRange: null, latency: null, bottleneck: null };
    return { ...common, ...none, problem: prediction.in(locale) };
  }
  const { qps, qpsRange, latency, bottleneck } = prediction;
  const { medianMs, p99Ms } = latency;
  const { resource, utilization } = bottleneck;
  return { ...common, qps, qpsRange, latency: { medianMs, p99Ms }, bottleneck: { resource, utilization } };
}

const rangeOf = (line: number, count: number) => (count === 0 ? null : { line, endLine: line + count - 1 });

function jsonEffect({ changes, gain }: Effect): JsonEffect {
  return {
    lines: changes.map(({ file, oldLine, newLine, oldLines, newLines }) => ({
      file,
      before: rangeOf(oldLine, oldLines.length),
      after: rangeOf(newLine, newLines.length),
      oldText: oldLines,
      newText: newLines,
    })),
    percent: changePercent(gain),
    gain,
  };
}

export const jsonFindingChanges = (
  came: readonly PricedFinding[],
  went: readonly PricedFinding[],
  stayed: number,
  locale: Locale,
): JsonFindingChanges => ({
  came: came.map((one) => jsonFinding(one, locale)),
  went: went.map((one) => jsonFinding(one, locale)),
  stayed,
});
