import { defineConfig } from 'vitest/config';

/** Each of these files starts a VS Code and a browser: two at a time, as much of it is waiting. */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 300_000,
    // A busy machine may lose a click: what is wrong fails again.
    retry: 1,
    hookTimeout: 300_000,
  },
});
