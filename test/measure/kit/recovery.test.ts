/** The kit on simulated devices whose figures are others than the profile's: calibrating from it gives those of the device. */
import { describe, expect, it } from 'vitest';
import { calibrate, type Calibration } from '../../../src/measure/calibrate.ts';
import { constantAt, withNumbers } from '../../../src/measure/constants.ts';
import { readMeasurementFile } from '../../../src/measure/import.ts';
import type { Kit } from '../../../src/measure/kit/kit-file.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import type { DeviceProfile } from '../../../src/profile/profile.ts';
import { runKit } from './run-kit.ts';

const PLAN = [
  'repetitions 5',
  'bytes 4096 65536 1048576 4194304',
  'threads 1 2',
  'streams 1 4 8 12',
  'channels 1 8',
  'picture 640 480',
  'picture 1280 720',
  'picture 1920 1080',
  'model resnet50 1 m/resnet50_bs1.om',
  'model resnet50 8 m/resnet50_bs8.om',
  'model other 4 m/other_bs4.om',
];

function kitOf(text: string, file = 'kit.json'): Kit {
  const read = readMeasurementFile(file, text);
  if (read.kind !== 'kit') throw new Error(`read as ${read.kind}`);
  return read.kit;
}

/** Constants that are each as many times what the profile has. */
function changed(base: DeviceProfile, factors: Record<string, number>): DeviceProfile {
  const values = Object.entries(factors).map(([path, factor]): [string, number] => {
    const value = constantAt(base, path);
    if (value === undefined) throw new Error(`no ${path}`);
    return [path, value * factor];
  });
  return withNumbers(base, new Map(values));
}

/** Constants of the calibration that are off by more than 3 % and beside their interval. */
function wrong({ adjusted }: Calibration, truth: (constant: string) => number | undefined): string[] {
  return adjusted.flatMap(({ constant, after, interval }) => {
    const real = truth(constant);
    if (real === undefined) return [];
    const isNear = Math.abs(after - real) <= 0.03 * real;
    const isInside = interval !== undefined && real >= interval[0] && real <= interval[1];
    return isNear || isInside ? [] : [`${constant}: ${after}, not ${real}`];
  });
}

const MODELS = { 'resnet50_bs1.om': 3.2, 'resnet50_bs8.om': 9, 'other_bs4.om': 6.5 };
const TIMES: Record<string, number> = {
  'models.resnet50.1.milliseconds': 3.2,
  'models.resnet50.8.milliseconds': 9,
  'models.other.4.milliseconds': 6.5,
};

const truthOf =
  (profile: DeviceProfile) =>
  (constant: string): number | undefined =>
    TIMES[constant] ?? constantAt(profile, constant);

describe('a device with a runtime of three threads', () => {
  const base = loadProfile('ascend310');
  const factors = {
    'host.submissionMs': 0.6,
    'host.wakeMs': 0.5,
    'scheduler.taskMs': 1.4,
    'scheduler.switchMs': 2,
    'engines.aicore.reloadMs': 1.6,
    'engines.aicore.hostMs': 1.5,
    'engines.jpegd.hostMs': 0.5,
    'engines.h2d.hostMs': 0.8,
    'link.requestMs': 0.5,
    'link.gigabytesPerSecond': 4,
    'engines.d2d.cost.perMegabyteMs': 2,
    'engines.d2d.switchMs': 0.5,
    'engines.jpegd.servers': 2,
    'engines.jpegd.completionMs': 2,
    'engines.jpegd.cost.perMegapixelMs': 0.7,
    'engines.jpegd.cost.perMegabyteMs': 1.3,
    'engines.vpc.cost.perMegapixelMs': 3,
    'engines.vpc.cost.perMegapixelWrittenMs': 0.6,
    variation: 1,
  };
  const device = changed(base, factors);
  const slow = { unit: 'ms', source: 'test', confidence: 'measured' } as const;
  device.link.pageable = {
    requestMs: { ...slow, value: 0.4 },
    gigabytesPerSecond: { ...slow, value: 3, unit: 'GB/s' },
  };
  device.variation.value = 0.02;

  it('is recovered, each constant within 3 % or its interval', async () => {
    const text = await runKit({ profile: device, models: MODELS, soc: 'Ascend310' }, PLAN);
    const kit = kitOf(text);
    const result = calibrate({
      base,
      measurements: [],
      kits: [kit],
      devices: [{ file: kit.file, device: { name: kit.soc, line: 1 } }],
      runs: [],
      settings: {},
    });
    expect(wrong(result, truthOf(device))).toEqual([]);
    const told = new Set(result.adjusted.map(({ constant }) => constant));
    const wanted = [...Object.keys(factors), ...Object.keys(TIMES), 'link.pageable.requestMs'];
    expect(wanted.filter((path) => !told.has(path))).toEqual(['variation']);
    expect(constantAt(result.profile, 'engines.jpegd.servers')).toBe(4);
    expect(constantAt(result.profile, 'scheduler.residentStreams')).toBe(6);
    expect(result.adjusted[0]?.from).toContain('kit.json');
    expect(result.adjusted[0]?.from).toContain('CANN 8.1.RC1');
    expect(result.contradictions).toEqual([]);
  }, 300_000);
});

describe('a device whose callers submit by themselves', () => {
  const base = loadProfile('ascend910b');
  const device = changed(base, {
    'host.wakeMs': 2,
    'scheduler.taskMs': 3,
    'link.requestMs': 3,
    'link.gigabytesPerSecond': 0.5,
  });
  device.variation.value = 0.02;

  it('is recovered too, and what it lacks is said', async () => {
    const text = await runKit({ profile: device, models: MODELS, soc: 'Ascend910B3' }, PLAN);
    const result = calibrate({ base, measurements: [], kits: [kitOf(text)], runs: [], settings: {} });
    expect(wrong(result, truthOf(device))).toEqual([]);
    const told = result.adjusted.map(({ constant }) => constant);
    expect(told).toEqual(expect.arrayContaining(['link.requestMs', ...Object.keys(TIMES)]));
    expect(result.open).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({
          what: expect.objectContaining({ id: 'kit-no-engine' }) as unknown,
        }) as unknown,
      }),
    );
  }, 300_000);
});
