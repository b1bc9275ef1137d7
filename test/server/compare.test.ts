/** A series of measured runs beside the predictions of an example at the same settings. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFiles } from '../../src/measure/files.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { compareProgram, measuredRate } from '../../src/server/compare.ts';
import type { Comparison } from '../../src/server/protocol.ts';
import { Session } from '../../src/service/session.ts';
import { analyzerOf } from '../support/analyzer.ts';

const text = readFileSync('examples/full-batch1/main.cpp', 'utf8');
let session: Session;

beforeAll(async () => {
  session = new Session(await analyzerOf({ 'main.cpp': text }), {
    profile: loadProfile('ascend310'),
    parameters: {},
  });
});
afterAll(() => session.dispose());

function compare(...files: { name: string; text: string }[]): Promise<Comparison> {
  const [program] = session.programs();
  if (!program) throw new Error('no program');
  return compareProgram(session, program, readFiles(files), { locale: 'en' });
}

describe('a series', () => {
  it('is predicted run by run: the example’s own measurements within a tenth', async () => {
    const measured = readFileSync('examples/full-batch1/measured.json', 'utf8');
    const { runs, notes } = await compare({ name: 'measured.json', text: measured });
    expect(notes).toEqual([]);
    expect(runs.length).toBeGreaterThan(5);
    for (const { predicted, measured: rate } of runs)
      expect(Math.abs((predicted ?? 0) / rate - 1)).toBeLessThan(0.1);
  });

  it('names parameters in any case, or by the part they play; other columns are no settings', async () => {
    const csv = 'Thread_Count,remark,QPS\n2,7,300\n';
    const byRole = 'threads,QPS\n2,300\n';
    const [first] = (await compare({ name: 'a.csv', text: csv })).runs;
    const [second] = (await compare({ name: 'b.csv', text: byRole })).runs;
    expect(first).toMatchObject({ settings: { THREAD_COUNT: 2 }, measured: 300, from: 'a.csv:2' });
    expect(second?.settings).toEqual({ THREAD_COUNT: 2 });
    expect(second?.predicted).toBe(first?.predicted);
  });

  it('says which runs name no parameter, and predicts none where the program cannot run so', async () => {
    const { runs, notes } = await compare(
      { name: 'a.csv', text: 'colour,QPS\n3,300\n' },
      { name: 'b.csv', text: 'THREAD_COUNT,QPS\n1000000,300\n' },
    );
    expect(notes).toEqual(['a.csv:2: 1 of 2 runs name no parameter of the program (colour)']);
    expect(runs).toMatchObject([{ settings: { THREAD_COUNT: 1e6 }, predicted: null }]);
  });
});

describe('a very long file', () => {
  it('is read: a log of 200,000 lines', async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `loop_count = ${i} QPS = 366.0`);
    const { rows } = await compare({ name: 'run.log', text: lines.join('\n') });
    expect(rows[0]).toMatchObject({ kind: 'throughput', subject: 'program', measured: 366 });
  });

  it('has the first 50 of its problems told, and the number of the others', async () => {
    const files = Array.from({ length: 60 }, (_, i) => ({ name: `${i}.bin`, text: 'a\0b' }));
    const { notes } = await compare(...files);
    expect(notes).toHaveLength(51);
    expect(notes[0]).toBe('0.bin: a binary file, not a measurement');
    expect(notes.at(-1)).toMatch(/^10 more notes/);
  });

  it('has all unusable rows of a table told at once', async () => {
    const header = 'Op Name,OP Type,Task Type,Task Start Time(us),Task Duration(us)';
    const row = (i: number): string => `op,Conv,AI_CORE,${i},${i === 0 ? 5 : -1}`;
    const text = [header, ...Array.from({ length: 5_001 }, (_, i) => row(i))].join('\n');
    const { notes } = await compare({ name: 'op_summary.csv', text });
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatch(/^op_summary.csv:3: 5,?000 of 5,?001 rows have no usable task duration\(us\)/);
  });
});

describe('several logs of one program', () => {
  const log = (qps: number) => `loop_count = 1 QPS = ${qps}`;

  it('are runs at the settings in their names, and none of them is averaged', async () => {
    const { rows, runs } = await compare(
      { name: 'run-threads3.log', text: log(190) },
      { name: 'THREAD_COUNT=9.log', text: log(530) },
    );
    expect(rows).toEqual([]);
    expect(runs.map(({ settings, measured }) => [settings, measured])).toEqual([
      [{ THREAD_COUNT: 3 }, 190],
      [{ THREAD_COUNT: 9 }, 530],
    ]);
  });

  it('without settings are told apart, with the question which is which', async () => {
    const comparison = await compare({ name: 'a.log', text: log(190) }, { name: 'b.log', text: log(530) });
    expect(comparison.rows.map(({ measured }) => measured)).toEqual([190, 530]);
    expect(measuredRate(comparison)).toBeNull();
    expect(comparison.notes).toEqual([
      expect.stringMatching(/^a\.log, b\.log each hold a rate of the program/),
    ]);
  });
});

describe('one run', () => {
  it('gives quantities, and the measured rate of the program as it stands', async () => {
    const log =
      'watch_frame_out loop_count = 1 copy-count = 1664 jpeg-count = 1664 vpc-count = 1664 QPS = 332.000\n';
    const comparison = await compare({ name: 'run.log', text: log }, { name: 'bad.bin', text: 'a\0b' });
    expect(measuredRate(comparison)).toEqual({ qps: 332, from: 'run.log:1' });
    expect(comparison.runs).toEqual([]);
    expect(comparison.notes).toEqual(['bad.bin: a binary file, not a measurement']);
  });
});
