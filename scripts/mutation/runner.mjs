/**
 * A test runner for Stryker that keeps the tests of the rules within one process: they are bundled once, and evaluated
 * afresh only for mutants that are met while modules load (texts, for example), which takes 50 ms. vitest takes half a
 * second for each test file of each mutant.
 */
import { performance } from 'node:perf_hooks';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { bundleSteady, bundleTests, compile } from './bundle.mjs';
import { collector } from './harness.mjs';
import { judgesOf } from './judges.mjs';
import { outside } from './outside.mjs';

const TESTS = 'test/rules';
/** In the project itself, not in Stryker's copy of it, so that the next run has it too. */
const COMPILED = join(import.meta.dirname, '../../reports/mutation/compiled');
/** Of Stryker's TestStatus. */
const SUCCESS = 0;
const FAILED = 1;
/** A machine that is busy can make parsing exceed its time: that says nothing of a mutant. */
const BUSY = 'could not be analysed in time';

class InProcessRunner {
  files = [];
  scripts = new Map();

  /** The modules are loaded for each mutant, so that static ones need no process of their own. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    this.root = process.cwd();
    this.outside = outside(this.root, COMPILED);
    const steady = { keep: (modules) => (this.steady = modules) };
    const evaluate = compile(await bundleSteady(this.root));
    await evaluate((name) => (name === 'steady' ? steady : this.outside(name)));
    const names = await readdir(join(this.root, TESTS));
    this.files = names.filter((name) => name.endsWith('.test.ts')).map((name) => `${TESTS}/${name}`);
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
    const judges = judgesOf(relative(this.root, sandboxFileName), this.files);
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    try {
      stryker.activeMutant = undefined;
      const ready = reloadEnvironment ? undefined : await this.loaded(judges);
      Object.assign(stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      for (const test of ready ?? (await this.load(judges))) {
        if (wanted && !wanted.has(test.id)) continue;
        nrOfTests++;
        const failureMessage = await failure(test);
        if (stryker.hitCount > hitLimit) return { status: 'timeout', reason: 'hit limit reached' };
        if (failureMessage) return { status: 'killed', killedBy: [test.id], failureMessage, nrOfTests };
      }
    } catch (error) {
      // The rules cannot even be loaded: every test would fail.
      return { status: 'killed', killedBy: [], failureMessage: String(error), nrOfTests };
    }
    return { status: 'survived', nrOfTests };
  }

  /** The same from modules that other mutants may have run in. */
  async loaded(files) {
    if (this.kept?.key !== files.join()) this.kept = { key: files.join(), tests: await this.load(files) };
    return this.kept.tests;
  }

  /** The tests of these files, in that order, from modules that are evaluated now. */
  async load(files) {
    const key = files.join();
    const evaluate = this.scripts.get(key) ?? compile(await bundleTests(this.root, files));
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
