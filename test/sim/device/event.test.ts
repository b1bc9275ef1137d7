import { describe, expect, it } from 'vitest';
import { DeviceEvent } from '../../../src/sim/device/event.ts';
import type { Task } from '../../../src/sim/device/task.ts';
import type { HostThread } from '../../../src/sim/host/thread.ts';

/** An event, and what goes on because of it, in order. */
function event() {
  const log: string[] = [];
  const device = new DeviceEvent('e');
  const task = (name: string, ticket: number) =>
    ({ ticket, stream: { advance: () => log.push(name) } }) as unknown as Task;
  const thread = (name: string) => ({ released: () => log.push(name) }) as unknown as HostThread;
  return { device, log, task, thread };
}

describe('a device event', () => {
  it('numbers records, and a wait is for the last one submitted since the reset, or else for the next', () => {
    const { device } = event();
    expect(device.submitWait()).toBe(1);
    expect(device.submitRecord()).toBe(1);
    expect(device.submitWait()).toBe(1);
    expect(device.submitRecord()).toBe(2);
    expect(device.submitWait()).toBe(2);
    device.submitReset();
    expect(device.submitWait()).toBe(3);
    expect(device.submitRecord()).toBe(3);
    expect(device.submitWait()).toBe(3);
  });

  it('holds a task until its own record is there, and lets it go once', () => {
    const { device, log, task } = event();
    device.hold(task('first', 1));
    device.hold(task('second', 2));
    expect(log).toEqual([]);
    device.record(1);
    expect(log).toEqual(['first']);
    device.record(2);
    device.record(3);
    expect(log).toEqual(['first', 'second']);
  });

  it('does not hold a task whose record is there, also where records come out of order', () => {
    const { device, log, task } = event();
    device.record(2);
    device.record(1);
    device.hold(task('second', 2));
    expect(log).toEqual(['second']);
    device.hold(task('third', 3));
    expect(log).toEqual(['second']);
  });

  it('lets go all that wait for the same or an earlier record, streams before threads', () => {
    const { device, log, task, thread } = event();
    device.submitRecord();
    expect(device.wait(thread('host'))).toBe(true);
    device.submitRecord();
    expect(device.wait(thread('later'))).toBe(true);
    device.submitRecord();
    expect(device.wait(thread('last'))).toBe(true);
    device.hold(task('stream', 1));
    device.record(2);
    expect(log).toEqual(['stream', 'host', 'later']);
    device.record(2);
    expect(log).toHaveLength(3);
    device.record(3);
    device.record(4);
    expect(log).toEqual(['stream', 'host', 'later', 'last']);
  });

  it('does not hold a thread whose record is there', () => {
    const { device, log, thread } = event();
    device.record(device.submitRecord());
    expect(device.wait(thread('host'))).toBe(false);
    expect(log).toEqual([]);
  });
});
