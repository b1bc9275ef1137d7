import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ImportError } from '../../src/measure/errors.ts';
import { readMeasurementFile } from '../../src/measure/import.ts';
import type { MeasuredRun } from '../../src/measure/runs.ts';

/** Undefined for a file of quantities. */
function importSeries(file: string, text: string): MeasuredRun[] | undefined {
  const read = readMeasurementFile(file, text);
  return read.kind === 'series' ? read.runs : undefined;
}

describe('a series of runs', () => {
  it('is a CSV with a column for the rate, a run a row', () => {
    const csv = 'threads,depth,QPS,remark\n1,64,166.0,cold\n2,64,310.5,\n4,64,,failed\n';
    expect(importSeries('runs.csv', csv)).toEqual([
      { settings: { threads: 1, depth: 64 }, qps: 166, from: 'runs.csv:2' },
      { settings: { threads: 2, depth: 64 }, qps: 310.5, from: 'runs.csv:3' },
    ]);
    expect(importSeries('runs.csv', 'N,fps\n3,5\n')).toMatchObject([{ settings: { n: 3 }, qps: 5 }]);
  });

  it('is the JSON of runs', () => {
    const json = JSON.stringify({
      rows: [
        { settings: { N: 1 }, qps: 10 },
        { settings: { N: 9 }, qps: null },
      ],
    });
    expect(importSeries('measured.json', json)).toEqual([
      { settings: { N: 1 }, qps: 10, from: 'measured.json:1' },
    ]);
  });

  it('is told from other files, which other readers know', () => {
    expect(importSeries('op_summary.csv', 'Op Name,Task Duration(us)\na,3\n')).toBeUndefined();
    expect(importSeries('run.log', 'loop_count = 1 QPS = 332.000')).toBeUndefined();
    expect(() => importSeries('trace.json', '[]')).toThrow('without device tasks');
  });

  it('is refused in one line where it makes no sense', () => {
    expect(() => importSeries('runs.csv', 'QPS\n3\n')).toThrow(
      'runs.csv: no row has a rate and a parameter’s value'.replace('’', "'"),
    );
    expect(() => importSeries('runs.json', '{"rows":[{"settings":{"N":1},"qps":-1}]}')).toThrow(
      /^runs\.json: rows/,
    );
    const many = `N,QPS\n${Array.from({ length: 2001 }, (_, i) => `${i},5`).join('\n')}`;
    expect(() => importSeries('runs.csv', many)).toThrow('runs.csv: more than 2000 runs');
  });

  it('never fails but with an ImportError, and gives finite positive rates', () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), (body, json) => {
        try {
          const runs = importSeries(json ? 'a.json' : 'a.csv', json ? `{"rows":${body}}` : `N,QPS\n${body}`);
          for (const { qps } of runs ?? []) expect(qps > 0 && Number.isFinite(qps)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError);
        }
      }),
    );
  });
});
