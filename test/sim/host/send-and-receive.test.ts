/** RT_SEND and RT_RECV by themselves. A wake takes 1 ms, of which 0.25 are CPU; a stream has 2 places on the device. */
import { describe, expect, it } from 'vitest';
import type { Stream } from '../../../src/sim/device/stream.ts';
import type { Job, Task } from '../../../src/sim/device/task.ts';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { HostCpu } from '../../../src/sim/host/cpu.ts';
import { Receiver } from '../../../src/sim/host/receiver.ts';
import { Sender } from '../../../src/sim/host/sender.ts';
import type { HostThread } from '../../../src/sim/host/thread.ts';

const costs = { wakeMs: 1, wakeCpuMs: 0.25, places: 2 };

function bench() {
  const engine = new Engine();
  const cpu = new HostCpu(engine, 8);
  const log: string[] = [];
  const at = (ms: number, fire: () => void) => engine.at(ms, { fire });
  const until = (ms: number) => {
    engine.run(ms);
    engine.now = ms;
  };
  const sender = new Sender(cpu, costs);
  return { engine, log, at, until, sender, receiver: new Receiver(cpu, costs) };
}

/** A stream with a number of places taken, and a way to submit to it. */
function streamOf({ engine, log, sender }: ReturnType<typeof bench>, name: string) {
  const stream = {
    held: 0,
    deliver: ({ job }: Task) => {
      stream.held += job.places;
      log.push(`${name} at ${engine.now}`);
    },
  };
  const submit = (sendMs: number, places = 1) =>
    sender.submit({ stream: stream as unknown as Stream, job: { sendMs, places } as Job } as Task);
  const free = (places: number) => {
    stream.held -= places;
    sender.placeFreed();
  };
  return { submit, free };
}

describe('RT_SEND', () => {
  it('wakes once for what comes while it is awake, and brings it to the device one after the other', () => {
    const parts = bench();
    const [a, b] = [streamOf(parts, 'a'), streamOf(parts, 'b')];
    parts.at(0, () => a.submit(2));
    parts.at(0.5, () => b.submit(3));
    parts.engine.run();
    expect(parts.log).toEqual(['a at 3', 'b at 6']);
    expect(parts.sender.lastAt).toBe(6);
    expect(parts.sender.busyMs).toBe(0.25 + 5);
    parts.at(10, () => a.submit(2));
    parts.engine.run();
    expect(parts.log[2]).toBe('a at 13');
    expect(parts.sender.busyMs).toBe(2 * 0.25 + 7);
  });

  it('spins while the stream of the first has no place, and all behind it wait', () => {
    const parts = bench();
    const [a, b] = [streamOf(parts, 'a'), streamOf(parts, 'b')];
    for (let i = 0; i < 3; i++) a.submit(0);
    b.submit(0);
    parts.at(4, () => b.free(0));
    parts.until(6);
    expect(parts.log).toEqual(['a at 1', 'a at 1']);
    expect(parts.sender).toMatchObject({ busyMs: 0.25, spunMs: 0 });
    expect(parts.sender.usedMs()).toBe(0.25 + 5);
    a.free(1);
    parts.engine.run();
    expect(parts.log.slice(2)).toEqual(['a at 6', 'b at 6']);
    expect(parts.sender).toMatchObject({ busyMs: 5.25, spunMs: 5 });
    expect(parts.sender.usedMs()).toBe(5.25);
  });

  it('counts what it spins from the start of the measurement', () => {
    const parts = bench();
    const a = streamOf(parts, 'a');
    for (let i = 0; i < 3; i++) a.submit(0);
    parts.until(6);
    parts.sender.reset();
    expect(parts.sender.usedMs()).toBe(0);
    parts.until(8);
    expect(parts.sender.usedMs()).toBe(2);
    a.free(2);
    expect(parts.sender).toMatchObject({ busyMs: 2, spunMs: 2 });
    parts.sender.reset();
    expect(parts.sender).toMatchObject({ busyMs: 0, spunMs: 0 });
  });

  it('lets through what takes more places than there are, when none is taken', () => {
    const parts = bench();
    const a = streamOf(parts, 'a');
    a.submit(0, 3);
    a.submit(0, 1);
    parts.until(5);
    expect(parts.log).toEqual(['a at 1']);
    a.free(2);
    parts.until(6);
    expect(parts.log).toEqual(['a at 1', 'a at 5']);
  });

  it('holds up threads that submit when 4096 wait for it, one for each that it sends', () => {
    const parts = bench();
    const a = streamOf(parts, 'a');
    const thread = (name: string) => ({ released: () => parts.log.push(name) }) as unknown as HostThread;
    for (let i = 0; i < 4095; i++) a.submit(1);
    expect(parts.sender.holdsUp(thread('none'))).toBe(false);
    a.submit(1);
    expect(parts.sender.holdsUp(thread('first'))).toBe(true);
    a.submit(1);
    expect(parts.sender.holdsUp(thread('second'))).toBe(true);
    parts.until(2);
    expect(parts.log).toEqual(['a at 2', 'first']);
    parts.until(3);
    expect(parts.log.slice(2)).toEqual(['a at 3', 'second']);
  });
});

describe('RT_RECV', () => {
  /** Reports a task that costs `receiveMs`; a thread waits for it or not. */
  function report({ engine, log, receiver }: ReturnType<typeof bench>, receiveMs: number, awaited = false) {
    const stream = {
      taskReported: () => {
        log.push(`heard at ${engine.now}`);
        return awaited;
      },
    };
    receiver.report({ job: { receiveMs }, stream } as unknown as Task);
  }

  it('wakes once for what comes while it is awake, and hears of one task after the other', () => {
    const parts = bench();
    parts.at(0, () => report(parts, 2));
    parts.at(0.5, () => report(parts, 3));
    parts.at(4, () => report(parts, 1));
    parts.engine.run();
    expect(parts.log).toEqual(['heard at 1', 'heard at 3', 'heard at 6']);
    expect(parts.receiver.busyMs).toBe(6);
    parts.at(10, () => report(parts, 1));
    parts.engine.run();
    expect(parts.log[3]).toBe('heard at 11');
  });

  it('works more for a report that a thread sleeps for', () => {
    const parts = bench();
    report(parts, 2, true);
    parts.engine.run();
    expect(parts.receiver.busyMs).toBe(2.25);
    parts.receiver.reset();
    expect(parts.receiver.busyMs).toBe(0);
  });
});
