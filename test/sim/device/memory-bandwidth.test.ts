import { describe, expect, it } from 'vitest';
import { MemoryBandwidth } from '../../../src/sim/device/memory-bandwidth.ts';

const task = () => ({ demand: 0 });

describe('MemoryBandwidth', () => {
  it('lets one task run at its own speed', () => {
    const memory = new MemoryBandwidth(100, 2);
    expect(memory.begin(task(), 500, 10, 0)).toBe(1);
    expect(memory.bytes).toBe(500);
  });

  it('slows a task down by its own share times that of the others', () => {
    const memory = new MemoryBandwidth(100, 2);
    memory.begin(task(), 200, 10, 0);
    expect(memory.begin(task(), 300, 10, 0)).toBeCloseTo(1 + 2 * 0.2 * 0.3, 12);
    // Of what is not there any more nothing is felt.
    const third = task();
    expect(memory.begin(third, 0, 10, 0)).toBe(1);
  });

  it('forgets a task that is over', () => {
    const memory = new MemoryBandwidth(100, 2);
    const first = task();
    memory.begin(first, 500, 10, 0);
    expect(first.demand).toBe(50);
    memory.end(first);
    expect(first.demand).toBe(0);
    expect(memory.begin(task(), 500, 10, 0)).toBe(1);
    expect(memory.bytes).toBe(1000);
  });

  it('gives all together no more than there is', () => {
    const memory = new MemoryBandwidth(100, 0);
    memory.begin(task(), 1000, 10, 0);
    expect(memory.begin(task(), 1000, 10, 0)).toBe(2);
    expect(memory.begin(task(), 1000, 10, 0)).toBe(3);
    expect(memory.begin(task(), 0, 10, 0)).toBe(1);
  });

  it('spreads what a task moves over the time that its start takes', () => {
    const memory = new MemoryBandwidth(100, 1);
    const brief = task();
    memory.begin(brief, 100, 1, 9);
    expect(brief.demand).toBe(10);
    expect(memory.begin(task(), 500, 10, 0)).toBeCloseTo(1 + 0.1 * 0.5, 12);
  });

  it('takes no notice of what takes no time', () => {
    const memory = new MemoryBandwidth(100, 1);
    const none = task();
    expect(memory.begin(none, 100, 0, 0)).toBe(1);
    expect(none.demand).toBe(0);
    expect(memory.bytes).toBe(100);
  });

  it('counts no more collisions than where all of it is in use', () => {
    const memory = new MemoryBandwidth(100, 5);
    memory.begin(task(), 2000, 10, 0);
    // All of it is taken twice: 1 + 5 x 1 x 0.3, which is more than the 2.3 that all ask for.
    expect(memory.begin(task(), 300, 10, 0)).toBeCloseTo(2.5, 12);
  });

  it('keeps what goes on when another task ends', () => {
    const memory = new MemoryBandwidth(100, 1);
    const [first, second] = [task(), task()];
    memory.begin(first, 500, 10, 0);
    memory.begin(second, 200, 10, 0);
    memory.end(first);
    expect(memory.begin(task(), 500, 10, 0)).toBeCloseTo(1 + 0.2 * 0.5, 12);
  });
});
