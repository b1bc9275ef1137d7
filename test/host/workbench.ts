/** The workbench of a server in a Chromium without a window. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { ensureBrowser } from './install.ts';
import type { Server } from './server.ts';

export interface WorkbenchOptions {
  /** Folder, or .code-workspace file, to open; left out: an empty window. */
  workspace?: string;
  /** File to show at once. */
  file?: string;
  /** Folder of an unpacked extension under development. */
  extension?: string;
  /** More of VS Code's `payload`: pairs of a name and a value. */
  payload?: [string, string][];
  viewport?: { width: number; height: number };
}

export interface Workbench {
  browser: Browser;
  page: Page;
  /** Stores the page under test/artifacts/screenshots/<name>.png and returns that path. */
  screenshot(name: string): Promise<string>;
  /** The document inside the n-th webview (0: the first). */
  webview(n?: number): FrameLocator;
  close(): Promise<void>;
}

export const screenshots = fileURLToPath(new URL('../artifacts/screenshots/', import.meta.url));

export const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: ensureBrowser(), args: flags });

function opened(workspace: string | undefined): string {
  if (workspace === undefined) return 'ew=true';
  const kind = workspace.endsWith('.code-workspace') ? 'workspace' : 'folder';
  return `${kind}=${encodeURIComponent(workspace)}`;
}

/** The address that opens `options` in the workbench of `server`. */
export function address(server: Server, options: WorkbenchOptions): string {
  const { workspace, file, extension, payload = [] } = options;
  const pairs = [
    ...(extension === undefined ? [] : [['extensionDevelopmentPath', server.remote(extension)]]),
    ...(file === undefined ? [] : [['openFile', server.remote(file)]]),
    ...payload,
  ];
  const query = `${opened(workspace)}&payload=${encodeURIComponent(JSON.stringify(pairs))}`;
  return `${server.url}?${query}${server.token === undefined ? '' : `&tkn=${server.token}`}`;
}

async function screenshotOf(page: Page, name: string): Promise<string> {
  const path = join(screenshots, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.screenshot({ path });
  return path;
}

/** Opens the workbench and waits until it can be seen. `prepare` is called before the page loads. */
export async function openWorkbench(
  server: Server,
  options: WorkbenchOptions,
  prepare?: (page: Page) => Promise<void>,
): Promise<Workbench> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: options.viewport ?? { width: 1440, height: 900 } });
    await prepare?.(page);
    await page.goto(address(server, options));
    await page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    return {
      browser,
      page,
      screenshot: (name) => screenshotOf(page, name),
      webview: (n = 0) => page.frameLocator('iframe.webview.ready').nth(n).frameLocator('#active-frame'),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
