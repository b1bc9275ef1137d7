import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DEVICE, DEVICES } from '../../src/pipeline/devices.ts';
import { ProfileError, deviceIds, loadProfile, parseProfile } from '../../src/profile/load.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { simulate, withDoubts } from '../../src/sim/index.ts';
import { loadCase } from '../sim/support/cases.ts';
import ascend310p3 from '../../src/profile/data/ascend310p3.json' with { type: 'json' };

/** Every value of a profile, with the path to it. */
function valuesOf(
  thing: unknown,
  path = '',
): { path: string; value: number; source: string; confidence: string }[] {
  if (typeof thing !== 'object' || thing === null) return [];
  if ('source' in thing && 'value' in thing) return [{ path, ...(thing as never as object) } as never];
  return Object.entries(thing).flatMap(([key, inner]) => valuesOf(inner, `${path}.${key}`));
}

describe('the shipped profiles', () => {
  it('are those that the settings offer (npm run rules) and the page of options names', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
    };
    expect(contributes.configuration.properties['ascendcl.device']).toMatchObject({
      default: DEFAULT_DEVICE,
      enum: deviceIds(),
      enumItemLabels: Object.values(DEVICES),
    });
    const options = readFileSync('docs/cli.md', 'utf8');
    for (const id of deviceIds()) expect(options).toContain(`\`${id}\``);
  });

  it.each(deviceIds())('%s is whole, and every value has a source', (id) => {
    const profile = loadProfile(id);
    expect(profile.id).toBe(id);
    for (const { path, source } of valuesOf(profile)) expect(source.length, path).toBeGreaterThan(3);
  });

  it('name nothing of the 310 as measured on another device', () => {
    for (const id of deviceIds().slice(1)) {
      for (const { path, source, confidence } of valuesOf(loadProfile(id)))
        if (source.startsWith('assumed as on')) expect(confidence, `${id}${path}`).toBe('assumed');
    }
  });
});

describe('each device’s own mechanism', () => {
  const operators = (times: number) =>
    parsePipeline({
      streams: [{ id: 's' }],
      threads: [
        {
          id: 't',
          program: [
            {
              kind: 'repeat',
              body: [
                {
                  kind: 'repeat',
                  times,
                  body: [{ kind: 'submit', engine: 'aicore', stream: 's', work: { milliseconds: 0.004 } }],
                },
                { kind: 'wait', for: 'stream', target: 's' },
              ],
            },
          ],
        },
      ],
    });

  it('has threads of the runtime for submitting on the 310 alone', () => {
    expect(loadProfile('ascend310').host.sendShare.value).toBeGreaterThan(0);
    for (const id of deviceIds().slice(1)) {
      expect(loadProfile(id).host.sendShare, id).toMatchObject({ value: 0, confidence: 'specified' });
      expect(loadProfile(id).host.submitShare.value, id).toBe(1);
    }
  });

  it('starts more operators a second on a 910B than the 310’s scheduler could', () => {
    const { qps, bottleneck } = simulate(operators(1000), loadProfile('ascend910b'));
    expect(qps).toBeGreaterThan(40_000);
    // The host is what binds: it launches one in 12 us.
    expect(bottleneck.resource).toBe('host t');
  });

  it('copies 64 MB on a 910B as fast as was measured, within its range', () => {
    const device = loadProfile('ascend910b');
    const pipeline = loadCase('h2d-910b');
    const { qpsRange } = withDoubts(pipeline, device, simulate(pipeline, device));
    expect(qpsRange[0]).toBeLessThan(369.5);
    expect(qpsRange[1]).toBeGreaterThan(369.5);
  });
});

describe('a device of which less is known', () => {
  const base = loadProfile('ascend310');
  const device = loadProfile('ascend310p3');

  it('takes what every prediction needs from the 310, as assumed, and times of the runtime within a wide range', () => {
    expect(device.scheduler.burst).toEqual({
      value: base.scheduler.burst?.value,
      unit: 'tasks',
      source: `assumed as on Ascend 310: ${base.scheduler.burst?.source}`,
      confidence: 'assumed',
    });
    expect(device.engines['d2d']?.servers.confidence).toBe('assumed');
    expect(device.host.wakeMs.range?.[1]).toBe(base.host.wakeMs.value);
  });

  it('keeps its own values, and its own engines with what they lack assumed', () => {
    expect(device.memory.gigabytesPerSecond).toMatchObject({ value: 204, confidence: 'derived' });
    expect(device.memory.bytes.value).toBe(21534 * 1024 * 1024);
    expect(device.engines['jpegd']?.servers).toMatchObject({ value: 16, confidence: 'derived' });
    expect(device.engines['vpc']?.cost.perMegapixelMs).toMatchObject({
      value: base.engines['vpc']?.cost.perMegapixelMs?.value,
      confidence: 'assumed',
    });
    // 240 frames/s of a channel, less what the scheduler and a synchronization take.
    const decode = device.engines['vdec']?.cost.points?.[1]?.milliseconds.value;
    expect(decode).toBeLessThan(1000 / 240);
    expect(decode).toBeGreaterThan(1000 / 240 - 0.1);
  });

  it('has no engine of which nothing is known', () => {
    expect(device.engines).not.toHaveProperty('venc');
    expect(device.engines).not.toHaveProperty('pngd');
    expect(loadProfile('ascend910a').engines).not.toHaveProperty('vdec');
    expect(loadProfile('ascend910b').engines).not.toHaveProperty('jpege');
  });

  it('copies on the device at its own memory bandwidth', () => {
    const perMegabyte = (id: string): number =>
      loadProfile(id).engines['d2d']?.cost.perMegabyteMs?.value ?? NaN;
    expect(perMegabyte('ascend310p3') / perMegabyte('ascend310')).toBeCloseTo(48 / 204, 9);
    const h2d = loadProfile('ascend310b').engines['h2d'];
    expect(h2d?.cost.perMegabyteMs).toBeUndefined();
  });

  it('assumes no memory pool and no model that it does not name', () => {
    expect(loadProfile('ascend910a').memory.dvppBytes).toBeUndefined();
    expect(device.models).toEqual([]);
    expect(loadProfile('ascend910a').models.map((model) => model.name)).toEqual(['resnet50']);
  });
});

describe('a profile from a file', () => {
  it('may be based on a shipped one', () => {
    const own = parseProfile({ ...ascend310p3, id: 'mine', name: 'Mine' });
    expect(own.id).toBe('mine');
    expect(own).not.toHaveProperty('basedOn');
  });

  it('says in one line what is wrong', () => {
    expect(() => parseProfile({ ...ascend310p3, basedOn: 'nothing' })).toThrow(
      /^no profile "nothing"; there are: /,
    );
    expect(() => parseProfile({ ...ascend310p3, memory: {} })).toThrow(/^profile: memory\.bytes: /);
    expect(() => parseProfile(3)).toThrow(/^profile: /);
    // A value that is allowed makes one of the base's, which is scaled by it, infinite.
    const slowest = { ...ascend310p3.memory.gigabytesPerSecond, value: 1e-18 };
    const memory = { ...ascend310p3.memory, gigabytesPerSecond: slowest };
    expect(() => parseProfile({ ...ascend310p3, memory })).toThrow(ProfileError);
  });
});
