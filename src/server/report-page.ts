/** What one program's part of an HTML report shows: its report, its curves and its timeline. */
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { ParameterRole } from '../service/parameters.ts';
import { parametersInUse } from '../service/parameters.ts';
import type { Session } from '../service/session.ts';
import type { TimelineBox } from '../sim/prediction.ts';
import { cutTimeline } from '../sim/record/timeline.ts';
import { boundOf } from './bound.ts';
import { buildReport, unpredictedReport } from './program-report.ts';
import type { ReportParts } from './program-report.ts';
import type { AnyPage, ProgramPage, SweepResult } from './protocol.ts';
import type { SentTimeline } from './protocol-timeline.ts';
import { sweepSession } from './sweep.ts';
import { timelineOf } from './timeline.ts';

const upTo = (last: number): number[] => Array.from({ length: last }, (_, index) => index + 1);
const powersOfTwo = (last: number): number[] => upTo(last).map((exponent) => 2 ** (exponent - 1));

/** What is varied, by role, each on its own: as many points as show where the curve bends. */
const TRIED: [ParameterRole, number[]][] = [
  ['threads', [...upTo(8), 10, 12, 16]],
  ['depth', powersOfTwo(9)],
  ['batch', powersOfTwo(6)],
];

/** Boxes that are simulated, and of these shown: a stretch past the start, in a file that stays small. */
const SIMULATED_BOXES = 20_000;
const SHOWN_BOXES = 4000;

/** Of a program without a rate: why, and what of it is missing. */
export const pageOf = (parts: ReportParts): Promise<AnyPage> =>
  programPage(parts).catch((error: unknown) => {
    if (error instanceof PipelineError) return { unpredicted: unpredictedReport(error, parts) };
    throw error;
  });

export async function programPage(parts: ReportParts): Promise<ProgramPage> {
  const { session, program, settings = {} } = parts;
  const { pipeline } = program;
  // Remembered with its virtual speed-ups: the report's own prediction is this one then.
  await session.explained(pipeline, settings);
  const { report } = await buildReport(parts);
  return {
    report,
    sweeps: await sweepsOf(session, pipeline, settings),
    bound: await boundOf(parts, pipeline, settings),
    timeline: await timeline(session, pipeline, settings),
  };
}

async function sweepsOf(
  session: Session,
  pipeline: Pipeline,
  settings: Record<string, number>,
): Promise<SweepResult[]> {
  const parameters = parametersInUse(pipeline, session.settingsOf(pipeline, settings));
  const sweeps: SweepResult[] = [];
  for (const [role, tried] of TRIED) {
    const found = parameters.find((each) => each.role === role);
    if (!found) continue;
    const { name, range } = found.parameter;
    const inRange = [...tried, found.value].filter((value) => value >= range[0] && value <= range[1]);
    const values = [...new Set(inRange)].sort((a, b) => a - b);
    sweeps.push(await sweepSession(session, pipeline, { settings, vary: [{ name, values }] }));
  }
  return sweeps.filter(({ points }) => points.length > 1);
}

/** From when frames come out on. Without places of the source, which a file that stands alone cannot open. */
async function timeline(
  session: Session,
  pipeline: Pipeline,
  settings: Record<string, number>,
): Promise<SentTimeline> {
  const { prediction, timeline: all } = await session.predictTimeline(pipeline, settings, SIMULATED_BOXES);
  const fromMs = Math.min(prediction.latency.p99Ms, (all.fromMs + all.toMs) / 2);
  const cut = cutTimeline(all.boxes, { fromMs, toMs: all.toMs, most: SHOWN_BOXES });
  const boxes = cut.boxes.map(plainBox);
  const leftOut = cut.leftOut + all.leftOut;
  return timelineOf({ prediction, timeline: { ...cut, boxes, leftOut } }, (range) => range);
}

function plainBox({ lane, stream, name, startMs, durationMs }: TimelineBox): TimelineBox {
  const own = stream === undefined ? {} : { stream };
  return { lane, ...own, name, startMs, durationMs };
}
