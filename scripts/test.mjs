/**
 * All tests: `npm test [-- --core]`. Installs what they need, builds, then runs the core's tests, the suite inside a
 * real VS Code (its Node host and its web host) and the tests on its screen. `--core` leaves all but the first out.
 * What cannot run counts as failed. The counts go to dist/test/summary.json; the last line sums them.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureCompiler, ensurePackages, root, runScript } from './prepare.mjs';

const reports = join(root, 'dist/test');
const parts = [];

function record(name, counts) {
  const took = Math.round((Date.now() - begun) / 1000);
  parts.push({ name, ...counts });
  console.log(`\n== ${name}: ${counts.passed} passed, ${counts.failed} failed (${took} s so far)\n`);
}

/** A test file that could not run at all has no failed test of its own. */
function countsOfVitest(report) {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
}

const countsOfSuite = ({ passed, failed }) => ({ passed, failed });

/** Runs a program that writes a JSON report; without a report it has failed. */
function runReported(name, file, parameters, countsOf) {
  const path = join(reports, file);
  rmSync(path, { force: true });
  console.log(`\n== ${name}\n`);
  const status = runScript(...parameters);
  const counts = existsSync(path)
    ? countsOf(JSON.parse(readFileSync(path, 'utf8')))
    : { passed: 0, failed: 1 };
  // A status that no test explains is a failure too (an unhandled error, a crash at the end), and so is no test at all.
  const isUnexplained = counts.failed === 0 && (status !== 0 || counts.passed === 0);
  record(name, isUnexplained ? { ...counts, failed: 1 } : counts);
}

function runVitest(name, file, ...parameters) {
  const output = `--outputFile.json=${join(reports, file)}`;
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=dot', '--reporter=json', output];
  runReported(name, file, [...vitest, ...parameters], countsOfVitest);
}

const begun = Date.now();
ensurePackages();
const noCompiler = ensureCompiler();
if (noCompiler !== undefined) console.error(noCompiler);
mkdirSync(reports, { recursive: true });

const isBuilt = runScript('scripts/build.mjs') === 0;
record('build', { passed: isBuilt ? 1 : 0, failed: isBuilt ? 0 : 1 });
runVitest('core', 'core.json');
if (!process.argv.includes('--core')) {
  const isPacked = runScript('scripts/package.mjs', '--no-build') === 0;
  record('package', { passed: isPacked ? 1 : 0, failed: isPacked ? 0 : 1 });
  runReported('in VS Code', 'in-host.json', ['scripts/run.mjs', 'scripts/in-host.ts'], countsOfSuite);
  const web = ['scripts/run.mjs', 'scripts/in-host.ts', '--web'];
  runReported('in the web host', 'in-web.json', web, countsOfSuite);
  runVitest('on screen', 'ui.json', '--config', 'vitest.ui.config.mts');
}

const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
const [passed, failed] = [sum('passed'), sum('failed')];
writeFileSync(join(reports, 'summary.json'), JSON.stringify({ passed, failed, parts }, null, 2));
for (const part of parts) console.log(`${part.name.padEnd(16)} ${part.passed} passed, ${part.failed} failed`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
