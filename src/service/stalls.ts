/** Programs that never get anywhere, as findings: only a simulation can tell. */
import type { ProgramAnalysis } from '../analyzer/analysis.ts';
import type { Finding } from '../analyzer/finding.ts';
import { deadlockOf } from '../analyzer/rules/correctness/deadlock.ts';
import { drivesDevice } from '../pipeline/device-work.ts';
import { PipelineError } from '../pipeline/errors.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Statement } from '../pipeline/words.ts';
import { isStall } from '../pipeline/problems.ts';
import type { Prediction } from '../sim/prediction.ts';
import { simulatedWork } from './content-key.ts';

export interface Stalls {
  findings: Finding[];
  /** How many programs were not simulated, as that would have been too much. */
  left: number;
  /** The work of simulating each; see `simulatedWork`. */
  events: ReadonlyMap<ProgramAnalysis, number>;
}

/** `maxEvents`: simulated events after which the other programs are left. Throws an AbortError where `predict` does. */
export async function findStalls(
  programs: readonly ProgramAnalysis[],
  predict: (pipeline: Pipeline) => Promise<Prediction>,
  maxEvents = Infinity,
): Promise<Stalls> {
  const findings: Finding[] = [];
  const working = programs.filter(({ pipeline }) => drivesDevice(pipeline));
  const events = new Map<ProgramAnalysis, number>();
  let together = 0;
  for (const [i, program] of working.entries()) {
    if (together > maxEvents) return { findings, left: working.length - i, events };
    try {
      const work = simulatedWork(program.pipeline, await predict(program.pipeline));
      events.set(program, work);
      together += work;
    } catch (error) {
      findings.push(...stallsIn(error, program));
    }
  }
  return { findings, left: 0, events };
}

/** Any other reason not to predict is no fault of the program's. */
function stallsIn(error: unknown, { pipeline: { source, unknowns }, findings }: ProgramAnalysis): Finding[] {
  if (!(error instanceof PipelineError)) throw error;
  // What says where and why it stands still is said already.
  if (findings.some(({ messageId }) => messageId === 'waitsForItself')) return [];
  const at = error.range ?? source;
  const isKnown = !namesEvent(error.problem) || !unknowns.some(({ code }) => code === 'event-origin');
  return at && isKnown && isStall(error.problem) ? [deadlockOf(error.problem, at)] : [];
}

/** Whether something waits for an event: another name may stand for one of which the origin is not known. */
const namesEvent = ({ id, data }: Statement): boolean =>
  id === 'waits-event' ||
  id === 'waits-event-of' ||
  Object.values(data)
    .flat()
    .some((part) => typeof part === 'object' && 'data' in part && namesEvent(part));
