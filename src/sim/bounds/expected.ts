/** What mean value analysis expects of a Pipeline whose threads are all of one kind. */
import type { StepCosts, Demand } from './demand.ts';
import type { Flow } from './flow.ts';
import { hostWaits } from './host-waits.ts';
import { mva, type Station } from './mva.ts';

const PER_SECOND = 1000;

/** Wakes from the end of the awaited task to the thread's next step: RT_RECV, then the thread; then RT_SEND. */
const WAKES_A_WAIT = 3;

/** Time of a cycle in which the thread's streams stand still: from a wait's end to the next task's start, ms. */
function gapMs(flow: Flow['threads'][number], streamMs: number, leastMs: number, costs: StepCosts): number {
  let waits = 0;
  for (const [step, times] of flow.visits) {
    if (step.kind === 'wait' || (step.kind === 'submit' && hostWaits(step, costs.profile))) waits += times;
  }
  return Math.max(0, leastMs - streamMs) + waits * WAKES_A_WAIT * costs.profile.host.wakeMs.value;
}

/**
 * Frames/s, with every stream as a customer that goes from engine to engine, and service times taken as exponential.
 * Undefined where several kinds of threads use the device or feed each other: they are several classes of customers.
 */
export function expectedQps(flow: Flow, demands: Demand[], costs: StepCosts): number | undefined {
  const finishing = flow.threads.filter((thread) => thread.frames > 0);
  const [only] = finishing;
  if (!only || finishing.length > 1 || flow.laws.length > 0) return undefined;
  const index = flow.threads.indexOf(only);
  const others = demands.some(
    ({ kind, cycleMs }) => kind === 'engine' && cycleMs.some((ms, i) => i !== index && ms > 0),
  );
  if (others) return undefined;
  const of = (demand: Demand | undefined): number => (demand?.cycleMs[index] ?? 0) / only.frames;
  const customers = only.thread.replicas * costs.pipeline.processes;
  const streams = demands.filter((demand) => demand.kind === 'stream' && of(demand) > 0);
  const least = demands.find((demand) => demand.resource === `thread ${only.thread.id}`);
  // Several streams of a thread overlap, and streams and locks that threads share hold customers at two places at once.
  const shared = streams.some((stream) => stream.servers < customers);
  if (streams.length > 1 || shared || demands.some((demand) => demand.kind === 'lock')) return undefined;
  const stations: Station[] = demands
    .filter((demand) => demand.kind === 'engine')
    .map((demand) => ({
      name: demand.resource,
      kind: 'queue',
      demandMs: of(demand),
      servers: Math.max(1, Math.floor(demand.servers)),
    }));
  const atEngines = stations.reduce((sum, station) => sum + station.demandMs, 0);
  const onStream = of(streams[0]);
  const gap = gapMs(only, onStream * only.frames, least?.cycleMs[index] ?? 0, costs) / only.frames;
  const delayMs = Math.max(0, onStream - atEngines) + gap;
  stations.push({ name: 'elsewhere', kind: 'delay', demandMs: delayMs, servers: 1 });
  const { throughput } = mva(stations, customers);
  return Number.isFinite(throughput) ? throughput * PER_SECOND : undefined;
}
