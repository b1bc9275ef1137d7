/** What is known of a device's runtime: figures of its own, or a wide range; never another device's as if measured. */
import { describe, expect, it } from 'vitest';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { rangeOf } from '../../src/profile/confidence.ts';
import { deviceIds, loadProfile, parseProfile } from '../../src/profile/load.ts';
import { simulate, withDoubts } from '../../src/sim/index.ts';

const copies = (pageable: boolean) =>
  parsePipeline({
    threads: [
      {
        id: 't',
        program: [
          {
            kind: 'repeat',
            body: [{ kind: 'submit', engine: 'h2d', mode: 'sync', work: { bytes: 5_000_000, pageable } }],
          },
        ],
      },
    ],
  });

describe('the runtime of another device', () => {
  it.each(deviceIds().filter((id) => id !== 'ascend310'))('has a range of several times: %s', (id) => {
    const { link, scheduler, host } = loadProfile(id);
    for (const figure of [link.requestMs, link.gigabytesPerSecond, scheduler.taskMs, host.submissionMs]) {
      const [least, most] = rangeOf(figure);
      expect(least).toBeLessThanOrEqual(figure.value);
      expect(most).toBeGreaterThanOrEqual(figure.value);
      expect(most / least).toBeGreaterThanOrEqual(2);
    }
  });

  it('has one of five times either way where a profile says nothing', () => {
    const { link } = parseProfile({
      version: 1,
      id: 'new',
      name: 'new',
      basedOn: 'ascend310',
      engines: {},
      memory: Object.fromEntries(
        ['bytes', 'gigabytesPerSecond', 'idleBytes'].map((key) => [
          key,
          { value: 1e9, unit: 'bytes', source: 'test', confidence: 'assumed' },
        ]),
      ),
      limits: {},
    });
    expect(link.requestMs.range).toEqual([link.requestMs.value / 5, link.requestMs.value * 5]);
  });

  it('widens the range of a program that hangs on it, and names it', () => {
    const profile = loadProfile('ascend310p3');
    const { qps, qpsRange, doubts } = withDoubts(copies(false), profile, simulate(copies(false), profile));
    expect(qpsRange[1] / qpsRange[0]).toBeGreaterThan(3);
    expect(qpsRange[0]).toBeLessThan(qps);
    expect(doubts?.[0]).toMatchObject({ kind: 'resource', name: 'link' });
  });
});

describe('a copy of pageable memory', () => {
  it('is slower where that is known', () => {
    const profile = loadProfile('ascend910b');
    const [pinned, pageable] = [simulate(copies(false), profile), simulate(copies(true), profile)];
    expect(pinned.qps / pageable.qps).toBeGreaterThan(2);
  });

  it('is as fast as any where it is not', () => {
    const profile = loadProfile();
    expect(simulate(copies(true), profile).qps).toBe(simulate(copies(false), profile).qps);
  });
});
