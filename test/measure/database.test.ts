/** msprof's databases: read by pages, and refused where they are none. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importDatabase } from '../../src/measure/database/msprof.ts';
import { SqliteFile } from '../../src/measure/database/sqlite.ts';
import { withLog } from '../../src/measure/database/wal.ts';
import { ImportError } from '../../src/measure/errors.ts';

const bytesOf = (name: string): Uint8Array => readFileSync(`test/cases/measurements/${name}`);
const reader = (bytes: Uint8Array) => (offset: number, length: number) =>
  bytes.subarray(offset, offset + length);
const read = (bytes: Uint8Array) => importDatabase('m.db', reader(bytes), bytes.length);

describe('a database of msprof', () => {
  it('gives tasks, calls and a model’s time to the nanosecond, over many pages', () => {
    const { measurements, problems } = read(bytesOf('msprof-pages.db'));
    expect(problems).toEqual([]);
    expect(measurements).toMatchObject([
      { kind: 'task', subject: 'AI_CORE', values: { count: 200, meanMs: 1 } },
      { kind: 'latency', subject: 'model 1', values: { count: 100, meanMs: 2.5 } },
      { kind: 'latency', subject: 'operators of model 1', values: { meanMs: 2 } },
      {
        kind: 'api',
        subject: 'aclmdlExecuteAsync',
        values: { count: 100, meanMs: expect.closeTo(0.04) as number },
      },
      { kind: 'api', subject: 'x'.repeat(200), values: { count: 1 } },
    ]);
  });

  it('has the rows that are still in its log, but not those that were never committed', () => {
    const [bytes, log] = [bytesOf('msprof-log.db'), bytesOf('msprof-log.db-wal')];
    const calls = (wal: Uint8Array): unknown => {
      const database = { read: reader(bytes), size: bytes.length };
      const whole = withLog(database, { read: reader(wal), size: wal.length });
      const { measurements } = importDatabase('m.db', whole.read, whole.size);
      return measurements.map(({ subject, values }) => [subject, values['count'], values['meanMs']]);
    };
    expect(read(bytes).measurements).toMatchObject([{ subject: 'aclmdlExecute', values: { count: 3 } }]);
    expect(calls(log)).toEqual([['aclmdlExecute', 60, 2]]);
    // Without the frame that commits, and with salts of another log, it is of no use.
    expect(calls(log.slice(0, -1))).toEqual([['aclmdlExecute', 3, 2]]);
    const older = Uint8Array.from(log);
    older[16] = (older[16] ?? 0) ^ 1;
    expect(calls(older)).toEqual([['aclmdlExecute', 3, 2]]);
    expect(calls(new Uint8Array(40))).toEqual([['aclmdlExecute', 3, 2]]);
  });

  it('is read where it names nothing', () => {
    const { measurements } = read(bytesOf('20-msprof-minimal.db'));
    expect(measurements).toMatchObject([{ kind: 'task', subject: '#1', values: { meanMs: 1e-6 } }]);
  });

  it('has the rows of a table by its columns, the row’s own number among them', () => {
    const bytes = bytesOf('msprof-pages.db');
    const database = new SqliteFile('m.db', reader(bytes), bytes.length);
    expect(database.columns('string_ids')).toEqual(['id', 'value']);
    expect([...database.rows('STRING_IDS')].slice(0, 2)).toEqual([
      [300, 'AI_CORE'],
      [301, 'AscendCL@aclmdlExecuteAsync'],
    ]);
    expect(database.columns('NONE')).toBeUndefined();
    expect([...database.rows('NONE')]).toEqual([]);
  });

  it('that is cut or damaged is refused in one line, whatever its bytes', () => {
    const whole = bytesOf('msprof-pages.db');
    expect(() => read(whole.slice(0, 3000))).toThrow(/^m\.db: an SQLite database that is damaged/);
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(damage, (changes) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of changes) bytes[at] = value;
        try {
          for (const { values } of read(bytes).measurements)
            for (const value of Object.values(values)) expect(value).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ImportError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
