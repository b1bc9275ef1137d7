/** The simulator's tests alone, for mutation testing: the long random runs are shortened. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/sim/**/*.test.ts', 'test/profile/**/*.test.ts'],
    testTimeout: 20_000,
    env: { SIM_TEST_SCALE: '0.1' },
  },
});
