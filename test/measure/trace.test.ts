import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importMeasurements } from '../../src/measure/import.ts';
import { ImportError, measurementText } from '../../src/measure/errors.ts';

const meta = { name: 'thread_name', pid: 1, tid: 7, ph: 'M', args: { name: 'Stream 7' } };
const task = (name: string, dur: string | number, type = 'AI_CORE', more: object = {}, ts = 100.5) => ({
  name,
  pid: 1,
  tid: 7,
  ts: String(ts),
  dur,
  ph: 'X',
  args: { 'Task Type': type, 'Model Id': 1, 'Task Id': 3, connection_id: 9, ...more },
});
const call = (name: string, dur: number) => ({
  name,
  pid: 2,
  tid: 30,
  ts: '90',
  dur,
  ph: 'X',
  args: { 'Thread Id': 30, level: 'acl', connection_id: 9 },
});
const read = (value: unknown, file = 'msprof_20240101.json') =>
  importMeasurements(file, JSON.stringify(value));

describe('a timeline of msprof', () => {
  const events = [
    meta,
    task('conv1', '1500.5'),
    task('conv2', 500, 'AI_CORE', {}, 1700.5),
    task('conv1', 1499.5, 'AI_CORE', {}, 3000),
    task('conv2', 500, 'AI_CORE', {}, 4700),
    task('copy', 80, 'MEMCPY_ASYNC', { 'Model Id': 4_294_967_295 }),
    call('aclmdlExecuteAsync', 40),
    call('aclmdlExecuteAsync', 60),
  ];

  it('gives the tasks of the device by type, the calls of the host by name, and the time of a model', () => {
    const { format, measurements, problems } = read(events);
    expect(format).toBe('msprof timeline');
    expect(problems).toEqual([]);
    const by = new Map(measurements.map(({ kind, subject, values }) => [`${kind} ${subject}`, values]));
    expect(by.get('task AI_CORE')).toEqual({ count: 4, totalMs: 4, meanMs: 1, minMs: 0.5, maxMs: 1.5005 });
    expect(by.get('task MEMCPY_ASYNC')).toMatchObject({ count: 1, totalMs: 0.08 });
    expect(by.get('api aclmdlExecuteAsync')).toMatchObject({ count: 2, meanMs: 0.05 });
    expect(by.get('latency model 1')).toEqual({ meanMs: 2.15, count: 2, minMs: 2.1, maxMs: 2.2 });
    expect([...by.keys()].join()).not.toContain('4294967295');
  });

  it('is read in the object form too', () => {
    expect(read({ traceEvents: events }).measurements).toEqual(read(events).measurements);
  });

  it('counts what has no readable time, and leaves it out', () => {
    const { measurements, problems } = read([task('a', 'soon'), task('b', -3), task('c', 7)]);
    expect(measurements[0]?.values).toMatchObject({ count: 1 });
    expect(problems.map(({ line, what }) => [line, measurementText(what, 'en')])).toEqual([
      [1, '2 events have no readable duration; left out'],
      [
        1,
        'model 1: only 0 of 1 executions have all operators with their times, so the time of an execution is not known',
      ],
    ]);
  });

  it('refuses a trace of another tool in one line', () => {
    expect(() => read([{ name: 'x', ph: 'X', ts: 0, dur: 5, args: {} }])).toThrow(
      'msprof_20240101.json: a trace without device tasks or host calls of msprof',
    );
    expect(() => read([])).toThrow(ImportError);
  });

  it('cuts absurd names, and takes names of object members for names', () => {
    const { measurements } = read([
      task('x', 5, 'A'.repeat(10_000)),
      task('y', 5, '__proto__'),
      call('constructor', 2),
    ]);
    expect(measurements[0]?.subject).toHaveLength(200);
    expect(measurements.map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor']),
    );
    expect(({} as Record<string, unknown>)['count']).toBeUndefined();
  });

  it('never fails but with an ImportError, whatever the JSON', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.constant(events[1]),
            fc.record({ name: fc.string(), dur: fc.jsonValue(), args: fc.jsonValue() }),
          ),
        ),
        (value) => {
          try {
            for (const { values } of read(value).measurements)
              for (const figure of Object.values(values)) expect(figure).toBeGreaterThanOrEqual(0);
          } catch (error) {
            expect(error).toBeInstanceOf(ImportError);
          }
        },
      ),
    );
  });

  it('reads a JSON of lines as lines still', () => {
    const log = `{"note": 1}\nwatch_frame_out loop_count = 1 copy-count = 1664 jpeg-count = 1664 vpc-count = 1664 QPS = 332.000`;
    expect(importMeasurements('run.log', log).measurements[0]?.kind).toBe('throughput');
  });
});
