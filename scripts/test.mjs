/**
 * All tests: `npm test [-- --core]`. Installs what they need, builds, then runs the core's tests, and beside them the
 * suite inside a real VS Code (its Node host and its web host) and the tests on its screen, which wait half of their
 * time. `--core` leaves all but the first out. What cannot run counts as failed. The counts go to
 * dist/test/summary.json; the last line sums them.
 */
import { spawn } from 'node:child_process';
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

/** Runs a script beside others. Resolves with its exit status; `shows`: while it runs, else what it printed is kept for its end. */
function runBeside(parameters, shows) {
  return new Promise((resolve) => {
    const output = shows ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', output, output] });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part) => (printed += part));
    }
    child.on('close', (status) => {
      console.log(printed);
      resolve(status ?? 1);
    });
  });
}

/** Runs a program that writes a JSON report; without a report it has failed. */
async function runReported(name, file, parameters, countsOf) {
  const path = join(reports, file);
  rmSync(path, { force: true });
  console.log(`\n== ${name} begins\n`);
  const status = await runBeside(parameters, name === 'core');
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
  return runReported(name, file, [...vitest, ...parameters], countsOfVitest);
}

/** One after another: each of them has more than one process already. */
async function runOnScreen() {
  await runReported('in VS Code', 'in-host.json', ['scripts/run.mjs', 'scripts/in-host.ts'], countsOfSuite);
  const web = ['scripts/run.mjs', 'scripts/in-host.ts', '--web'];
  await runReported('in the web host', 'in-web.json', web, countsOfSuite);
  await runVitest('on screen', 'ui.json', '--config', 'vitest.ui.config.mts');
}

const begun = Date.now();
ensurePackages();
const noCompiler = ensureCompiler();
if (noCompiler !== undefined) console.error(noCompiler);
mkdirSync(reports, { recursive: true });

function runFirst(name, ...parameters) {
  const isDone = runScript(...parameters) === 0;
  record(name, { passed: isDone ? 1 : 0, failed: isDone ? 0 : 1 });
}

const isCoreAlone = process.argv.includes('--core');
runFirst('build', 'scripts/build.mjs');
if (!isCoreAlone) runFirst('package', 'scripts/package.mjs', '--no-build');
await Promise.all([runVitest('core', 'core.json'), isCoreAlone ? undefined : runOnScreen()]);

const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
const [passed, failed] = [sum('passed'), sum('failed')];
writeFileSync(join(reports, 'summary.json'), JSON.stringify({ passed, failed, parts }, null, 2));
for (const part of parts) console.log(`${part.name.padEnd(16)} ${part.passed} passed, ${part.failed} failed`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
