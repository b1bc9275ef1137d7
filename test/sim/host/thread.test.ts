import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../../src/pipeline/errors.ts';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { HostCpu } from '../../../src/sim/host/cpu.ts';
import { Instruction } from '../../../src/sim/host/instruction.ts';
import { HostThread } from '../../../src/sim/host/thread.ts';

/** A thread that wakes in 2 ms, 0.5 of them CPU. */
function thread() {
  const engine = new Engine();
  return { engine, thread: new HostThread('Work 0', 'Work', new HostCpu(engine, 1), 2, 0.5, undefined) };
}

class Mark extends Instruction {
  constructor(private readonly log: (at: HostThread) => void) {
    super({ file: 'main.cpp', line: 7, column: 1, endLine: 7, endColumn: 2 });
  }

  run(at: HostThread): boolean {
    this.log(at);
    return true;
  }
}

describe('a thread that waits', () => {
  it('wakes after the last of the things that it waits for, which costs time and CPU', () => {
    const { engine, thread: t } = thread();
    const times: number[] = [];
    t.next = new Mark(({ cpu }) => times.push(cpu.engine.now));
    t.holdFor({ kind: 'stream', id: 's' }, undefined, 2);
    engine.now = 5;
    t.released();
    engine.run();
    expect(times).toEqual([]);
    expect(t.hold).toEqual({ kind: 'stream', id: 's' });
    t.released();
    expect(t.hold).toBeUndefined();
    expect(t.wokeAt).toBe(7);
    expect(t.busyMs).toBe(0.5);
    engine.run();
    expect(times).toEqual([7]);
  });
});

describe('the frames of a thread', () => {
  it('are handed on in the order in which they began', () => {
    const { thread: t } = thread();
    for (const birth of [3, 4, 6]) t.begin(birth);
    expect([t.handOn(1), t.handOn(1), t.handOn(1)]).toEqual([3, 4, 6]);
  });

  it('are as old as the oldest of those handed on together', () => {
    const { thread: t } = thread();
    for (const birth of [3, 4, 6, 8]) t.begin(birth);
    expect([t.handOn(3), t.handOn(1)]).toEqual([3, 8]);
    t.begin(9);
    t.begin(2);
    expect(t.handOn(2)).toBe(2);
  });

  it('may be handed on in pieces', () => {
    const { thread: t } = thread();
    t.begin(3);
    t.begin(5);
    expect(Array.from({ length: 6 }, () => t.handOn(1 / 3))).toEqual([3, 3, 3, 5, 5, 5]);
  });

  it('begin with the last one handed on, or else now, where none has begun since', () => {
    const { engine, thread: t } = thread();
    engine.now = 9;
    expect(t.handOn(1)).toBe(9);
    t.begin(4);
    expect([t.handOn(1), t.handOn(1), t.handOn(0.5)]).toEqual([4, 4, 4]);
    // What was handed on without having begun is not owed.
    t.begin(7);
    t.begin(8);
    expect([t.handOn(0.5), t.handOn(0.5), t.handOn(0.5)]).toEqual([7, 8, 8]);
  });
});

describe('a thread that another waits for', () => {
  it('lets it go on at its end, once', () => {
    const [{ thread: t }, { thread: other, engine }] = [thread(), thread()];
    expect(t.join(other)).toBe(true);
    other.holdFor({ kind: 'join', id: 't' }, undefined);
    t.finish();
    expect(t.over).toBe(true);
    expect(other.hold).toBeUndefined();
    t.finish();
    engine.run();
    expect(engine.events).toBe(1);
    expect(t.join(other)).toBe(false);
  });
});

describe('a thread that never gets anywhere', () => {
  it('is refused with its name and line after a million steps in which no time passes', () => {
    const { thread: t } = thread();
    let steps = 0;
    const again = new Mark(() => steps++);
    again.next = again;
    t.next = again;
    expect(() => {
      t.fire();
    }).toThrow(new PipelineError('no-progress', { entry: 'Work', steps: 1_000_000 }, again.source));
    expect(steps).toBe(1_000_000);
  });

  it('may make as many steps again when time has passed', () => {
    const { engine, thread: t } = thread();
    const steps = (count: number) => {
      let made = 0;
      const again = new Mark((at) => {
        if (++made >= count) at.next = undefined;
      });
      again.next = again;
      t.next = again;
      t.fire();
    };
    steps(600_000);
    engine.now = 1;
    steps(600_000);
    expect(() => {
      steps(600_000);
    }).toThrow('it never gets anywhere');
  });
});
