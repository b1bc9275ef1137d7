import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/host/**', 'test/ui/**', '**/node_modules/**'],
    // A busy machine makes no test fail: what hangs is ended, and nothing is timed.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // By itself vitest leaves a core alone, which of two is half of the time.
    maxWorkers: availableParallelism(),
    globalSetup: ['test/support/build-cli.ts'],
  },
});
