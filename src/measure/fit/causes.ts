/** What may be other on the user's device than in the profile: parts whose times change together, by one factor. */
import type { DeviceProfile } from '../../profile/profile.ts';
import { constantAt, rateConstants } from '../constants.ts';

export interface Cause {
  /** The part, e.g. `engines.jpegd`, `models.resnet50`, `host.wakeMs`. */
  id: string;
  /** Its constants. */
  paths: readonly string[];
}

/** Which part a constant belongs to; the first that fits. `$1` is of the pattern. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^engines\.\w+\.hostMs$|^host\.submissionMs$/, 'host.submission'],
  [/^engines\.(\w+)\./, 'engines.$1'],
  [/^scheduler\./, 'scheduler'],
  [/^models\.(\d+)\./, 'models.$1'],
];

const isRate = (path: string): boolean => path.endsWith('PerSecond');

export function causesOf(profile: DeviceProfile): Cause[] {
  const parts = new Map<string, string[]>();
  for (const path of rateConstants(profile)) {
    const found = PARTS.find(([pattern]) => pattern.test(path));
    const id = found ? path.replace(new RegExp(`${found[0].source}.*`), found[1]) : path;
    parts.set(id, [...(parts.get(id) ?? []), path]);
  }
  return [...parts].map(([id, paths]) => ({ id: readablePart(id, profile), paths }));
}

function readablePart(id: string, profile: DeviceProfile): string {
  const model = profile.models[Number(/^models\.(\d+)$/.exec(id)?.[1] ?? NaN)];
  return model === undefined ? id : `models.${model.name}`;
}

/** Values of the constants when the part takes `factor` times as long. */
export function scaled(profile: DeviceProfile, { paths }: Cause, factor: number): [string, number][] {
  return paths.map((path) => {
    const value = constantAt(profile, path) ?? 0;
    return [path, isRate(path) ? value / factor : value * factor];
  });
}

/** `models.resnet50.16.milliseconds` rather than places in lists. */
export function readable(path: string, profile: DeviceProfile): string {
  const [, model, batch] = /^models\.(\d+)\.batches\.(\d+)\./.exec(path) ?? [];
  const entry = profile.models[Number(model)];
  const point = entry?.batches[Number(batch)];
  return entry && point ? `models.${entry.name}.${point.batch}.milliseconds` : path;
}

export const unitOf = (path: string): string => (isRate(path) ? 'GB/s' : 'ms');
