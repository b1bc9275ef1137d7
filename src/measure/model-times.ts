/** Which model, at which batch, a measured time is of: from the log itself, else from what the user says. */
import { matchModel } from '../profile/models.ts';
import { modelKey, parseModelName } from '../profile/model-name.ts';
import type { MeasurementTextId } from './errors.ts';
import type { Measurement } from './measurement.ts';

/** What the user says that a log does not. */
export interface CalibrationHints {
  /** The one model to take, or the name of the only one there is. */
  model?: string;
  /** Names of models that the profiler knows by number or by another name. */
  names?: ReadonlyMap<string, string>;
  batch?: number;
}

export type ModelTime = { model: string; batch: number; milliseconds: number } | { why: MeasurementTextId };

const MODEL = /^model(?: (.+))?$/;
const NOT_ITS_OWN = 'model with its first run';
const MS_PER_SECOND = 1000;
/** How near two means are that a log rounds differently. */
const SAME_MEAN = 0.01;

/** The model's name or number in a subject, `''` where it has none; undefined for a subject that is no model. */
export function modelIn(subject: string): string | undefined {
  const match = MODEL.exec(subject);
  return match ? (match[1] ?? '') : undefined;
}

/** The model's name or number as the log has it: '' where it has none. Undefined for what is of no model. */
function namedModel({ kind, subject }: Measurement): string | undefined {
  if (subject === NOT_ITS_OWN || (kind !== 'latency' && kind !== 'throughput')) return undefined;
  return modelIn(subject);
}

export class ModelNamer {
  /** All models that are named in what was measured. */
  private readonly named: ReadonlySet<string>;
  /** Rates that say of how many samples a call is. */
  private readonly rates: readonly Measurement[];

  constructor(
    measurements: readonly Measurement[],
    private readonly hints: CalibrationHints,
  ) {
    this.named = new Set(measurements.flatMap((each) => namedModel(each) || []));
    this.rates = measurements.filter(({ kind, values }) => kind === 'throughput' && values['batch']);
  }

  /** Undefined for what is no time of a model. */
  timeOf(measurement: Measurement): ModelTime | undefined {
    const named = namedModel(measurement);
    if (named === undefined) return undefined;
    const name = this.nameOf(named, measurement.source.file);
    return typeof name === 'string' ? this.atBatch(name, measurement) : name;
  }

  private nameOf(named: string, file: string): string | { why: MeasurementTextId } {
    const { model, names } = this.hints;
    const given = names?.get(named);
    if (given !== undefined) return given;
    if (names !== undefined && model === undefined) return { why: 'other-model' };
    if (model !== undefined) return this.asGiven(named, model);
    // A bare number is an id of that one run.
    if (named !== '' && !/^\d+$/.test(named)) return named;
    const stem = file.replace(/^.*[\\/]/, '').replace(/\.(log|txt|csv|out|json)$/i, '');
    if (matchModel(stem) !== undefined && this.named.size <= 1) return stem;
    return { why: 'whose-model' };
  }

  /** One name is given: it picks a model among several, and names the only one that there is. */
  private asGiven(named: string, model: string): string | { why: MeasurementTextId } {
    const isMeant = (name: string): boolean => name === model || modelKey(name) === modelKey(model);
    if (named === '' || isMeant(named)) return model;
    if ([...this.named].some(isMeant)) return { why: 'other-model' };
    return this.named.size === 1 ? model : { why: 'which-model' };
  }

  /** The batch of the rate that was computed from this time, which the log may only give at its end. */
  private batchOfRate({ subject, source, values }: Measurement): number | undefined {
    const ms = values['meanMs'] ?? 0;
    const rate = this.rates.find(
      (one) =>
        one.subject === subject &&
        one.source.file === source.file &&
        Math.abs((one.values['meanMs'] ?? 0) - ms) <= SAME_MEAN * ms,
    );
    return rate?.values['batch'];
  }

  private atBatch(name: string, measurement: Measurement): ModelTime {
    const { values } = measurement;
    const { tokens, batch: nameBatch } = parseModelName(name);
    const told = this.batchOfRate(measurement) ?? values['batch'];
    const { batch: hint } = this.hints;
    if (hint !== undefined && told !== undefined && hint !== told) return { why: 'other-batch' };
    const batch = told ?? hint ?? nameBatch;
    if (batch === undefined || !Number.isInteger(batch) || batch < 1) return { why: 'no-batch' };
    const rate = values['framesPerSecond'];
    const milliseconds = values['meanMs'] ?? (rate ? (MS_PER_SECOND * batch) / rate : undefined);
    return milliseconds ? { model: tokens.join('') || name, batch, milliseconds } : { why: 'no-constant' };
  }
}
