/**
 * The simulator's tests for mutation testing, where each change of the code runs every test that reaches it.
 * Left out are those that must simulate long to see anything: laws over random pipelines, queueing theory, measurements.
 * What they would notice, the others must.
 */
import { defineConfig } from 'vitest/config';

const LONG = ['laws', 'theory', 'accuracy'];

export default defineConfig({
  test: {
    include: ['test/sim/**/*.test.ts', 'test/profile/**/*.test.ts'],
    exclude: LONG.map((name) => `test/sim/${name}.test.ts`),
    testTimeout: 20_000,
    isolate: false,
    env: { SIM_TEST_SCALE: '0.02' },
  },
});
