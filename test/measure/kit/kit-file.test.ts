/** A bench kit's file that is cut, of another version, or hostile: one line that says what is wrong; never a constant of it. */
import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../src/measure/calibrate.ts';
import { importMeasurements, readMeasurementFile } from '../../../src/measure/import.ts';
import { readFiles } from '../../../src/measure/files.ts';
import { loadProfile } from '../../../src/profile/load.ts';

const runs = (calls: number, ms: number, hostMs: number): object[] =>
  Array.from({ length: 3 }, () => ({ calls, ms, hostMs }));

/** Submissions of nothing: 0.1 ms a task, of which 0.01 ms on the host, beside 0.3 ms for a run. */
const nothing = { what: 'submission', mode: 'async', runs: [...runs(10, 1.3, 0.1), ...runs(30, 3.3, 0.3)] };
const kit = (parts: unknown[], more: object = {}): string =>
  JSON.stringify({ benchKit: 1, soc: 'Ascend310', cann: '', date: '2026-01-01', device: 0, parts, ...more });

const adjustedBy = (text: string): Map<string, number> => {
  const read = readMeasurementFile('kit.json', text);
  if (read.kind !== 'kit') throw new Error(read.kind);
  const { file, soc } = read.kit;
  const devices = [{ file, device: { name: soc, line: 1 } }];
  const input = { base: loadProfile(), measurements: [], runs: [], settings: {} };
  const { adjusted } = calibrate({ ...input, kits: [read.kit], devices });
  return new Map(adjusted.map(({ constant, after }) => [constant, after]));
};

describe('a bench kit’s file', () => {
  it('tells the time of a task without what comes once a run', () => {
    const adjusted = adjustedBy(kit([nothing]));
    expect(adjusted.get('scheduler.taskMs')).toBeCloseTo(0.1, 9);
    expect(adjusted.get('host.submissionMs')).toBeCloseTo(0.01 / 0.32, 9);
  });

  it.each([
    ['of another version', kit([], { benchKit: 2 }), /version 2; version 1 is read/],
    ['cut', kit([nothing]).slice(0, 200), /cut or damaged/],
    ['without parts', '{"benchKit": 1}', /kit\.json: .*soc/],
    ['with a part of no kind', kit([{ what: 'sing', runs: [] }]), /parts\.0\.what/],
    ['with a negative time', kit([{ ...nothing, runs: runs(1, -1, 0) }]), /parts\.0\.runs\.0\.ms/],
    ['with a time that is no number', kit([nothing]).replace('1.3', 'NaN'), /cut or damaged/],
    ['with a time without end', kit([nothing]).replace('1.3', '1e999'), /parts\.0\.runs\.0\.ms/],
    ['with calls of none', kit([{ ...nothing, runs: runs(0, 1, 0) }]), /parts\.0\.runs\.0\.calls/],
    ['with a text for a number', kit([{ ...nothing, bytes: '4k' }]), /parts\.0\.bytes/],
  ])('%s is refused in one line', (_what, text, said) => {
    expect(() => readMeasurementFile('kit.json', text)).toThrow(said);
    expect(() => readMeasurementFile('kit.json', text)).toThrow(/^[^\n]*$/);
  });

  it.each([
    ['of another device', kit([nothing], { soc: 'Ascend910B3' })],
    ['of too few runs', kit([{ ...nothing, runs: nothing.runs.slice(2, 4) }])],
    ['whose long runs take no longer', kit([{ ...nothing, runs: [...runs(10, 5, 1), ...runs(30, 4, 1)] }])],
    ['of one length', kit([{ ...nothing, runs: runs(10, 5, 1) }])],
    ['whose parts failed', kit([{ what: 'submission', mode: 'async', failure: 'aclrtRecordEvent: 507899' }])],
    [
      'with names out of the prototype',
      kit([{ what: 'model', model: '__proto__', mode: 'async', runs: [] }]),
    ],
  ])('%s changes nothing', (_what, text) => {
    expect([...adjustedBy(text)]).toEqual([]);
  });

  it('is of no use for a comparison, and says so', () => {
    expect(readFiles([{ name: 'kit.json', text: kit([nothing]) }]).notes).toMatchObject([
      { data: { what: { id: 'kit-for-calibrate' } } },
    ]);
    expect(() => importMeasurements('kit.json', kit([nothing]))).toThrow(/no measurement found/);
  });
});
