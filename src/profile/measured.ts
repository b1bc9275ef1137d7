/**
 * What a workspace's users have measured: times of models and profiles of devices, in one file that editors, the command
 * line and CI share. What was measured goes before what is shipped; what the user names himself before both.
 */
import * as v from 'valibot';
import { parseJsonFile } from '../pipeline/json-file.ts';
import { DeviceProfileSchema, type Confidence, type DeviceProfile, type Value } from './profile.ts';

/** Under this name it is found beside `.acl-perf.json`, or where that would be. */
export const MEASURED_NAME = '.acl-perf-measured.json';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const cann = v.exactOptional(
  v.pipe(
    v.string(),
    v.regex(/^\d+(\.\w+)*$/, 'no-version'),
    v.description('Version of CANN of the machine.'),
  ),
);
const date = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\d$/, 'no-date'),
  v.description('Of the measurement, as 2026-11-30.'),
);
const device = v.pipe(text, v.description('Id of the device’s profile.'));
const from = v.pipe(text, v.description('File that it was measured in, and the place in it.'));

const ModelTimeSchema = v.strictObject({
  device,
  name: v.pipe(text, v.description('Name of the model, as resnet50.')),
  batch: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1e6)),
  milliseconds: v.pipe(
    v.number(),
    v.gtValue(0),
    v.maxValue(1e9),
    v.description('Of one execution of the whole batch on the device.'),
  ),
  date,
  cann,
  from,
});

const MeasuredProfileSchema = v.strictObject({ device, date, cann, from, profile: DeviceProfileSchema });

export const MeasuredSchema = v.strictObject({
  $schema: v.exactOptional(v.string()),
  version: v.literal(1),
  models: v.pipe(v.array(ModelTimeSchema), v.maxLength(10_000), v.description('Times of models.')),
  profiles: v.pipe(
    v.array(MeasuredProfileSchema),
    v.maxLength(200),
    v.description('Profiles of devices, made by acl-perf calibrate.'),
  ),
});

export type Measured = v.InferOutput<typeof MeasuredSchema>;
type ModelTime = Measured['models'][number];

export const NOTHING_MEASURED: Measured = { version: 1, models: [], profiles: [] };

/** @throws FileError that says what is wrong and where. */
export const parseMeasured = (content: string, file: string): Measured =>
  parseJsonFile(content, file, MeasuredSchema);

/** What was measured in the same circumstances is one thing. */
const keyOf = (each: { device: string; cann?: string; name?: string; batch?: number }): string =>
  JSON.stringify([each.device, each.name ?? '', each.batch ?? 0, each.cann ?? '']);

/** The later stands where both tell the same. In an order of its own, so that adding changes few lines. */
function joined<T extends Parameters<typeof keyOf>[0]>(before: readonly T[], added: readonly T[]): T[] {
  const all = new Map([...before, ...added].map((each) => [keyOf(each), each]));
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

export const withMore = (
  { models, profiles, ...rest }: Measured,
  added: Pick<Measured, 'models' | 'profiles'>,
): Measured => ({
  ...rest,
  models: joined(models, added.models),
  profiles: joined(profiles, added.profiles),
});

export interface Circumstances {
  /** Version of CANN that is asked for, where it is known. */
  cann: string | undefined;
  /** The user has named a profile of his own: it stands, and is only added to. */
  isOwn: boolean;
  /** Name of the file, for what is said of where a figure is from. */
  file: string;
}

/** Of several measurements of one thing that of the same CANN, else the newest. */
function best<T extends { date: string; cann?: string }>(
  all: readonly T[],
  wanted: string | undefined,
): T | undefined {
  const isSame = (each: T): number => (wanted !== undefined && each.cann === wanted ? 1 : 0);
  return all.toSorted((a, b) => isSame(b) - isSame(a) || (a.date < b.date ? 1 : -1))[0];
}

/** The profile with what was measured on its device. */
export function withMeasured(
  base: DeviceProfile,
  { models, profiles }: Measured,
  circumstances: Circumstances,
): DeviceProfile {
  const { cann: version, isOwn } = circumstances;
  const own = best(
    profiles.filter((each) => each.device === base.id),
    version,
  );
  const profile = structuredClone(isOwn || !own ? base : own.profile);
  const times = models.filter((each) => each.device === base.id);
  for (const time of bestOfEach(times, version)) {
    const entry = profile.models.find(({ name }) => name === time.name);
    const others = entry?.batches.filter(({ batch }) => batch !== time.batch) ?? [];
    const old = entry?.batches.find(({ batch }) => batch === time.batch);
    if (isOwn && old) continue;
    const batches = [...others, { ...old, batch: time.batch, milliseconds: figureOf(time, circumstances) }];
    batches.sort((a, b) => a.batch - b.batch);
    if (entry) entry.batches = batches;
    else profile.models.push({ name: time.name, batches });
  }
  return profile;
}

function bestOfEach(times: readonly ModelTime[], version: string | undefined): ModelTime[] {
  const keys = new Map(times.map(({ name, batch }) => [JSON.stringify([name, batch]), { name, batch }]));
  return [...keys.values()].flatMap(
    ({ name, batch }) =>
      best(
        times.filter((each) => each.name === name && each.batch === batch),
        version,
      ) ?? [],
  );
}

/** With another version of CANN a model was compiled by another compiler. */
function figureOf(time: ModelTime, { cann: version, file }: Circumstances): Value {
  const isOther = version !== undefined && time.cann !== undefined && time.cann !== version;
  const confidence: Confidence = isOther ? 'derived' : 'measured';
  const when = [time.from, time.date, ...(time.cann === undefined ? [] : [`CANN ${time.cann}`])];
  return { value: time.milliseconds, unit: 'ms', source: `${file}: ${when.join(', ')}`, confidence };
}
