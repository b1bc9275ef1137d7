import { defineConfig } from 'vitest/config';

/** Long ones begin first, so that the others fill what is left. */
const long = ['test/ui/screens-*.test.ts', 'test/ui/states.test.ts'];

const common = {
  testTimeout: 300_000,
  // A busy machine may lose a click: what is wrong fails again.
  retry: 1,
  hookTimeout: 300_000,
  // Each file starts a VS Code and a browser, and waits for four tenths of its time.
  maxWorkers: 3,
};

/** They run in the order of their names. */
const projects = [
  { name: 'long', include: long },
  { name: 'short', include: ['test/ui/**/*.test.ts'], exclude: long },
].map((own) => ({ test: { ...common, ...own } }));

export default defineConfig({ test: { projects } });
