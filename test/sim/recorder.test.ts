import { describe, expect, it } from 'vitest';
import { TimelineRecorder } from '../../src/sim/record/recorder.ts';
import { infer, run, thread, wait } from './support/programs.ts';

describe('a recorder of a timeline', () => {
  it('counts the boxes that it leaves out at the end, those without a length not among them', () => {
    const recorder = new TimelineRecorder(1);
    recorder.box('l', 'kept', 0, 1, undefined);
    recorder.box('l', 'nothing', 1, 1, undefined);
    recorder.box('l', 'late', 1, 2, undefined);
    recorder.box('l', 'later', 2, 3, undefined);
    expect(recorder.boxes).toHaveLength(1);
    expect(recorder.leftOut).toBe(2);
  });

  it('gives an engine’s box the stream that it belongs to, and a host’s none', () => {
    const { timeline, timelineLeftOut } = run([
      thread('t', { kind: 'host', milliseconds: 1 }, infer(4), wait),
    ]);
    const streams = Object.fromEntries((timeline ?? []).map(({ lane, stream }) => [lane, stream]));
    expect(streams).toEqual({ t: undefined, aicore: 's[0] of t' });
    expect(timelineLeftOut).toBe(0);
  });
});
