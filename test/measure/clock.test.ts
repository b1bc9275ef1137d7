/** Clocks of the AI Core in a database of msprof, which it keeps in a table of their own. */
import { describe, expect, it } from 'vitest';
import { importDatabase } from '../../src/measure/database/msprof.ts';
import { diagnose } from '../../src/measure/diagnosis/diagnose.ts';
import { diagnosisText } from '../../src/measure/diagnosis/texts.ts';
import { RunEvents } from '../../src/measure/join/run-events.ts';
import { sqliteFile, type WrittenTable } from '../support/sqlite-file.ts';

/** As large as the times of real ones: they do not fit a double. */
const ORIGIN_NS = 1_700_000_000_000_000_000;
const MS = 1e6;

type Clock = [device: number, ms: number, megahertz: number];

/** Tasks of 1 ms on the device that a clock is of, one after the other. */
function database(clocks: readonly Clock[], tasksOf: readonly number[]): WrittenTable[] {
  return [
    { name: 'STRING_IDS', columns: ['id', 'value'], rows: [[1, 'AI_CORE']] },
    {
      name: 'TASK',
      columns: ['startNs', 'endNs', 'deviceId', 'connectionId', 'globalTaskId', 'taskType'],
      rows: tasksOf.flatMap((device) =>
        [0, 1, 2, 3].map((ms) => [
          ...[ORIGIN_NS + ms * MS, ORIGIN_NS + (ms + 1) * MS],
          ...[device, ms, ms, 1],
        ]),
      ),
    },
    {
      name: 'AICORE_FREQ',
      columns: ['deviceId', 'timestampNs', 'freq'],
      rows: clocks.map(([device, ms, megahertz]) => [device, ORIGIN_NS + ms * MS, megahertz]),
    },
  ];
}

function said(clocks: readonly Clock[], tasksOf = [0]): string[] {
  const bytes = sqliteFile(database(clocks, tasksOf));
  const events = new RunEvents();
  importDatabase('m.db', (offset, length) => bytes.subarray(offset, offset + length), bytes.length, events);
  const evidence = { summaries: [], record: events.record(), lines: [], recordedRate: null };
  return diagnose(evidence, []).map(({ what }) => diagnosisText(what, 'en'));
}

describe('AICORE_FREQ of a database', () => {
  it('tells a clock that drops while operators run', () => {
    expect(
      said([
        [0, 0, 1000],
        [0, 2, 800],
      ]),
    ).toEqual([expect.stringContaining('worked at 900 MHz on average and at 1000 at most')]);
  });

  it('tells nothing where it stays, or where no operator ran at the lower one', () => {
    expect(said([[0, 0, 1000]])).toEqual([]);
    expect(
      said([
        [0, -5, 500],
        [0, 0, 1000],
        [0, 9, 500],
      ]),
    ).toEqual([]);
  });

  it('is that of each device, and a clock of 0 is none', () => {
    expect(
      said(
        [
          [0, 0, 1000],
          [1, 0, 1000],
          [1, 1, 0],
          [1, 2, 600],
        ],
        [0, 1],
      ),
    ).toEqual([expect.stringContaining('worked at 800 MHz on average and at 1000 at most')]);
  });
});
