/** How long a frame takes where the host learns by events that it is there. */
import { describe, expect, it } from 'vitest';
import { host, infer, repeat, run, thread, wait, waitFor, type Step } from './support/programs.ts';

const record: Step = { kind: 'record', event: 'e', stream: 's' };
const median = (...program: Step[]): number => run([thread('t', ...program)]).latency.medianMs;

describe('a frame that the host waits for, by event', () => {
  it('in the same pass ends with the work behind that wait', () => {
    const pass = repeat(400, infer(4), record, waitFor('event', 'e'), host(5));
    expect(median(pass)).toBeCloseTo(9, 0);
    expect(median(pass, wait)).toBeCloseTo(9, 0);
  });

  it('in the next pass ends when the device is done, whatever is waited for at the end of all', () => {
    const ring = [record, repeat(400, waitFor('event', 'e'), infer(10), record)];
    expect(median(...ring)).toBeCloseTo(10, 0);
    expect(median(...ring, wait)).toBeCloseTo(10, 0);
  });

  it('of its stream, at the head of the next pass or now and then, ends there', () => {
    expect(median(repeat(400, wait, infer(10)), wait)).toBeCloseTo(10, 0);
    const now: Step = { kind: 'branch', share: '1/8', periodic: true, then: [wait], otherwise: [] };
    expect(median(repeat(400, now, infer(10)), wait)).toBeLessThan(81);
    expect(median(repeat(400, infer(10), now), wait)).toBeLessThan(81);
  });

  it('of another stream says nothing of it: it is there when its own is waited for', () => {
    const other: Step = { ...record, stream: 'u' };
    const all = [other, repeat(100, waitFor('event', 'e'), infer(1), other), wait];
    expect(median(...all)).toBeGreaterThan(20);
  });
});

describe('a frame whose parts are waited for one by one', () => {
  it('ends with the last of them: it takes as long as its pass', () => {
    const parts: Step = { ...repeat(4, infer(3), wait), part: true };
    const { latency, qps } = run([thread('t', repeat(400, infer(8), wait, parts))]);
    expect(latency.medianMs).toBeCloseTo(20, 0);
    expect(latency.medianMs).toBeCloseTo(1000 / qps, 0);
  });
});
