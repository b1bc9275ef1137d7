/** What is mutated, and by which tests it is judged. */
import { judgesOf } from './judges.mjs';

/**
 * `steady` modules have no mutants: they are evaluated once in a process. What they use of the code under test, the
 * functions `used` of the module `late`, is given to them at each evaluation of that.
 */
export const RULES = {
  tests: 'test/rules',
  isTest: (file) => file.endsWith('.test.ts') && !file.includes('/'),
  judgesOf,
  // With the workspace and the helper that keeps it stay what the tests' programs were found to do.
  steady: [
    'src/pipeline',
    'src/profile',
    'src/sim',
    ...['acl', 'extract', 'program', 'syntax', 'trace', 'workspace.ts'].map((part) => `src/analyzer/${part}`),
    'test/rules/support/analyse.ts',
  ],
  late: 'src/analyzer/rules/index.ts',
  used: ['checkProgram', 'settleFile', 'ruleIds'],
};

/** Tests that must simulate long to see anything are left out: what they would notice, the others must. */
const LONG = ['laws', 'theory', 'accuracy', 'robustness'].map((name) => `${name}.test.ts`);

export const SIMULATOR = {
  tests: 'test/sim',
  isTest: (file) => file.endsWith('.test.ts') && !LONG.includes(file),
  judgesOf: (sourceFile, testFiles) => testFiles,
  steady: ['src/pipeline', 'src/profile'],
  used: [],
};
