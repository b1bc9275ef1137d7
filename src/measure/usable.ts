/** What of a comparison the workspace can keep: constants that the measurements tell, with what was predicted of them. */
import type { Confidence, DeviceProfile } from '../profile/profile.ts';
import { modelKey, parseModelName } from '../profile/model-name.ts';
import { withConstant } from './constants.ts';
import type { DeviceClaim } from './devices.ts';
import { checkDevices } from './devices.ts';
import { adjustDirectly } from './direct.ts';
import type { JoinRequest } from './files.ts';
import type { Joined } from './join/join.ts';
import type { Measurement } from './measurement.ts';
import { hostClock } from './own/host-clock.ts';
import { modelIn } from './model-times.ts';
import { meantModel, type PredictedModel, predictedModels } from './predicted-models.ts';
import { MODEL_TIME } from './saved.ts';

export interface UsableValue {
  /** As `models.resnet50.8.milliseconds` or `link.gigabytesPerSecond`. */
  constant: string;
  unit: string;
  predicted: number | null;
  measured: number;
  /** File and line. */
  from: string;
  confidence: Confidence;
}

export interface UsableFrom {
  measurements: readonly Measurement[];
  devices: readonly DeviceClaim[];
  joined?: Joined | undefined;
  /** File of the record that was joined. */
  record?: string | undefined;
}

/** A value that is as predicted within this share is no news. */
const SAME = 0.005;

export function usableValues({ pipeline, profile, settings }: JoinRequest, from: UsableFrom): UsableValue[] {
  const models = predictedModels(pipeline, profile, settings);
  const { isOfProfile } = checkDevices(profile.id, from.devices, false);
  const byHost = hostClock(pipeline, settings) === undefined;
  const usable = from.measurements.filter(
    (each) => isOfProfile(each.source.file) && (byHost || !each.byHost),
  );
  const joined = from.joined ? timesOnLines(from.joined, from.record ?? '') : [];
  const { adjustments } = adjustDirectly(profile, [...joined, ...ofProgram(usable, models, joined)]);
  return adjustments.flatMap(({ constant, unit, before, after, from: place, confidence }) => {
    const predicted = predictedOf(constant, models) ?? before;
    if (predicted !== null && Math.abs(after / predicted - 1) < SAME) return [];
    return [{ constant, unit, predicted, measured: after, from: place, confidence }];
  });
}

function predictedOf(constant: string, models: readonly PredictedModel[]): number | undefined {
  const [, name, batch] = MODEL_TIME.exec(constant) ?? [];
  if (name === undefined) return undefined;
  return models.find((one) => modelKey(one.name) === modelKey(name) && one.batch === Number(batch))?.ms;
}

/** Times of models that the record has on lines of the program, where they are not as predicted. */
function timesOnLines({ lines }: Joined, file: string): Measurement[] {
  return lines.flatMap(({ cause, measured }): Measurement[] => {
    const [, name, batch] = MODEL_TIME.exec(String(cause?.data['constant'] ?? '')) ?? [];
    if (cause?.id !== 'device-time' || name === undefined || !measured?.deviceMs) return [];
    const values = { meanMs: measured.deviceMs, batch: Number(batch), count: measured.calls };
    return [{ kind: 'latency', subject: `model ${name}`, values, source: { file, line: 1 } }];
  });
}

/** Times of models under the program's own names and batches; what is of no model of the program is left out. */
function ofProgram(
  all: readonly Measurement[],
  models: readonly PredictedModel[],
  onLines: readonly Measurement[],
): Measurement[] {
  const named = all.map(({ kind, subject }) =>
    kind === 'latency' || kind === 'throughput' ? modelIn(subject) : undefined,
  );
  const isOnly = new Set(named.filter((name) => name !== undefined)).size === 1;
  return all.flatMap((measurement, i) => {
    const name = named[i];
    if (name === undefined) return [measurement];
    const meant = meantModel(name, models, isOnly);
    if (meant === undefined) return [];
    const subject = `model ${modelKey(meant.name)}`;
    if (onLines.some((line) => line.subject === subject)) return [];
    const batch = measurement.values['batch'] ?? parseModelName(name).batch ?? meant.batch;
    return [{ ...measurement, subject, values: { ...measurement.values, batch } }];
  });
}

/** As `savedMeasured` takes it. */
export function toSave(base: DeviceProfile, chosen: readonly UsableValue[]) {
  let profile = base;
  for (const { constant, measured: value, from: source, confidence } of chosen)
    if (!MODEL_TIME.test(constant)) profile = withConstant(profile, constant, { value, source, confidence });
  const adjusted = chosen.map(({ constant, measured: after, from }) => ({ constant, after, from }));
  return { profile, adjusted, fitted: [] };
}
