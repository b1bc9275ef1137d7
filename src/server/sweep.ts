/** Sweeps for the panel, with progress and cancellation. */
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Session } from '../service/session.ts';
import type { SweepRow } from '../sim/explore/rows.ts';
import type { SweepResult as Found } from '../sim/explore/sweep.ts';
import { sweep, sweepWith } from '../sim/explore/sweep.ts';
import type { SweepPoint, SweepResult } from './protocol.ts';
import { notifications } from './protocol.ts';
import type { ServerState } from './state.ts';

export interface SweepParams {
  settings: Record<string, number>;
  vary: { name: string; values: number[] }[];
  token: string;
}

/** Rates within this share of the best count as the best: the smallest such configuration is the knee. */
const NEAR_BEST = 0.03;

const pointOf = (row: SweepRow): SweepPoint => ({
  settings: row.settings,
  qps: row.qps,
  qpsRange: row.qpsRange,
  p99Ms: row.p99Ms,
  bottleneck: row.bottleneck,
  utilization: row.bottleneckUtilization,
  memoryBytes: row.memoryBytes,
  fits: row.fits,
});

const size = (settings: Record<string, number>): number =>
  Object.values(settings).reduce((product, value) => product * Math.max(value, 1e-9), 1);

function kneeIndex(points: readonly SweepPoint[]): number | null {
  const fitting = points.filter(({ fits }) => fits);
  const best = fitting.reduce((most, { qps }) => Math.max(most, qps), 0);
  const near = fitting.filter(({ qps }) => qps > 0 && qps >= best * (1 - NEAR_BEST));
  const [first, ...rest] = near;
  if (first === undefined) return null;
  return points.indexOf(rest.reduce((a, b) => (size(b.settings) < size(a.settings) ? b : a), first));
}

function resultOf(params: Pick<SweepParams, 'vary'>, { rows, best }: Found): SweepResult {
  const kept = rows.filter(({ error }) => error === undefined);
  const points = kept.map(pointOf);
  const bestIndex = best === undefined ? -1 : kept.indexOf(best);
  return {
    vary: params.vary.map(({ name }) => name),
    points,
    knee: kneeIndex(points),
    best: bestIndex < 0 ? null : bestIndex,
    leftOut: rows.length - kept.length,
  };
}

/** @throws PipelineError for a name that cannot vary. */
export async function sweepSession(
  session: Session,
  pipeline: Pipeline,
  params: Omit<SweepParams, 'token'>,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number | undefined) => void } = {},
): Promise<SweepResult> {
  const { signal } = options;
  const chunk = sweepWith(pipeline, (varied, set) =>
    session.predict(varied, { ...params.settings, ...set }, signal ? { signal } : {}),
  );
  return resultOf(params, await sweep(pipeline, params.vary, chunk, options, session.simulator.width));
}

/** @throws PipelineError for a name that cannot vary; the signal's reason once it is aborted. */
export function sweepProgram(
  pipeline: Pipeline,
  params: SweepParams,
  state: ServerState,
  signal: AbortSignal,
): Promise<SweepResult> {
  const onProgress = (done: number, total: number | undefined): void =>
    void state.connection.sendNotification(notifications.sweepProgress.method, {
      token: params.token,
      done,
      total: total ?? done,
    });
  return sweepSession(state.session, pipeline, params, { signal, onProgress });
}
