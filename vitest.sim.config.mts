/**
 * The simulator's tests for mutation testing, where each change of the code runs every test that reaches it.
 * Left out are those that must simulate long to see anything: laws over random pipelines, queueing theory, measurements.
 * What they would notice, the others must.
 */
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONG = ['laws', 'theory', 'accuracy'];

/** Stryker's code counts what each test reaches in the runs of mutants too, where nobody reads it: half of their time. */
const countOnlyWhereRead: Plugin = {
  name: 'count-only-where-read',
  transform: (code) => code.replace('function cover() {', '$& if (ns.activeMutant !== undefined) return;'),
};

/** The first failure ends a mutant's run, so the short files come first. */
class ShortFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).reverse();
  }
}

export default defineConfig({
  plugins: [countOnlyWhereRead],
  test: {
    include: ['test/sim/**/*.test.ts', 'test/profile/**/*.test.ts'],
    exclude: LONG.map((name) => `test/sim/${name}.test.ts`),
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: ShortFirst },
    env: { SIM_TEST_SCALE: '0.02' },
  },
});
