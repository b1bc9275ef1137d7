/** The shipped profiles, and profiles from JSON. */
import * as v from 'valibot';
import { ISSUES, issueStatement } from '../pipeline/issues.ts';
import { DEFAULT_DEVICE, DEVICE_IDS, type DeviceId } from '../pipeline/devices.ts';
import { parseJson } from '../pipeline/json-file.ts';
import type { Statement, Texts } from '../pipeline/words.ts';
import { UserError } from '../pipeline/words.ts';
import { completeProfile, PartialProfileSchema } from './complete.ts';
import ascend310 from './data/ascend310.json' with { type: 'json' };
import ascend310b from './data/ascend310b.json' with { type: 'json' };
import ascend310p3 from './data/ascend310p3.json' with { type: 'json' };
import ascend910a from './data/ascend910a.json' with { type: 'json' };
import ascend910b from './data/ascend910b.json' with { type: 'json' };
import { DeviceProfileSchema, type DeviceProfile } from './profile.ts';
import { ownValue } from '../base/own-value.ts';

const TEXTS = {
  ...ISSUES,
  'of-file': { en: '{file}: {what}', zh: '{file}: {what}' },
  'in-profile': { en: 'profile: {what}', zh: '设备配置：{what}' },
  'no-profile': { en: 'no profile "{name}"; there are: {names}', zh: '没有设备配置“{name}”；可选：{names}' },
} satisfies Texts<string>;

/** A profile that cannot be used: what is wrong and where in it. */
export class ProfileError extends UserError<keyof typeof TEXTS> {
  constructor(statement: Statement<keyof typeof TEXTS>) {
    super(TEXTS, statement);
    this.name = 'ProfileError';
  }
}

const shipped: Record<DeviceId, unknown> = { ascend310, ascend310p3, ascend310b, ascend910a, ascend910b };
const parsed = new Map<string, DeviceProfile>();

/** Ids of the shipped profiles. */
export function deviceIds(): string[] {
  return [...DEVICE_IDS];
}

function check<T>(result: v.SafeParseResult<v.GenericSchema<unknown, T>>): T {
  if (result.success) return result.output;
  throw new ProfileError({ id: 'in-profile', data: { what: issueStatement(result.issues[0]) } });
}

/**
 * A whole profile, or one with `basedOn` that names the shipped profile to stand in for what it leaves out.
 * @throws ProfileError naming the first thing wrong, e.g. `engines.vpc.servers.value: …`.
 */
export function parseProfile(value: unknown): DeviceProfile {
  if (typeof value !== 'object' || value === null || !('basedOn' in value))
    return check(v.safeParse(DeviceProfileSchema, value));
  const own = check(v.safeParse(PartialProfileSchema, value));
  return check(v.safeParse(DeviceProfileSchema, completeProfile(own, loadProfile(own.basedOn))));
}

/**
 * The profile in a file of the user's, or in what `acl-perf calibrate` printed, which has one in it.
 * @throws FileError or ProfileError, which name the file.
 */
export function parseProfileFile(text: string, file: string): DeviceProfile {
  const value = parseJson(text, file);
  try {
    return parseProfile(
      typeof value === 'object' && value !== null && 'profile' in value ? value.profile : value,
    );
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new ProfileError({ id: 'of-file', data: { file, what: error.statement } });
  }
}

/** A shipped profile. @throws ProfileError on an id that is not shipped. */
export function loadProfile(id: string = DEFAULT_DEVICE): DeviceProfile {
  const known = parsed.get(id);
  if (known) return known;
  if (!Object.hasOwn(shipped, id)) {
    throw new ProfileError({ id: 'no-profile', data: { name: id, names: deviceIds() } });
  }
  const profile = parseProfile(ownValue(shipped, id));
  parsed.set(id, profile);
  return profile;
}

/** The profile of a machine with this CANN version; without one it stays as it is. */
export function withCann(profile: DeviceProfile, version: string | undefined): DeviceProfile {
  return version === undefined ? profile : { ...profile, cann: version };
}
