/** Pages for tests: each of its own, in one browser. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Panel, PanelOptions } from './page.ts';
import { launch, openPanelIn } from './page.ts';

/** One for all files of a worker, and it ends with that: to start one took as long as a file's tests. */
let browser: Promise<Browser> | undefined;

/** Closed when the test ends. */
export async function newPage(options?: BrowserContextOptions): Promise<Page> {
  const page = await (await (browser ??= launch())).newPage(options);
  onTestFinished(() => page.close());
  return page;
}

export const openPanel = (options: PanelOptions): Promise<Panel> => openPanelIn({ newPage }, options);
