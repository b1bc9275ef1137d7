/** The part of vitest that the tests use: they are collected, and run one by one when asked. */
import {
  ASYMMETRIC_MATCHERS_OBJECT,
  chai,
  GLOBAL_EXPECT,
  JestAsymmetricMatchers,
  JestChaiExpect,
  JestExtend,
  setState,
} from '@vitest/expect';
import { readFileSync } from 'node:fs';
import { format } from 'node:util';

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
chai.use(({ Assertion }, { flag }) => {
  Assertion.addMethod('toMatchFileSnapshot', function (file) {
    new Assertion(flag(this, 'object')).toBe(readFileSync(file, 'utf8'));
  });
});

const expect = makeExpect();

function makeExpect() {
  const made = Object.assign((value, message) => chai.expect(value, message), chai.expect);
  Object.assign(made, globalThis[ASYMMETRIC_MATCHERS_OBJECT]);
  globalThis[GLOBAL_EXPECT] = made;
  setState({ assertionCalls: 0, isExpectingAssertions: false }, made);
  return made;
}

/** A collection of tests, and what stands for the module `vitest` while they are collected. */
export function collector() {
  const tests = [];
  const path = [];
  let file = '';
  const used = new Map();
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const it = (name, run) => {
    const full = [...path, name].join(' > ');
    const count = (used.get(file + full) ?? 0) + 1;
    used.set(file + full, count);
    const unique = count === 1 ? full : `${full} (${count})`;
    tests.push({ file, name: unique, id: `${file}#${unique}`, run });
  };
  const each = (add) => (rows) => (name, run) => {
    for (const row of rows) {
      const values = Array.isArray(row) ? row : [row];
      const named = values.slice(0, name.match(/%[a-z]/g)?.length ?? 0);
      add(format(name, ...named), () => run(...values));
    }
  };
  describe.each = each(describe);
  it.each = each(it);
  it.skipIf = (skip) => (skip ? () => undefined : it);
  const startFile = (name) => (file = name);
  return { tests, vitest: { describe, expect, it, startFile } };
}
