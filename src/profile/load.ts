/** The shipped profiles, and profiles from JSON. */
import * as v from 'valibot';
import { describeIssue } from '../pipeline/schema.ts';
import { completeProfile, PartialProfileSchema } from './complete.ts';
import ascend310 from './data/ascend310.json' with { type: 'json' };
import ascend310b from './data/ascend310b.json' with { type: 'json' };
import ascend310p3 from './data/ascend310p3.json' with { type: 'json' };
import ascend910a from './data/ascend910a.json' with { type: 'json' };
import ascend910b from './data/ascend910b.json' with { type: 'json' };
import { DeviceProfileSchema, type DeviceProfile } from './profile.ts';

/** A profile that cannot be used; the message says what is wrong and where in it. */
export class ProfileError extends Error {
  constructor(what: string) {
    super(what);
    this.name = 'ProfileError';
  }
}

/** The profile used where none is named. */
export const DEFAULT_DEVICE = 'ascend310';

const shipped: Record<string, unknown> = { ascend310, ascend310p3, ascend310b, ascend910a, ascend910b };
const parsed = new Map<string, DeviceProfile>();

/** Ids of the shipped profiles. */
export function deviceIds(): string[] {
  return Object.keys(shipped);
}

function check<T>(result: v.SafeParseResult<v.GenericSchema<unknown, T>>): T {
  if (!result.success) throw new ProfileError(`profile: ${describeIssue(result.issues[0])}`);
  return result.output;
}

/**
 * A whole profile, or one with `basedOn` that names the shipped profile to stand in for what it leaves out.
 * @throws ProfileError naming the first thing wrong, e.g. `engines.vpc.servers.value: …`.
 */
export function parseProfile(value: unknown): DeviceProfile {
  if (typeof value !== 'object' || value === null || !('basedOn' in value))
    return check(v.safeParse(DeviceProfileSchema, value));
  const own = check(v.safeParse(PartialProfileSchema, value));
  return completeProfile(own, loadProfile(own.basedOn));
}

/** A shipped profile. @throws ProfileError on an id that is not shipped. */
export function loadProfile(id: string = DEFAULT_DEVICE): DeviceProfile {
  const known = parsed.get(id);
  if (known) return known;
  if (!Object.hasOwn(shipped, id)) {
    throw new ProfileError(`no profile "${id}"; there are: ${deviceIds().join(', ')}`);
  }
  const profile = parseProfile(shipped[id]);
  parsed.set(id, profile);
  return profile;
}

/** The profile of a machine with this CANN version; without one it stays as it is. */
export function withCann(profile: DeviceProfile, version: string | undefined): DeviceProfile {
  return version === undefined ? profile : { ...profile, cann: version };
}
