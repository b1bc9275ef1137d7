/** Runs inside the extension host: mocha with its results on the console, where every launcher can read them. */
import Mocha from 'mocha';

export interface Results {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; message: string }[];
  /** False while tests are left: told after each, so that a run that is cut off still tells what it did. */
  ended: boolean;
  /** What a bench measured, ms by name. */
  times?: Record<string, number[]>;
  /** What a bench has to say of that. */
  notes?: string[];
}

/** Begins a line that carries the results so far. */
export const resultsMark = '@@in-host-results ';

export const tellResults = (results: Results): void => console.log(resultsMark + JSON.stringify(results));

function listen(runner: Mocha.Runner, results: Results): void {
  const tell = (): void => tellResults(results);
  runner.on('pass', () => results.passed++);
  runner.on('pending', () => results.skipped++);
  runner.on('fail', (test, error: unknown) => {
    results.failed++;
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    results.failures.push({ title: test.fullTitle(), message });
  });
  runner.on('test end', tell);
  runner.on('end', () => {
    results.ended = true;
    tell();
  });
}

/**
 * Runs the suites that `load` brings in (import them there: they need `describe` to be defined).
 * @throws Error where a test failed, so that a launcher that reads no console knows too.
 */
export async function runSuites(load: () => Promise<unknown>): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 300_000, reporter: Mocha.reporters.Base });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const results: Results = { passed: 0, failed: 0, skipped: 0, failures: [], ended: false };
  await new Promise<void>((resolve) =>
    listen(
      mocha.run(() => resolve()),
      results,
    ),
  );
  if (results.failed > 0) throw new Error(`${results.failed} in-host tests failed`);
}
