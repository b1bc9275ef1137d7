/** The rates of the days before: of the same device, the last of each day, and few enough to keep. */
import { describe, expect, it } from 'vitest';
import { RateHistory } from '../../src/extension/rate-history.ts';

function historyOn(start: string) {
  const kept = new Map<string, unknown>();
  const memento = {
    get: <T>(key: string) => kept.get(key) as T,
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
  let day = start;
  const history = new RateHistory(memento as ConstructorParameters<typeof RateHistory>[0], () => day);
  const note = (qps: number, device = 'ascend310', problem?: string) =>
    history.note({
      ...{ program: 'main', device, qps, uri: '', files: [], qpsRange: [qps, qps], fits: true },
      ...{ bottleneck: { resource: 'aicore', utilization: 1 } },
      ...(problem === undefined ? {} : { problem }),
    });
  const before = (device = 'ascend310') => history.before({ program: 'main', device });
  return { note, before, goTo: (next: string) => (day = next) };
}

describe('the rate of the day before', () => {
  it('is the last that was told on it', () => {
    const { note, before, goTo } = historyOn('2026-11-29');
    note(380);
    note(387);
    expect(before()).toBeUndefined();
    goTo('2026-11-30');
    note(325);
    expect(before()).toEqual({ day: '2026-11-29', device: 'ascend310', qps: 387 });
    goTo('2026-12-02');
    expect(before()?.qps).toBe(325);
  });

  it('is of the same device, and of a program that had a rate', () => {
    const { note, before, goTo } = historyOn('2026-11-29');
    note(387);
    note(900, 'ascend910b');
    note(0, 'ascend310b');
    note(5, 'ascend310b', 'nothing understood');
    goTo('2026-11-30');
    expect(before()?.qps).toBe(387);
    expect(before('ascend910b')?.qps).toBe(900);
    expect(before('ascend310b')).toBeUndefined();
  });

  it('is kept for some days only', () => {
    const { note, before, goTo } = historyOn('2026-11-01');
    note(1, 'ascend910a');
    for (let day = 2; day < 20; day++) {
      goTo(`2026-11-${String(day).padStart(2, '0')}`);
      note(100 + day);
    }
    expect(before('ascend910a')).toBeUndefined();
    expect(before()?.qps).toBe(118);
  });
});
