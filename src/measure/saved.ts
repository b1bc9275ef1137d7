/** What of a calibration a workspace keeps: the times of models, and the profile where more than these was measured. */
import type { Measured } from '../profile/measured.ts';
import type { DeviceProfile } from '../profile/profile.ts';

/** The constant that is a model's time: its name and its batch. */
export const MODEL_TIME = /^models\.(.{1,200})\.(\d{1,7})\.milliseconds$/;
const LONGEST = 500;

/** What a calibration, or a comparison, has to keep. */
export interface Savable {
  profile: DeviceProfile;
  adjusted: readonly { constant: string; after: number; from: string }[];
  /** By runs as a whole. */
  fitted: readonly { constant: string; from?: string }[];
}

/**
 * @param date of today, year first
 * @param cann version of CANN that it was measured with, where it is known
 */
export function savedMeasured(
  { profile, adjusted, fitted }: Savable,
  date: string,
  cann: string | undefined,
): Pick<Measured, 'models' | 'profiles'> {
  const device = profile.id;
  const version = cann === undefined ? {} : { cann };
  const models = adjusted.flatMap(({ constant, after, from }) => {
    const [, name, batch] = MODEL_TIME.exec(constant) ?? [];
    if (name === undefined || after <= 0) return [];
    const time = { device, name, batch: Number(batch), milliseconds: after, date, ...version };
    return [{ ...time, from: from.slice(0, LONGEST) }];
  });
  const others = [
    ...adjusted.filter(({ constant }) => !MODEL_TIME.test(constant)),
    ...fitted.filter(({ constant }) => !constant.startsWith('models.')),
  ];
  const [first] = others;
  if (!first) return { models, profiles: [] };
  const from = (first.from ?? 'runs').slice(0, LONGEST);
  return { models, profiles: [{ device, date, ...version, from, profile }] };
}
