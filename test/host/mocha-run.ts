/** Runs inside the extension host: mocha with its results on the console, where every launcher can read them. */
import Mocha from 'mocha';

export interface Results {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; message: string }[];
}

/** Begins the line that carries the results. */
export const resultsMark = '@@in-host-results ';

/**
 * Runs the suites that `load` brings in (import them there: they need `describe` to be defined).
 * @throws Error where a test failed, so that a launcher that reads no console knows too.
 */
export async function runSuites(load: () => Promise<unknown>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const results: Results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => resolve());
    runner.on('pass', () => results.passed++);
    runner.on('pending', () => results.skipped++);
    runner.on('fail', (test, error: unknown) => {
      results.failed++;
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      results.failures.push({ title: test.fullTitle(), message });
    });
  });
  console.log(resultsMark + JSON.stringify(results));
  if (results.failed > 0) throw new Error(`${results.failed} in-host tests failed`);
}
