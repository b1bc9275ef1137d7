/**
 * A test runner for Stryker that keeps the tests within one process: they are bundled once, and evaluated afresh only
 * for mutants that are met while modules load (texts, for example), which takes 20 ms. vitest takes half a second for
 * each test file of each mutant.
 */
import { relative } from 'node:path';
import { performance } from 'node:perf_hooks';
import { isOwn } from './judges.mjs';
import { RULES, SIMULATOR } from './suites.mjs';
import { Tests } from './tests.mjs';

/** Of Stryker's TestStatus. */
const SUCCESS = 0;
const FAILED = 1;
/** A machine that is busy can make parsing exceed its time: that says nothing of a mutant. */
const BUSY = 'could not be analysed in time';

class InProcessRunner {
  static inject = ['options'];

  /** By test: how many mutants it has told of, and how long it took when it last told of none. */
  told = new Map();
  ms = new Map();

  constructor({ mutate }) {
    this.suite = mutate.some((pattern) => pattern.startsWith('src/sim/')) ? SIMULATOR : RULES;
    this.tests = new Tests(this.suite);
  }

  /** The modules are loaded for each mutant that needs it, so that static ones need no process of their own. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.root = process.cwd();
    // The simulator's long random runs are shortened; see test/sim/support/scale.ts.
    process.env.SIM_TEST_SCALE = '0.02';
    await this.tests.prepare(this.root);
    this.kept = await this.tests.load();
  }

  async dryRun() {
    const stryker = namespace();
    stryker.activeMutant = undefined;
    const results = [];
    for (const test of this.tests.use(this.kept)) {
      stryker.currentTestId = test.id;
      const start = performance.now();
      const failureMessage = await failure(test);
      stryker.currentTestId = undefined;
      results.push({ ...resultOf(test, failureMessage), timeSpentMs: performance.now() - start });
    }
    return { status: 'complete', tests: results, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, reloadEnvironment }) {
    const stryker = namespace();
    Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    try {
      const all = reloadEnvironment ? (await this.tests.load()).tests : this.tests.use(this.kept);
      for (const test of this.judges(all, relative(this.root, sandboxFileName))) {
        if (wanted && !wanted.has(test.id)) continue;
        nrOfTests++;
        const start = performance.now();
        const failureMessage = await failure(test);
        if (stryker.hitCount > hitLimit) return { status: 'timeout', reason: 'hit limit reached' };
        if (!failureMessage) {
          this.ms.set(test.id, performance.now() - start);
          continue;
        }
        this.told.set(test.id, (this.told.get(test.id) ?? 0) + 1);
        return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests };
      }
    } catch (error) {
      // The modules cannot even be loaded: every test would fail.
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests };
    }
    return { status: 'survived', nrOfTests };
  }

  /**
   * The first failure ends a mutant's run: first the file's own tests, then those that told of most mutants, then the
   * short.
   */
  judges(all, sourceFile) {
    const files = new Set(this.suite.judgesOf(sourceFile, this.tests.files));
    const own = ({ file }) => Number(isOwn(file, sourceFile));
    const told = ({ id }) => this.told.get(id) ?? 0;
    const ms = ({ id }) => this.ms.get(id) ?? 0;
    const judging = all.filter(({ file }) => files.has(file));
    return judging.sort((a, b) => own(b) - own(a) || told(b) - told(a) || ms(a) - ms(b));
  }
}

function namespace() {
  return (globalThis.__stryker__ ??= {});
}

/** What a failing test says. */
async function failure({ run }) {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (String(error).includes(BUSY)) return failure({ run });
    return error instanceof Error ? error.message : String(error);
  }
}

function resultOf({ id, name, file }, failureMessage) {
  if (failureMessage === undefined) return { id, name, fileName: file, status: SUCCESS };
  return { id, name, fileName: file, status: FAILED, failureMessage };
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner }];
