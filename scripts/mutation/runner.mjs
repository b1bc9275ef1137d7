/**
 * A test runner for Stryker that keeps the tests within one process: they are bundled once, and evaluated afresh only
 * for mutants that are met while modules load (texts, for example), which takes 50 ms. vitest takes half a second for
 * each test file of each mutant.
 */
import { performance } from 'node:perf_hooks';
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { bundleSteady, bundleTests, compile } from './bundle.mjs';
import { collector } from './harness.mjs';
import { isOwn, judgesOf } from './judges.mjs';
import { outside } from './outside.mjs';

/** What is tested by which files, and the folders that stay as they are; see bundleTests. */
const RULES = {
  tests: 'test/rules',
  isTest: (file) => file.endsWith('.test.ts') && !file.includes('/'),
  judgesOf,
  steady: [
    'src/pipeline',
    'src/profile',
    'src/sim',
    ...['acl', 'extract', 'program', 'syntax', 'trace'].map((part) => `src/analyzer/${part}`),
  ],
};
/** Tests that must simulate long to see anything are left out: what they would notice, the others must. */
const LONG = ['laws', 'theory', 'accuracy', 'robustness'].map((name) => `${name}.test.ts`);
const SIMULATOR = {
  tests: 'test/sim',
  isTest: (file) => file.endsWith('.test.ts') && !LONG.includes(file),
  judgesOf: (sourceFile, testFiles) => testFiles,
  steady: ['src/pipeline', 'src/profile'],
};
/** In the project itself, not in Stryker's copy of it, so that the next run has it too. */
const COMPILED = join(import.meta.dirname, '../../reports/mutation/compiled');
/** Of Stryker's TestStatus. */
const SUCCESS = 0;
const FAILED = 1;
/** A machine that is busy can make parsing exceed its time: that says nothing of a mutant. */
const BUSY = 'could not be analysed in time';

class InProcessRunner {
  static inject = ['options'];
  files = [];
  scripts = new Map();

  /** By test: how many mutants it has told of, and how long it took when it last told of none. */
  told = new Map();
  ms = new Map();

  constructor({ mutate }) {
    this.suite = mutate.some((pattern) => pattern.startsWith('src/sim/')) ? SIMULATOR : RULES;
  }

  /** The modules are loaded for each mutant, so that static ones need no process of their own. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.root = process.cwd();
    this.outside = outside(this.root, COMPILED);
    const steady = { keep: (modules) => (this.steady = modules) };
    // The simulator's long random runs are shortened; see test/sim/support/scale.ts.
    process.env.SIM_TEST_SCALE = '0.02';
    const evaluate = compile(await bundleSteady(this.root, this.suite.steady));
    await evaluate((name) => (name === 'steady' ? steady : this.outside(name)));
    const { tests, isTest } = this.suite;
    const names = await readdir(join(this.root, tests), { recursive: true });
    this.files = names
      .map((name) => name.replaceAll(sep, '/'))
      .filter(isTest)
      .map((name) => `${tests}/${name}`);
  }

  async dryRun() {
    const stryker = namespace();
    stryker.activeMutant = undefined;
    const tests = [];
    for (const test of await this.load(this.files)) {
      stryker.currentTestId = test.id;
      const start = performance.now();
      const failureMessage = await failure(test);
      stryker.currentTestId = undefined;
      tests.push({ ...resultOf(test, failureMessage), timeSpentMs: performance.now() - start });
    }
    return { status: 'complete', tests, mutantCoverage: stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, sandboxFileName, testFilter, hitLimit, reloadEnvironment }) {
    const stryker = namespace();
    const judges = this.suite.judgesOf(relative(this.root, sandboxFileName), this.files);
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    try {
      stryker.activeMutant = undefined;
      const ready = reloadEnvironment ? undefined : await this.loaded(judges);
      Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      for (const test of this.likelyFirst(ready ?? (await this.load(judges)), sandboxFileName)) {
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

  /** The first failure ends a mutant's run: first the file's own tests, then those that told of most mutants, then the short. */
  likelyFirst(tests, sourceFile) {
    const own = ({ file }) => Number(isOwn(file, sourceFile));
    const told = ({ id }) => this.told.get(id) ?? 0;
    const ms = ({ id }) => this.ms.get(id) ?? 0;
    return tests.toSorted((a, b) => own(b) - own(a) || told(b) - told(a) || ms(a) - ms(b));
  }

  /** The same from modules that other mutants may have run in. */
  async loaded(files) {
    if (this.kept?.key !== files.join()) this.kept = { key: files.join(), tests: await this.load(files) };
    return this.kept.tests;
  }

  /** The tests of these files, in that order, from modules that are evaluated now. */
  async load(files) {
    const key = files.join();
    const evaluate = this.scripts.get(key) ?? compile(await bundleTests(this.root, files, this.suite.steady));
    this.scripts.set(key, evaluate);
    const { tests, vitest } = collector();
    await evaluate((name) => (name === 'vitest' ? vitest : (this.steady[name] ?? this.outside(name))));
    return tests;
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
