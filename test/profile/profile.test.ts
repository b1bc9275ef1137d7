import { describe, expect, it } from 'vitest';
import { DEFAULT_DEVICE } from '../../src/pipeline/devices.ts';
import { deviceIds, loadProfile, parseProfile, ProfileError } from '../../src/profile/load.ts';
import type { DeviceProfile, Value } from '../../src/profile/profile.ts';

/** All values of a profile with their paths. */
function* values(part: unknown, path = ''): Generator<[string, Value]> {
  if (typeof part !== 'object' || part === null) return;
  if ('value' in part && 'unit' in part) yield [path, part as Value];
  else for (const [key, inner] of Object.entries(part)) yield* values(inner, `${path}.${key}`);
}

describe('shipped profiles', () => {
  it.each(deviceIds())('%s has a source, a unit and a confidence in every value', (id) => {
    const all = [...values(loadProfile(id))];
    expect(all.length).toBeGreaterThan(40);
    for (const [path, { value, unit, source, confidence }] of all) {
      expect(Number.isFinite(value), path).toBe(true);
      expect(unit, path).not.toBe('');
      expect(source.length, path).toBeGreaterThan(5);
      expect(['measured', 'specified', 'derived', 'assumed'], path).toContain(confidence);
    }
  });

  it('say which constants are fitted: at most 15', () => {
    const fitted = [...values(loadProfile(DEFAULT_DEVICE))].filter(([, value]) => value.fitted);
    expect(fitted.length).toBeGreaterThan(5);
    expect(fitted.length).toBeLessThanOrEqual(15);
    for (const [path, { confidence }] of fitted) expect(confidence, path).toBe('derived');
  });

  it('share the host time of a submission in full', () => {
    for (const id of deviceIds()) {
      const { submitShare, sendShare } = loadProfile(id).host;
      expect(submitShare.value + sendShare.value).toBeLessThanOrEqual(1);
    }
  });

  it('are read once', () => {
    expect(loadProfile()).toBe(loadProfile(DEFAULT_DEVICE));
  });

  it('are known by their ids', () => {
    expect(() => loadProfile('ascend9000')).toThrow(ProfileError);
    expect(() => loadProfile('ascend9000')).toThrow(/^no profile "ascend9000"; there are: .*ascend310/);
    expect(() => loadProfile('toString')).toThrow('no profile "toString"');
  });
});

describe('parseProfile', () => {
  const changed = (change: (profile: DeviceProfile) => void): unknown => {
    const profile = structuredClone(loadProfile());
    change(profile);
    return profile;
  };

  it('takes a shipped profile back', () => {
    expect(parseProfile(JSON.parse(JSON.stringify(loadProfile())))).toEqual(loadProfile());
  });

  it.each([
    [3, 'profile: Invalid type: Expected Object but received 3'],
    [
      changed((p) => (p.host.cores.value = 1e9)),
      'profile: host.cores.value: Invalid value: Expected <=65536 but received 1000000000',
    ],
    [
      changed((p) => (p.link.requestMs.value = -1)),
      'profile: link.requestMs.value: Invalid value: Expected >=0 but received -1',
    ],
    [
      changed((p) => (p.link.requestMs.value = NaN)),
      'profile: link.requestMs.value: Invalid type: Expected number but received NaN',
    ],
    [
      changed((p) => (p.scheduler.taskMs.source = '')),
      'profile: scheduler.taskMs.source: Invalid length: Expected >=1 but received 0',
    ],
    [
      changed((p) => ((p as unknown as Record<string, unknown>)['colour'] = 1)),
      'profile: colour: Invalid key: Expected never but received "colour"',
    ],
  ])('says what is wrong and where', (value, message) => {
    expect(() => parseProfile(value)).toThrow(ProfileError);
    expect(() => parseProfile(value)).toThrow(expect.objectContaining({ message }));
  });
});
