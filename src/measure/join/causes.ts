/** Which assumption of the prediction is off where a line takes another time than predicted. */
import type { ResolvedPipeline, ResolvedStep } from '../../pipeline/resolved.ts';
import type { ResolvedCall } from '../../pipeline/step-calls.ts';
import type { Statement } from '../../pipeline/words.ts';
import type { DeviceProfile } from '../../profile/profile.ts';
import { modelKey } from '../../profile/model-name.ts';
import { costOf } from '../../sim/costs.ts';
import type { ComparedLine, ComparedRuns, CallTimes } from './compare-lines.ts';
import type { JoinTextId } from './texts.ts';

export type Cause = Statement<JoinTextId>;

/** Differences below this share of the predicted, or this time, are within what a prediction may be off. */
const WORTH_SAYING = 0.1;
const LEAST_MS = 0.002;
/** Of a frame's time: below, a difference changes nothing. */
const OF_FRAME = 0.005;
/** Of a wait's difference that work has to make up for the wait to follow from it. */
const OF_WAIT = 0.05;
const MS_PER_S = 1000;

export class Causes {
  /** Time between two frames as measured, ms; undefined where no frames are. */
  private readonly frameMs: number | undefined;

  constructor(
    private readonly pipeline: ResolvedPipeline,
    private readonly profile: DeviceProfile,
    /** A wait is as long as what it waits for: of all lines. */
    private readonly runs: ComparedRuns,
  ) {
    const { measured } = runs.qps;
    this.frameMs = measured === null || measured <= 0 ? undefined : MS_PER_S / measured;
  }

  /** Undefined where nothing differs enough. */
  of(line: ComparedLine): Cause | undefined {
    const { measured, reference, call } = line;
    if (!measured) return cause('not-recorded', { call });
    if (!reference) return cause('not-predicted', { call });
    const passes = passesOf(measured.perFrame, reference.perFrame);
    if (passes !== undefined) return passes;
    const parts = this.partsOf(line, measured, reference);
    const [largest] = parts.sort((a, b) => Math.abs(b.byMs) - Math.abs(a.byMs));
    return largest?.cause;
  }

  private partsOf(line: ComparedLine, measured: CallTimes, reference: CallTimes): Part[] {
    const waits = line.steps.some((step) => step.kind === 'wait' || isSync(step));
    const device = this.matters(line, measured.deviceMs, reference.deviceMs)
      ? part(measured.deviceMs, reference.deviceMs, (times) => this.device(line, times))
      : undefined;
    if (line.share !== null && Math.abs(line.share) < OF_FRAME) return device ? [device] : [];
    const before = part(measured.beforeMs, reference.beforeMs, (times) => this.before(line, times));
    // What a call that waits for its own work takes more is known from that.
    const host =
      device && waits
        ? undefined
        : part(measured.hostMs, reference.hostMs, (times) =>
            waits ? this.wait(line, times) : this.submission(line, times),
          );
    return [before, device, host].flatMap((each) => each ?? []);
  }

  /** Does what the device takes more, or less, count for a frame? */
  private matters({ measured }: ComparedLine, here: number | null, there: number | null): boolean {
    if (here === null || there === null) return false;
    const perFrame = measured?.perFrame;
    if (this.frameMs === undefined || perFrame === undefined || perFrame === null) return true;
    return Math.abs(here - there) * perFrame > OF_FRAME * this.frameMs;
  }

  private device({ steps }: ComparedLine, times: Times): Cause {
    const step = steps.find((one) => one.kind === 'submit');
    if (step?.kind !== 'submit') return cause('device-time', { constant: '?', confidence: '?', ...times });
    const { confidence, resource } = costOf(step, this.pipeline, this.profile);
    const model = this.pipeline.models.find(({ id }) => id === step.work.model);
    const name = model && (model.catalogueName ?? model.path ?? model.id);
    const constant =
      model && name !== undefined
        ? `models.${modelKey(name)}.${model.batch}.milliseconds`
        : resource === 'link'
          ? 'link.gigabytesPerSecond'
          : `engines.${step.engine}.cost`;
    return cause('device-time', { constant, confidence: { id: confidence, data: {} }, ...times });
  }

  private submission({ steps }: ComparedLine, times: Times): Cause {
    const step = steps.find((one) => one.kind === 'submit');
    const own = step?.kind === 'submit' && this.profile.engines[step.engine]?.hostMs !== undefined;
    const constant = own ? `engines.${step.engine}.hostMs` : 'host.submissionMs';
    return cause('submission', { constant, ...times });
  }

  /** The wait is as long as the work that it waits for; where none of that is off, waking is. */
  private wait(line: ComparedLine, times: Times): Cause {
    if (times.measured < times.predicted) return cause('less-wait', times);
    const by = (times.measured - times.predicted) * (line.measured?.perFrame ?? 1);
    const excess = ({ measured, reference }: ComparedLine): number =>
      ((measured?.deviceMs ?? 0) - (reference?.deviceMs ?? 0)) * (measured?.perFrame ?? 1);
    const isOfDevice = (one: ComparedLine): boolean =>
      one !== line && hasTasks(one.measured) && hasTasks(one.reference);
    const [most] = this.runs.lines.filter(isOfDevice).sort((a, b) => excess(b) - excess(a));
    if (most === undefined || excess(most) < OF_WAIT * by)
      return cause('waking', { constant: 'host.wakeMs', ...times });
    return cause('follows', { call: most.call, line: most.source?.line ?? '?', ...times });
  }

  private before({ steps }: ComparedLine, times: Times): Cause {
    const kinds = new Set(steps.flatMap((step) => stepBefore(this.pipeline, step)?.kind ?? []));
    if (kinds.has('host')) return cause('host-work', times);
    if (kinds.has('dequeue') || kinds.has('lock') || kinds.has('enqueue')) return cause('input', times);
    return cause('unread-work', times);
  }
}

const hasTasks = (times: CallTimes | null): boolean => times !== null && times.deviceMs !== null;

interface Times {
  measured: number;
  predicted: number;
}

interface Part {
  byMs: number;
  cause: Cause;
}

const isSync = (step: ResolvedCall): boolean => step.kind === 'submit' && step.mode === 'sync';

const cause = (id: JoinTextId, data: Cause['data'] | Times): Cause => ({ id, data: rounded(data) });

/** Of differences more digits than three say nothing. */
const rounded = (data: object): Cause['data'] =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]: [string, Cause['data'][string]]) => [
      name,
      typeof value === 'number' && name !== 'line' ? Number(value.toPrecision(3)) : value,
    ]),
  );

function part(
  measured: number | null,
  predicted: number | null,
  of: (times: Times) => Cause,
): Part | undefined {
  if (measured === null || predicted === null) return undefined;
  const byMs = measured - predicted;
  if (Math.abs(byMs) < Math.max(LEAST_MS, WORTH_SAYING * predicted)) return undefined;
  return { byMs, cause: of({ measured, predicted }) };
}

/** A loop makes more passes, or less. */
function passesOf(measured: number | null, predicted: number | null): Cause | undefined {
  if (measured === null || predicted === null || predicted === 0) return undefined;
  if (Math.abs(measured / predicted - 1) < WORTH_SAYING) return undefined;
  return cause('passes', { measured, predicted });
}

/** The step that a thread makes before a step, in the order of the source; the last of its loop before the first. */
function stepBefore(pipeline: ResolvedPipeline, step: ResolvedCall): ResolvedStep | undefined {
  for (const { program } of pipeline.threads) {
    const found = before(program, step, undefined);
    if (found) return found.step;
  }
  return undefined;
}

function before(
  steps: readonly ResolvedStep[],
  wanted: ResolvedStep,
  around: ResolvedStep | undefined,
): { step: ResolvedStep | undefined } | undefined {
  for (const [i, step] of steps.entries()) {
    const last = steps[i - 1] ?? around;
    if (step === wanted) return { step: last };
    const inner = innerOf(step, wanted, last);
    if (inner) return inner;
  }
  return undefined;
}

function innerOf(step: ResolvedStep, wanted: ResolvedStep, last: ResolvedStep | undefined) {
  switch (step.kind) {
    case 'repeat':
      return before(step.body, wanted, step.body.at(-1));
    case 'lock':
      return before(step.body, wanted, step);
    case 'branch':
      return before(step.then, wanted, last) ?? before(step.otherwise, wanted, last);
    default:
      return undefined;
  }
}
