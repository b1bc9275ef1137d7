/**
 * The roof that each resource alone puts over the rate: what it allows where all others take no time. The upper bound of
 * bounds.ts is none above the lowest of them.
 */
import type { ResolvedPipeline } from '../../pipeline/resolved.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { demandsOf, StepCosts, type Demand } from './demand.ts';
import { flowOf } from './flow.ts';
import { lawRows } from './flow-rows.ts';
import { maximize } from './linear-program.ts';

export interface Roof {
  resource: string;
  kind: Demand['kind'];
  /** Frames/s. */
  qps: number;
}

/**
 * The lowest first; without resources that a program can finish frames without.
 * @throws PipelineError on an engine that the profile lacks.
 */
export function roofsOf(pipeline: ResolvedPipeline, profile: DeviceProfile): Roof[] {
  const flow = flowOf(pipeline);
  const objective = flow.threads.map((thread) => thread.frames);
  if (objective.every((frames) => frames === 0)) return [];
  const laws = lawRows(flow);
  const roofs = demandsOf(flow, new StepCosts(pipeline, profile)).flatMap(
    ({ resource, kind, servers, cycleMs }) => {
      const rows = [cycleMs, ...laws.rows];
      const found = maximize({ objective, rows, limits: [servers, ...laws.limits] });
      return found && found.value > 0 ? [{ resource, kind, qps: found.value * 1000 }] : [];
    },
  );
  return roofs.sort((a, b) => a.qps - b.qps);
}
