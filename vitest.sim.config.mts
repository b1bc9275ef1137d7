/**
 * The simulator's tests for mutation testing, where each change of the code runs every test that reaches it.
 * Left out are those that must simulate long to see anything: laws over random pipelines, queueing theory, measurements, distorted pipelines.
 * What they would notice, the others must.
 */
import { relative } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONG = ['laws', 'theory', 'accuracy', 'robustness'];

/** Stryker's code counts what each test reaches in the runs of mutants too, where nobody reads it: half of their time. */
const countOnlyWhereRead: Plugin = {
  name: 'count-only-where-read',
  transform: (code) => code.replace('function cover() {', '$& if (ns.activeMutant !== undefined) return;'),
};

/** The first failure ends a mutant's run: first the files that failed for the mutant before, then the short ones. */
class LikelyFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const last = ({ project, moduleId }: TestSpecification) =>
      this.ctx.cache.getFileTestResults(`${project.name}:${relative(this.ctx.config.root, moduleId)}`);
    const failed = (file: TestSpecification) => Number(last(file)?.failed ?? false);
    const ms = (file: TestSpecification) => last(file)?.duration ?? 0;
    return Promise.resolve(files.toSorted((a, b) => failed(b) - failed(a) || ms(a) - ms(b)));
  }
}

export default defineConfig({
  plugins: [countOnlyWhereRead],
  test: {
    include: ['test/sim/**/*.test.ts', 'test/profile/**/*.test.ts'],
    exclude: LONG.map((name) => `test/sim/${name}.test.ts`),
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: LikelyFirst },
    env: { SIM_TEST_SCALE: '0.02' },
  },
});
