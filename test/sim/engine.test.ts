import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { type Actor, Engine } from '../../src/sim/engine/engine.ts';

const actor = (fire: () => void): Actor => ({ fire });

describe('Engine', () => {
  it('fires in order of time, whatever the order of scheduling', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e6, noNaN: true })), (times) => {
        const engine = new Engine();
        const fired: number[] = [];
        for (const time of times)
          engine.at(
            time,
            actor(() => fired.push(engine.now)),
          );
        expect(engine.run()).toBe('idle');
        expect(fired).toEqual([...times].sort((a, b) => a - b));
        expect(engine.events).toBe(times.length);
      }),
    );
  });

  it('counts delays from now', () => {
    const engine = new Engine();
    const times: number[] = [];
    engine.after(
      2,
      actor(() =>
        engine.after(
          3,
          actor(() => times.push(engine.now)),
        ),
      ),
    );
    engine.run();
    expect(times).toEqual([5]);
  });

  it('never goes back in time', () => {
    const engine = new Engine();
    let seen = -1;
    engine.after(
      5,
      actor(() =>
        engine.at(
          1,
          actor(() => (seen = engine.now)),
        ),
      ),
    );
    engine.run();
    expect(seen).toBe(5);
  });

  it('pauses at a time, before what is due later, and goes on from there', () => {
    const engine = new Engine();
    const fired: number[] = [];
    for (const time of [1, 2, 3])
      engine.at(
        time,
        actor(() => fired.push(time)),
      );
    expect(engine.run(2)).toBe('time');
    expect(fired).toEqual([1, 2]);
    expect(engine.now).toBe(2);
    expect(engine.run(2.5)).toBe('time');
    expect(engine.now).toBe(2.5);
    expect(engine.run()).toBe('idle');
    expect(fired).toEqual([1, 2, 3]);
    expect(engine.now).toBe(3);
  });

  it('stops when the events are used up, and when told to', () => {
    const engine = new Engine();
    const endless: Actor = { fire: () => engine.after(1, endless) };
    engine.after(1, endless);
    expect(engine.run(Infinity, 10)).toBe('budget');
    expect(engine.events).toBe(10);
    expect(engine.run(Infinity, 5)).toBe('budget');
    expect(engine.events).toBe(15);
    engine.after(
      0.5,
      actor(() => engine.stop()),
    );
    expect(engine.run(Infinity, 100)).toBe('stopped');
    expect(engine.events).toBe(16);
    expect(engine.run(Infinity, 1)).toBe('budget');
  });
});
