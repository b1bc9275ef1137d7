import { defineConfig } from 'vitest/config';

/** Each of these files starts a VS Code and a browser, so they take turns. */
export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
