/** Measured runs of a known program: its settings and the rate that was counted. What a fit is made from. */
import * as v from 'valibot';
import { issueInFile } from '../pipeline/json-file.ts';
import { ImportError } from './errors.ts';
import { rowLines } from './row-lines.ts';

const share = v.pipe(v.number(), v.minValue(0));

/** Fields that a reader of the file wants and a fit does not are let through. */
const RunsSchema = v.object({
  device: v.optional(v.string()),
  rows: v.pipe(
    v.array(
      v.object({
        settings: v.optional(v.record(v.string(), v.pipe(v.number(), v.finite())), {}),
        /** Frames per second; null for a run that failed. */
        qps: v.nullable(v.pipe(v.number(), v.gtValue(0))),
        aiCorePct: v.optional(share),
        memoryBandwidthPct: v.optional(share),
      }),
    ),
    v.minLength(1),
  ),
});

export interface MeasuredRun {
  settings: Record<string, number>;
  /** Frames/s. */
  qps: number;
  /** Share of time busy by resource, 0…1, where it was measured in the same run. */
  shares?: Record<string, number>;
  /** Where it comes from, e.g. `measured.json:3`. */
  from: string;
}

/** Is this the JSON of measured runs, by its shape? */
export function looksLikeRuns(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'rows' in value;
}

/**
 * Runs that were measured; those that failed are left out. Throws `ImportError` naming the row.
 * @param text of the file, for the lines.
 */
export function parseRuns(file: string, value: unknown, text: string): MeasuredRun[] {
  const result = v.safeParse(RunsSchema, value);
  if (!result.success) throw new ImportError(file, issueInFile(result.issues[0]));
  const lines = rowLines(text);
  return result.output.rows.flatMap(({ settings, qps, ...percent }, i) =>
    qps === null ? [] : [{ settings, qps, ...sharesOf(percent), from: `${file}:${lines[i] ?? 1}` }],
  );
}

interface Percents {
  aiCorePct?: number | undefined;
  memoryBandwidthPct?: number | undefined;
}

function sharesOf({ aiCorePct, memoryBandwidthPct }: Percents): Pick<MeasuredRun, 'shares'> {
  const percents: [string, number | undefined][] = [
    ['aicore', aiCorePct],
    ['memoryBandwidth', memoryBandwidthPct],
  ];
  const shares = percents.flatMap(([name, percent]): [string, number][] =>
    percent === undefined ? [] : [[name, Math.min(1, percent / 100)]],
  );
  return shares.length === 0 ? {} : { shares: Object.fromEntries(shares) };
}
