/** Calls and tasks of a database are as those of a timeline: joined by connection, inner calls with those around them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importDatabase } from '../../../src/measure/database/msprof.ts';
import { RunEvents } from '../../../src/measure/join/run-events.ts';

describe('a database', () => {
  it('tells which call each task comes from, through the launch that is made within it', () => {
    const bytes = readFileSync('test/cases/measurements/msprof-calls.db');
    const events = new RunEvents();
    importDatabase('m.db', (offset, length) => bytes.subarray(offset, offset + length), bytes.length, events);
    const { calls, tasks } = events.record();
    expect(calls.map(({ name }) => name)).toEqual(
      Array.from({ length: 20 }, () => ['aclmdlExecuteAsync', 'aclrtSynchronizeStream']).flat(),
    );
    expect(tasks.map(({ call }) => call)).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i));
    expect(new Set(tasks.map(({ kind }) => kind))).toEqual(new Set(['0 AI_CORE']));
    const [call, task] = [calls[2], tasks[1]];
    expect((task?.startMs ?? 0) - (call?.endMs ?? 0)).toBeCloseTo(0.1, 3);
    expect((task?.endMs ?? 0) - (task?.startMs ?? 0)).toBeCloseTo(2.5, 3);
  });
});
