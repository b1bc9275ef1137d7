import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { TaskScheduler } from '../../../src/sim/device/scheduler.ts';
import { Stream, StreamWaiter } from '../../../src/sim/device/stream.ts';
import { type Job, type Task, TaskPool } from '../../../src/sim/device/task.ts';
import type { Receiver } from '../../../src/sim/host/receiver.ts';
import type { Submitter } from '../../../src/sim/host/submitter.ts';
import type { HostThread } from '../../../src/sim/host/thread.ts';

/** A stream, and what it does to the runtime around it. */
function bench() {
  const log: string[] = [];
  const engine = new Engine();
  const scheduler = new TaskScheduler(engine, { taskMs: 0, residentStreams: Infinity });
  const submitter = { placeFreed: () => log.push('place freed') } as unknown as Submitter;
  const receiver = { report: () => log.push('report') } as unknown as Receiver;
  const pool = new TaskPool();
  const stream = new Stream('s', engine, submitter, receiver, scheduler, pool);
  const job = { places: 2, start: () => log.push('start') } as Partial<Job> as Job;
  const deliver = () => {
    const task = pool.take(job, stream);
    stream.submitted++;
    stream.deliver(task);
    return task;
  };
  /** True when the task can be used again. */
  const isFree = (task: Task) => pool.take(job, stream) === task;
  const thread = (name: string) => ({ released: () => log.push(name) }) as unknown as HostThread;
  return { engine, scheduler, stream, log, deliver, isFree, thread };
}

describe('a stream', () => {
  it('starts one task at a time, in order, and counts the places of all it holds', () => {
    const { engine, scheduler, stream, log, deliver } = bench();
    engine.now = 3;
    const [first, second] = [deliver(), deliver()];
    expect(log).toEqual(['start']);
    expect(stream.held).toBe(4);
    expect(stream.current).toBe(first);
    expect(first.readyAt).toBe(3);
    expect(scheduler.active).toBe(1);
    engine.now = 5;
    stream.advance();
    expect(stream.current).toBe(second);
    expect(second).toMatchObject({ deliveredAt: 3, readyAt: 5 });
    expect(stream.held).toBe(2);
    expect(scheduler.active).toBe(1);
    stream.advance();
    expect(stream.current).toBeUndefined();
    expect(stream.held).toBe(0);
    expect(scheduler.active).toBe(0);
  });

  it('reports a task once: when its engine is done, or else when it is over', () => {
    const { stream, log, deliver } = bench();
    const task = deliver();
    stream.report(task);
    stream.advance();
    expect(log).toEqual(['start', 'report', 'place freed']);
    deliver();
    stream.advance();
    expect(log.slice(3)).toEqual(['start', 'report', 'place freed']);
  });

  it('has nothing to go on with where no task is under way', () => {
    const { stream, log } = bench();
    stream.advance();
    expect(log).toEqual([]);
    expect(stream.held).toBe(0);
  });

  it('gives a task back for use again when it is over and the host has heard of it, in either order', () => {
    const over = bench();
    const first = over.deliver();
    over.stream.report(first);
    over.stream.advance();
    expect(over.isFree(first)).toBe(false);
    over.stream.taskReported(first);
    expect(over.isFree(first)).toBe(true);

    const heard = bench();
    const second = heard.deliver();
    heard.stream.report(second);
    heard.stream.taskReported(second);
    expect(heard.isFree(second)).toBe(false);
    heard.stream.advance();
    expect(heard.isFree(second)).toBe(true);
  });
});

describe('a wait for a stream', () => {
  it('is for all that has been submitted, and over when that has been reported', () => {
    const { stream, log, deliver, thread } = bench();
    const [a, b] = [deliver(), deliver()];
    expect(stream.wait(new StreamWaiter(thread('two')))).toBe(true);
    const c = deliver();
    expect(stream.wait(new StreamWaiter(thread('three')))).toBe(true);
    expect(stream.wait(new StreamWaiter(thread('also three')))).toBe(true);
    expect(stream.taskReported(a)).toBe(false);
    expect(stream.taskReported(b)).toBe(true);
    expect(log).toEqual(['start', 'two']);
    expect(stream.taskReported(c)).toBe(true);
    expect(log).toEqual(['start', 'two', 'three', 'also three']);
  });

  it('is none where all has been reported', () => {
    const { stream, deliver, thread } = bench();
    expect(stream.wait(new StreamWaiter(thread('none')))).toBe(false);
    stream.taskReported(deliver());
    expect(stream.wait(new StreamWaiter(thread('none')))).toBe(false);
  });
});
