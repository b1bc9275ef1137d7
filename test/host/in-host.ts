/** Runs test/in-host in a real VS Code. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import esbuild from 'esbuild';
import type { Page } from 'playwright-core';
import { runInDesktop } from './electron.ts';
import { resultsMark } from './mocha-run.ts';
import type { Results } from './mocha-run.ts';
import { startServer } from './server.ts';
import { runInWeb } from './web.ts';
import { openWorkbench } from './workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** A copy of the examples: the suite edits its files, and an editor in a browser saves by itself. */
const workspace = join(root, 'dist/test/examples');
const bundle = join(root, 'dist/test/in-host.cjs');
/** Milliseconds that the whole suite may take. */
const limit = 900_000;

/** mocha finds its own parts by their path, so it stays outside of the bundle. */
async function buildSuite(entry: string): Promise<void> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Resolves when the suite ends; VS Code calls both functions by name. */
async function listen(page: Page, log: string[], finish: (code: number) => void): Promise<void> {
  await page.exposeFunction('codeAutomationLog', (_type: string, values: unknown[]) => {
    log.push(values.map(String).join(' '));
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
}

/** The last results that the suite told, with a failure of its own where it did not come to its end. */
function resultsOf(log: string[]): Results {
  const line = log.findLast((text) => text.includes(resultsMark));
  const told: Results =
    line === undefined
      ? { passed: 0, failed: 0, skipped: 0, failures: [], ended: false }
      : (JSON.parse(line.slice(line.indexOf(resultsMark) + resultsMark.length)) as Results);
  if (told.ended) return told;
  const words = log.filter((text) => !text.includes(resultsMark)).slice(-60);
  const message = `did not come to its end. Its console:\n${words.join('\n')}`;
  return { ...told, failed: told.failed + 1, failures: [...told.failures, { title: 'the suite', message }] };
}

async function runInServer(): Promise<Results> {
  const log: string[] = [];
  const server = await startServer({ name: 'in-host' });
  try {
    let finish: (code: number) => void = () => undefined;
    const finished = new Promise<number>((resolve) => (finish = resolve));
    const payload: [string, string][] = [['extensionTestsPath', server.remote(bundle)]];
    const workbench = await openWorkbench(server, { workspace, extension: root, payload }, (page) =>
      listen(page, log, finish),
    );
    const timer = setTimeout(() => finish(-1), limit);
    await finished;
    clearTimeout(timer);
    await workbench.screenshot('in-host-end');
    await workbench.close();
  } finally {
    await server.stop();
  }
  return resultsOf(log);
}

/** `server`: code-server's; `desktop`: Electron, downloaded; `web`: the web extension host. */
export type HostKind = 'server' | 'desktop' | 'web';

/** @param entry a module with the `run` that VS Code calls; the web host has its own bundle. */
export async function runInHost(kind: HostKind, entry = 'test/in-host/index.ts'): Promise<Results> {
  rmSync(workspace, { recursive: true, force: true });
  cpSync(join(root, 'examples'), workspace, { recursive: true });
  if (kind === 'web') return resultsOf(await runInWeb(workspace, limit));
  await buildSuite(entry);
  return kind === 'desktop' ? resultsOf(await runInDesktop(root, workspace, bundle)) : runInServer();
}
