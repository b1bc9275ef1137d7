/** The tests of a suite within this process. */
import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { bundleSteady, bundleTests, compile } from './bundle.mjs';
import { collector } from './harness.mjs';
import { outside } from './outside.mjs';

/** In the project itself, not in Stryker's copy of it, so that the next run has it too. */
const COMPILED = join(import.meta.dirname, '../../reports/mutation/compiled');

export class Tests {
  /** Paths of the test files, relative to the project. */
  files = [];

  constructor(suite) {
    this.suite = suite;
    this.toLate = Object.fromEntries(
      suite.used.map((name) => [name, (...values) => this.late[name](...values)]),
    );
  }

  async prepare(root) {
    this.outside = outside(root, COMPILED);
    const steady = { keep: (modules) => (this.modules = modules) };
    const given = { steady, [this.suite.late]: this.toLate };
    const evaluate = compile(await bundleSteady(root, this.suite));
    await evaluate((name) => given[name] ?? this.outside(name));
    const names = await readdir(join(root, this.suite.tests), { recursive: true });
    const files = names.map((name) => name.replaceAll(sep, '/')).filter(this.suite.isTest);
    this.files = files.map((name) => `${this.suite.tests}/${name}`);
    this.evaluate = compile(await bundleTests(root, this.files, this.suite));
  }

  /** All tests, with modules that are evaluated now. */
  async load() {
    const { tests, vitest } = collector();
    const given = { vitest, steady: { use: (late) => (this.late = late) }, ...this.modules };
    await this.evaluate((name) => given[name] ?? this.outside(name));
    return { tests, late: this.late };
  }

  /** Lets the tests of an earlier loading meet its modules again. */
  use({ tests, late }) {
    this.late = late;
    return tests;
  }
}
