/** What runs away in a table is refused when it begins to, however much follows. */
import { describe, expect, it } from 'vitest';
import { ImportError } from '../../src/measure/errors.ts';
import { MeasurementReader } from '../../src/measure/import.ts';
import { CsvReader } from '../../src/measure/text/csv.ts';

const HEAD = 'Op Name,Task Duration(us)\n';
const MIB = 2 ** 20;

/** How many pieces of 1 MiB are taken until the file is refused, of fifty. */
function takenOf(head: string, repeated: string): number {
  const reader = new MeasurementReader('op_summary.csv');
  const piece = repeated.repeat(MIB / repeated.length);
  let taken = 0;
  try {
    for (reader.push(head); taken < 50; taken++) reader.push(piece);
    reader.end();
  } catch (error) {
    expect(error).toBeInstanceOf(ImportError);
    return taken;
  }
  throw new Error('was read');
}

describe('a table is refused within 2 MiB', () => {
  it.each([
    ['a cell', HEAD, 'x'],
    ['a cell in quotes', `${HEAD}"`, 'x'],
    ['a quote that is never closed, over many lines', `${HEAD}"`, 'x\n'],
    ['a cell of the heading', '', 'x'],
    ['columns', '', 'a,'],
    ['columns of a row, in quotes', HEAD, '"1",'],
  ])('%s', (_, head, repeated) => {
    expect(takenOf(head, repeated)).toBeLessThan(2);
  });

  it('so is a record of 5,000 columns', () => {
    const reader = new MeasurementReader('op_summary.csv');
    reader.push(`${HEAD}${'1,'.repeat(5000)}\n`);
    expect(() => reader.end()).toThrow(ImportError);
  });
});

it('a record goes over lines within quotes, and its quotes may be doubled', () => {
  const records: [cells: string[], line: number][] = [];
  const reader = new CsvReader('op_summary.csv', (cells, line) => records.push([cells, line]));
  reader.push('Op Name,Task Type\n"a\n""b\n""",AI_CORE\nc,AI_CORE\n');
  reader.end();
  expect(records).toEqual([
    [['Op Name', 'Task Type'], 1],
    [['a\n"b\n"', 'AI_CORE'], 2],
    [['c', 'AI_CORE'], 5],
  ]);
});
