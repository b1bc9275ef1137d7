/** Which device a log is of, by the name that its tool writes for the chip. */
import type { DeviceId } from '../pipeline/devices.ts';
import type { NamedDevice } from './measurement.ts';

/** Names of chips, without `Ascend` and signs, by the profile that they belong to. The first that fits holds. */
const CHIPS: readonly (readonly [RegExp, DeviceId])[] = [
  [/^310P/i, 'ascend310p3'],
  [/^310B/i, 'ascend310b'],
  [/^310$/i, 'ascend310'],
  [/^910B[1-9X]/i, 'ascend910b'],
  [/^910(A|B|Pro[AB]|Premium[AB])?$/i, 'ascend910a'],
];

/** Of a chip that no profile is of. */
const OTHER = 'other';

/** The profile's id, `other` for a chip that none is of; undefined for what names no chip. */
function profileOfChip(name: string): string | undefined {
  const plain = name.replace(/^ascend\s*/i, '').replaceAll(/[\s-]/g, '');
  if (!/^\d{3}/.test(plain)) return undefined;
  return CHIPS.find(([pattern]) => pattern.test(plain))?.[1] ?? OTHER;
}

const PROFILES: ReadonlySet<string> = new Set(CHIPS.map(([, id]) => id));

/** What a file of measurements says of the device that it is of. */
export interface DeviceClaim {
  file: string;
  device: NamedDevice;
}

export interface DeviceCheck {
  /** Claims that contradict the profile. */
  contradicting: DeviceClaim[];
  /** May a file's measurements be put into the profile? */
  isOfProfile(file: string): boolean;
}

/**
 * Holds the devices that logs name against the profile.
 * @param isChosen the user has named the profile: a chip that no profile is of may then be what he means.
 */
export function checkDevices(
  profile: string,
  claims: readonly DeviceClaim[],
  isChosen: boolean,
): DeviceCheck {
  if (!PROFILES.has(profile)) return { contradicting: [], isOfProfile: () => true };
  const said = claims.flatMap((claim) => {
    const id = profileOfChip(claim.device.name);
    return id === undefined || (id === OTHER && isChosen) ? [] : [{ claim, agrees: id === profile }];
  });
  const contradicting = said.filter(({ agrees }) => !agrees).map(({ claim }) => claim);
  const agreeing = new Set(said.filter(({ agrees }) => agrees).map(({ claim }) => claim.file));
  const others = new Set(contradicting.map(({ file }) => file));
  // Logs that name no device are of the same machine as those beside them that do.
  const isOfProfile = (file: string): boolean =>
    others.size === 0 || agreeing.has(file) || (agreeing.size > 0 && !others.has(file));
  return { contradicting, isOfProfile };
}
