import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Long ones begin first, so that no core waits for the last of them. */
const long = [
  'test/analyzer/edits.test.ts',
  'test/measure/kit/recovery.test.ts',
  'test/roundtrip/**/*.test.ts',
  'test/runtime/read-versus-run.test.ts',
  'test/scripts/fuzz.test.ts',
  'test/service/design.test.ts',
];

/** They put something else in a module's place, which the files after them would get too. */
const mocking = ['test/analyzer/walls.test.ts'];

const elsewhere = ['test/host/**', 'test/ui/**', '**/node_modules/**'];

const common = {
  // A busy machine makes no test fail: what hangs is ended, and nothing is timed.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  // By itself vitest leaves a core alone, which of two is half of the time.
  maxWorkers: availableParallelism(),
};

/**
 * They run in the order of their names. To load the modules anew for each file took longer than the tests, so a worker keeps
 * them, and the process that does its runs of the command line.
 */
const projects = [
  { name: 'alone', include: [...long, ...mocking], exclude: elsewhere },
  {
    name: 'together',
    include: ['test/**/*.test.ts'],
    exclude: [...elsewhere, ...long, ...mocking],
    isolate: false,
  },
].map((own) => ({ test: { ...common, ...own } }));

export default defineConfig({ test: { globalSetup: ['test/support/build-cli.ts'], projects } });
