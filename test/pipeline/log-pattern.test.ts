/** Patterns that a user gives for lines of a log: what they take, and what they refuse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogPattern, patternProblem } from '../../src/pipeline/log-pattern.ts';

const found = (pattern: string, line: string) => {
  expect(patternProblem(pattern)).toBeUndefined();
  return new LogPattern(pattern).match(line);
};
const value = (pattern: string, line: string): number | undefined => found(pattern, line)?.value;

describe('a pattern of a log line', () => {
  it('is text anywhere in the line, with a number at its place', () => {
    expect(value('infer cost {ms} ms', '[INFO] 12:00:01 infer cost 11.4 ms (frame 7)')).toBe(11.4);
    expect(value('preprocess: {ms}ms', 'preprocess:3.2ms')).toBe(3.2);
    expect(value('[INFO] cost={ms}', '[INFO] cost=11.4')).toBe(11.4);
    expect(value('推理耗时：{ms} 毫秒', '[1] 推理耗时：8.25毫秒')).toBe(8.25);
    expect(value('{ms} ms infer', 'took 4 ms in, 7.5 ms infer')).toBe(7.5);
    expect(value('total {us} us', 'total 1,234.5 us')).toBeCloseTo(1.2345);
    expect(value('cost ({ms})', 'cost (1.5e1)')).toBe(15);
  });

  it('takes no number in another unit, of another kind, or none', () => {
    expect(value('cost {ms}', 'cost 11.4 us')).toBeUndefined();
    expect(value('cost {ms} ms', 'cost 11.4 us')).toBeUndefined();
    expect(value('usage {ms}', 'usage 40%')).toBeUndefined();
    expect(value('cost {ms}', 'cost nan')).toBeUndefined();
    expect(value('cost {ms}', 'cost -3')).toBeUndefined();
    expect(value('cost {ms}', 'cost 1.2.3')).toBeUndefined();
    const pattern = new LogPattern('cost {ms}');
    pattern.match('cost 11 us');
    expect(pattern.lacksNumber).toBe(true);
    pattern.match('something else');
    expect(pattern.lacksNumber).toBe(false);
  });

  it('takes the unit from the log, rates, batches, and any text between', () => {
    expect(value('infer {time}', 'infer 850us')).toBeCloseTo(0.85);
    expect(value('infer {time}', 'infer 1.5 s')).toBe(1500);
    expect(value('infer {time}', 'infer 15')).toBeUndefined();
    expect(found('fps: {fps}', 'fps: 120.5 fps')).toEqual({ value: 120.5, isRate: true, at: 5 });
    expect(found('batch={batch}{*}cost={ms}', 'batch=16 id=3 cost=9 ms')).toMatchObject({
      value: 9,
      at: 19,
      batch: 16,
    });
    expect(value('infer {*} cost {ms}', 'infer img1 cost x cost 9')).toBe(9);
    expect(value('t {{x}} {ms}', 't {x} 9')).toBe(9);
  });

  it.each([
    ['infer cost', 'pattern-number'],
    ['cost (\\d+) ms', 'pattern-number'],
    ['{ms} and {us} are two', 'pattern-number'],
    ['cost {sec}', 'pattern-name'],
    ['cost {ms:0.2f}', 'pattern-name'],
    ['{ms}', 'pattern-text'],
    ['batch {batch} {ms}', 'pattern-apart'],
  ])('%s is refused: %s', (pattern, problem) => {
    expect(patternProblem(pattern)).toBe(problem);
  });

  it('comes to an end on any pattern and line', () => {
    const text = fc.stringMatching(/^[a{}ms*1. batch]{0,60}$/);
    fc.assert(
      fc.property(text, text, (pattern, line) => {
        if (patternProblem(pattern) !== undefined) return;
        const match = new LogPattern(pattern).match(line);
        expect(match === undefined || Number.isFinite(match.value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
