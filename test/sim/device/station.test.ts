import { describe, expect, it } from 'vitest';
import { Engine } from '../../../src/sim/engine/engine.ts';
import { MemoryBandwidth } from '../../../src/sim/device/memory-bandwidth.ts';
import { TaskScheduler } from '../../../src/sim/device/scheduler.ts';
import { Station } from '../../../src/sim/device/station.ts';
import type { Stream } from '../../../src/sim/device/stream.ts';
import { type Job, Task } from '../../../src/sim/device/task.ts';
import { FrameMeter } from '../../../src/sim/record/frame-meter.ts';
import { Random } from '../../../src/sim/engine/random.ts';
import { TimelineRecorder } from '../../../src/sim/record/recorder.ts';

/** An engine of some servers on a device whose scheduler takes `taskMs`, and the streams that bring it tasks. */
function bench(servers = 1, { taskMs = 0, burst = 1, label = '' } = {}) {
  const engine = new Engine();
  const recorder = new TimelineRecorder();
  const station = new Station(
    'e',
    servers,
    { switchMs: 0, reloadMs: 0 },
    {
      engine,
      scheduler: new TaskScheduler(engine, { taskMs, residentStreams: Infinity }),
      bandwidth: new MemoryBandwidth(engine, 1e6, 0),
      random: new Random(1),
      variation: 0,
      burst,
      recorder,
    },
    label,
  );
  const log: string[] = [];
  /** A stream that says when its task is reported and when it goes on, and then does `next`. */
  const stream = (id: string, next = () => {}) =>
    ({
      report: () => log.push(`${id} reported at ${engine.now}`),
      advance: () => {
        log.push(`${id} on at ${engine.now}`);
        next();
      },
    }) as unknown as Stream;
  const enter = (serviceMs: number, on = stream('s'), more: Partial<Job> = {}) => {
    const job = { name: 'job', serviceMs, completionMs: 0, trafficBytes: 0, aiCpuMs: 0, ...more };
    const task = new Task({ servedMs: 0, waitedMs: 0, done: 0, ...job } as Job, on);
    task.readyAt = engine.now;
    station.enter(task);
    return task;
  };
  /** Runs to a time, also where nothing is left to happen. */
  const until = (ms: number) => {
    engine.run(ms);
    engine.now = ms;
  };
  return { engine, until, station, log, stream, enter, boxes: recorder.boxes };
}

describe('an engine', () => {
  it('has a lane for each server, numbered where there are several, with its device where there are several', () => {
    const lanes = (...args: Parameters<typeof bench>) => bench(...args).station.servers.map((s) => s.lane);
    expect(lanes(1)).toEqual(['e']);
    expect(lanes(2)).toEqual(['e 0', 'e 1']);
    expect(lanes(1, { label: 'device 1 ' })).toEqual(['device 1 e']);
    expect(bench(3).station.width).toBe(3);
  });

  it('tells the host at the end of a task, and lets its stream go on after the completion', () => {
    const { engine, enter, log, stream, boxes } = bench();
    enter(4, stream('a'), { completionMs: 3 });
    enter(1, stream('b'));
    engine.run();
    expect(log).toEqual(['a reported at 4', 'b reported at 5', 'b on at 5', 'a on at 7']);
    expect(boxes.map(({ startMs, durationMs }) => [startMs, durationMs])).toEqual([
      [0, 4],
      [4, 1],
    ]);
  });

  it('sums up for each job its tasks, their time and their wait', () => {
    const { engine, station, enter } = bench();
    const first = enter(4, undefined, { aiCpuMs: 2 });
    const second = enter(1);
    engine.run();
    expect(first.job).toMatchObject({ done: 1, servedMs: 4, waitedMs: 0 });
    expect(second.job).toMatchObject({ done: 1, servedMs: 1, waitedMs: 4 });
    expect(station).toMatchObject({ completed: 2, aiCpuMs: 2, busyMs: 5 });
  });

  it('counts frames where a task finishes them, by their latency', () => {
    const { engine, enter } = bench();
    const meter = new FrameMeter();
    enter(4);
    const task = enter(1, undefined, { counts: { meter, frames: 8, sink: meter } });
    task.birth = 2;
    engine.run();
    expect(meter).toMatchObject({ frames: 8, calls: 1, everFrames: 8 });
    expect(meter.latency.quantile(1)).toBeCloseTo(3, 1);
  });
});

describe('the order of tasks', () => {
  it('is that in which they come, also for one that comes while others wait', () => {
    const { engine, enter, stream, boxes } = bench();
    const again = stream('a', () => enter(1, stream('c'), { name: 'c' }));
    enter(1, again, { name: 'a' });
    enter(1, stream('b'), { name: 'b' });
    engine.run();
    expect(boxes.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('lets a stream go on for its burst, but no other stream', () => {
    const { engine, enter, stream, boxes } = bench(1, { burst: 3 });
    const other = stream('c');
    const follow = stream('a', () => {
      if (boxes.length > 1) return;
      enter(1, other, { name: 'c' });
      enter(1, follow, { name: 'a' });
    });
    enter(1, follow, { name: 'a' });
    enter(1, stream('b'), { name: 'b' });
    engine.run();
    // The third comes when "b" waits already and the engine has turns left, but those are for stream a.
    expect(boxes.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'a']);
  });
});

describe('utilization and idle time', () => {
  it('count the part of a task after the reset, under way or over', () => {
    const { until, station, enter } = bench();
    enter(10);
    until(4);
    station.reset();
    expect(station.utilization()).toBe(0);
    until(6);
    expect(station.utilization()).toBe(1);
    until(14);
    expect(station.busyMs).toBe(6);
    expect(station.utilization()).toBeCloseTo(0.6, 12);
    expect(station.idleByCause()).toMatchObject({ none: 4, scheduler: 0 });
  });

  it('are averaged over the servers', () => {
    const { until, station, enter } = bench(2);
    enter(10);
    until(5);
    expect(station.utilization()).toBe(0.5);
    expect(station.idleByCause().none).toBe(5);
  });

  it('count a start of the scheduler that is not over as idle up to now', () => {
    const { until, station, enter } = bench(1, { taskMs: 4 });
    enter(10);
    until(3);
    expect(station.utilization()).toBe(0);
    expect(station.idleByCause()).toMatchObject({ scheduler: 3, none: 0 });
    until(9);
    expect(station.utilization()).toBeCloseTo(5 / 9, 12);
    expect(station.idleByCause()).toMatchObject({ scheduler: 4, none: 0 });
  });

  it('leave out idle time from before the reset', () => {
    const { until, station, enter } = bench();
    until(5);
    station.reset();
    until(8);
    expect(station.idleByCause().none).toBe(3);
    enter(2);
    const sum = Object.values(station.idleByCause()).reduce((a, b) => a + b);
    expect(sum).toBe(3);
  });
});

describe('an engine whose tasks need its one channel for their last part', () => {
  const copy = { exclusiveMs: 4 };
  const idleMs = (station: Station) => Object.values(station.idleByCause()).reduce((a, b) => a + b);

  it('overlaps what comes before it, and is as wide as the channel', () => {
    const { engine, station, enter, stream, log } = bench(2);
    enter(5, stream('a'), copy);
    enter(5, stream('b'), copy);
    engine.run();
    expect(log.filter((line) => line.includes('reported'))).toEqual(['a reported at 5', 'b reported at 9']);
    expect(station.width).toBe(1);
  });

  it('is busy while the channel is, up to now and since the reset', () => {
    const { until, station, enter } = bench(2);
    until(2);
    enter(5, undefined, copy);
    enter(5, undefined, copy);
    // The channel is busy from 3 to 11.
    until(5);
    expect(station.utilization()).toBeCloseTo(2 / 5, 12);
    expect(idleMs(station)).toBeCloseTo(3, 12);
    station.reset();
    expect(station.utilization()).toBe(0);
    until(8);
    expect(station.utilization()).toBeCloseTo(1, 12);
    expect(idleMs(station)).toBe(0);
    until(15);
    expect(station.utilization()).toBeCloseTo(6 / 10, 12);
    expect(station.idleByCause()).toMatchObject({ none: 4 });
    station.reset();
    until(17);
    expect(station.utilization()).toBe(0);
    expect(station.idleByCause().none).toBe(2);
  });

  it('counts only what has been, where the run stops before a task gets to the channel', () => {
    const { until, station, enter } = bench(2);
    until(10);
    enter(9, undefined, copy);
    // The channel is busy from 15 to 19.
    until(12);
    expect(station.utilization()).toBe(0);
    expect(idleMs(station)).toBeCloseTo(12, 12);
    station.reset();
    until(16);
    expect(station.utilization()).toBeCloseTo(1 / 4, 12);
    expect(idleMs(station)).toBeCloseTo(3, 12);
    enter(9, undefined, copy);
    // And again from 21 to 25.
    until(20);
    expect(station.utilization()).toBeCloseTo(4 / 8, 12);
    expect(idleMs(station)).toBeCloseTo(4, 12);
  });

  it('is idle before a task whose first part does not need it', () => {
    const { until, station, enter } = bench(2);
    enter(5, undefined, copy);
    until(20);
    enter(5, undefined, copy);
    until(25);
    expect(idleMs(station)).toBeCloseTo(25 - 8, 12);
  });
});
