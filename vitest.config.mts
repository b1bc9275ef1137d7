import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/host/**', 'test/ui/**', '**/node_modules/**'],
    testTimeout: 20_000,
    globalSetup: ['test/support/build-cli.ts'],
  },
});
