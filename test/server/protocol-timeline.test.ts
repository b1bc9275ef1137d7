import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packTimeline, readTimeline, timelineSchema } from '../../src/server/protocol-timeline.ts';
import type { SentTimeline, Timeline } from '../../src/server/protocol-timeline.ts';
import { checked } from '../../src/server/protocol.ts';

const at = (line: number) => ({ file: 'file:///a.cpp', line, column: 1, endLine: line, endColumn: 9 });
const timeline = (boxes: Timeline['boxes']): Timeline => ({
  lanes: [{ id: 'aicore', kind: 'engine' }],
  boxes,
  fromMs: 0,
  toMs: 10,
  leftOut: 3,
});
const box = (startMs: number, durationMs = 1): Timeline['boxes'][number] => ({
  lane: 'aicore',
  name: 'aclmdlExecute',
  startMs,
  durationMs,
});

const anyBox = fc.record(
  {
    lane: fc.string(),
    stream: fc.string(),
    name: fc.string(),
    startMs: fc.double({ min: -1e6, max: 1e9, noNaN: true }),
    durationMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
    source: fc.integer({ min: 1, max: 4 }).map(at),
  },
  { requiredKeys: ['lane', 'name', 'startMs', 'durationMs'] },
) as fc.Arbitrary<Timeline['boxes'][number]>;

describe('a timeline on its way', () => {
  it('comes out as it went in, by start, after any JSON', () => {
    fc.assert(
      fc.property(fc.array(anyBox), (boxes) => {
        const sent: unknown = JSON.parse(JSON.stringify(packTimeline(timeline(boxes))));
        const got = readTimeline(checked(timelineSchema, sent, 'timeline'));
        const sorted = [...boxes].sort((one, other) => one.startMs - other.startMs);
        expect(got).toEqual(timeline(sorted));
      }),
    );
  });

  it('names what boxes have in common once', () => {
    const { kinds, boxes } = packTimeline(timeline(Array.from({ length: 20_000 }, (_, index) => box(index))));
    expect(kinds).toEqual([{ lane: 'aicore', name: 'aclmdlExecute' }]);
    // 20 bytes a box, in base64.
    expect(JSON.stringify(boxes).length).toBeLessThan(20_000 * 27);
  });

  const good = packTimeline(timeline([box(0), box(1)]));
  const other = packTimeline(timeline([box(2)]));
  const bad: [string, Partial<SentTimeline['boxes']>, RegExp][] = [
    ['columns of different length', { startMs: other.boxes.startMs }, /different length/],
    ['a column that is cut off', { durationMs: good.boxes.durationMs.slice(0, 8) }, /cut off/],
    ['a kind that is not there', { kind: btoa('\0\0\0\0\x01\0\0\0') }, /box 1 makes no sense/],
    ['times that are no number', { startMs: btoa('\xff'.repeat(16)) }, /box 0 makes no sense/],
    ['boxes out of order', { startMs: btoa(`${'\0'.repeat(6)}\xf0\x3f${'\0'.repeat(8)}`) }, /box 1/],
    ['a duration below nothing', { durationMs: btoa(`${'\0'.repeat(6)}\xf0\xbf${'\0'.repeat(8)}`) }, /box 0/],
    ['what is no base64', { kind: '***' }, /.+/],
  ];
  it.each(bad)('is refused with %s', (_, columns, message) => {
    expect(() => readTimeline({ ...good, boxes: { ...good.boxes, ...columns } })).toThrow(message);
  });
});
