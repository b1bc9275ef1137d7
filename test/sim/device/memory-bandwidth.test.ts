import { describe, expect, it } from 'vitest';
import { MemoryBandwidth } from '../../../src/sim/device/memory-bandwidth.ts';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { loadProfile } from '../../../src/profile/load.ts';
import { simulate } from '../../../src/sim/index.ts';
import { loadCase } from '../support/cases.ts';

const task = () => ({ demand: 0, ownShare: 0, begunAt: 0, asked: 0, lacked: 0 });

/** A memory of 100 bytes per ms, and its clock. */
function memoryOf(interference: number) {
  const engine = new Engine();
  return { engine, memory: new MemoryBandwidth(engine, 100, interference) };
}

describe('MemoryBandwidth', () => {
  it('lets one task run at its own speed', () => {
    const { engine, memory } = memoryOf(2);
    const only = task();
    memory.begin(only, 500, 10, 0);
    engine.now = 10;
    expect(memory.delay(only, 10)).toBe(0);
    expect(memory.bytes).toBe(500);
  });

  it('slows a task down by its own share times that of the others while they are there', () => {
    const { engine, memory } = memoryOf(2);
    const [first, second] = [task(), task()];
    memory.begin(first, 300, 10, 0);
    engine.now = 6;
    memory.begin(second, 80, 4, 0);
    engine.now = 10;
    memory.end(second);
    // Of what is no more there nothing is felt.
    engine.now = 20;
    expect(memory.delay(first, 20)).toBeCloseTo(2 * 0.3 * 0.2 * 4, 12);
    // It has moved all its bytes: what it is late by makes no other late.
    expect(first.demand).toBe(0);
  });

  it('gives all together no more than there is, each for the time that it lacks', () => {
    const { engine, memory } = memoryOf(0);
    const [long, short, none] = [task(), task(), task()];
    memory.begin(long, 1000, 10, 0);
    memory.begin(none, 0, 10, 0);
    memory.begin(short, 200, 2, 0);
    engine.now = 2;
    expect(memory.delay(short, 2)).toBeCloseTo(2, 12);
    memory.end(short);
    engine.now = 10;
    // A short copy costs a long task its own time, not twice the whole.
    expect(memory.delay(long, 10)).toBeCloseTo(2, 12);
    expect(memory.delay(none, 10)).toBe(0);
  });

  it('lets no task alone move more than there is', () => {
    const { memory } = memoryOf(0);
    expect(memory.alone(500, 10)).toBe(10);
    expect(memory.alone(2000, 10)).toBe(20);
  });

  it('spreads what a task moves over the time that its start takes', () => {
    const { engine, memory } = memoryOf(1);
    const [brief, other] = [task(), task()];
    memory.begin(brief, 100, 1, 9);
    expect(brief.demand).toBe(10);
    memory.begin(other, 500, 10, 0);
    engine.now = 10;
    expect(memory.delay(other, 10)).toBeCloseTo(0.1 * 0.5 * 10, 12);
    // It feels the others while it is at work itself.
    expect(memory.delay(brief, 1)).toBeCloseTo(1 * 0.5, 12);
  });

  it('takes no notice of what takes no time', () => {
    const { memory } = memoryOf(1);
    const none = task();
    memory.begin(none, 100, 0, 0);
    expect(none.demand).toBe(0);
    expect(memory.delay(none, 0)).toBe(0);
    expect(memory.bytes).toBe(100);
  });

  it('lets a short copy slow an inference for no longer than they are at work together', () => {
    const pipeline = loadCase('d2d-slows-whole-inference');
    const qps = (THREADS: number) => simulate(pipeline, loadProfile(), { settings: { THREADS } }).qps;
    expect(qps(1)).toBeGreaterThan(350);
    expect(qps(2)).toBeGreaterThan(0.85 * qps(1));
  });
});
