/** The packed extension in a real VS Code, with the waiting that its first start needs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from '../../host/server.ts';
import type { Server, ServerOptions } from '../../host/server.ts';
import { openWorkbench } from '../../host/workbench.ts';
import type { Workbench } from '../../host/workbench.ts';

// The host has a Playwright of its own: its types come with the workbench.
type Page = Workbench['page'];
type Frame = ReturnType<Page['frames']>[number];
type FrameLocator = ReturnType<Page['frameLocator']>;

export const root = fileURLToPath(new URL('../../../', import.meta.url));
const vsix = join(root, 'dist/ascendcl-performance.vsix');

/** Theme by its id, its name in the list, and the classes that workbench and page have in it. */
export const themes = {
  dark: { label: 'Dark 2026', name: 'Dark 2026', workbench: '.vs-dark', page: 'body.vscode-dark' },
  light: { label: 'Light 2026', name: 'Light 2026', workbench: '.vs', page: 'body.vscode-light' },
  'hc-black': {
    label: 'Default High Contrast',
    name: 'Dark High Contrast',
    workbench: '.hc-black',
    page: 'body.vscode-high-contrast',
  },
  'hc-light': {
    label: 'Default High Contrast Light',
    name: 'Light High Contrast',
    workbench: '.hc-light',
    page: 'body.vscode-high-contrast-light',
  },
};
export type ThemeName = keyof typeof themes;

export interface Session extends Workbench {
  server: Server;
  /** The side panel's document. */
  side(): FrameLocator;
  /** The full panel's document. */
  full(): FrameLocator;
  command(title: string): Promise<void>;
  openFile(name: string): Promise<void>;
  theme(): ThemeName;
  setTheme(theme: ThemeName): Promise<void>;
  /** The frame of a view, for axe. */
  frame(view: 'side' | 'full'): Promise<Frame>;
  end(): Promise<void>;
}

const settingsOf = (theme: ThemeName): Record<string, unknown> => ({
  'workbench.colorTheme': themes[theme].label,
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
});

/** The page is transparent: VS Code's own colour shows through from outside, where axe cannot look. */
const showBackground = (view: string): void => {
  const part = view === 'side' ? 'sideBar' : 'editor';
  document.documentElement.style.setProperty('background', `var(--vscode-${part}-background)`);
};

async function frameOf(page: Page, view: string): Promise<Frame> {
  for (const frame of page.frames()) {
    const found = await frame
      .evaluate(
        (name) => document.body.classList.contains(name) && document.getElementById('app') !== null,
        view,
      )
      .catch(() => false);
    if (!found) continue;
    await frame.evaluate(showBackground, view);
    return frame;
  }
  throw new Error(`no ${view} panel is shown`);
}

/** The frames of panels by what their addresses say that they are for. */
const FRAMES = {
  side: 'iframe.webview.ready[src*="purpose=webviewView"]',
  full: 'iframe.webview.ready:not([src*="purpose=webviewView"])',
};

/** The document of a panel, wherever its frame stands among the others. */
const documentOf = (page: Page, view: 'side' | 'full'): FrameLocator =>
  page.frameLocator(FRAMES[view]).first().frameLocator('#active-frame');

/** Once it no longer moves, as rows do while a list is filtered: a click could hit another. */
async function clickSettled(page: Page, row: ReturnType<Page['locator']>): Promise<void> {
  for (let [before, now] = ['', 'not yet']; before !== now;) {
    await page.waitForTimeout(200);
    [before, now] = [now, JSON.stringify(await row.boundingBox())];
  }
  await row.click();
}

async function run(page: Page, title: string): Promise<void> {
  // A mouse over the list would bring up a hover, which takes the click.
  await page.mouse.move(1, 1);
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input');
  await input.waitFor();
  await input.fill(`>${title}`);
  await clickSettled(page, page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first());
}

/** By its name in the list of files, which closes when a panel takes the focus: then it is asked for again. */
async function openFile(page: Page, name: string): Promise<void> {
  const row = page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    try {
      // Without the sign of a command it is a file that is looked for.
      await page.locator('.quick-input-widget input').fill(name, { timeout: 5000 });
      return await row.click({ timeout: 5000 });
    } catch (error) {
      if (attempt === 6) throw error;
    }
  }
}

export interface SessionOptions extends Pick<ServerOptions, 'locale' | 'workspaceTrust'> {
  name: string;
  theme?: ThemeName;
  /** Left out: an empty window. */
  workspace?: string;
  file?: string;
  /** More of the user's settings. */
  settings?: Record<string, unknown>;
}

export async function openSession(options: SessionOptions): Promise<Session> {
  const { name, theme = 'dark', workspace, file, locale, workspaceTrust, settings } = options;
  if (!existsSync(vsix))
    throw new Error('dist/ascendcl-performance.vsix is missing: run npm run package first');
  const server = await startServer({
    name,
    vsix,
    settings: { ...settingsOf(theme), ...settings },
    ...(locale !== undefined && { locale }),
    ...(workspaceTrust !== undefined && { workspaceTrust }),
  });
  const workbench = await openWorkbench(server, {
    ...(workspace !== undefined && { workspace }),
    ...(file !== undefined && { file }),
  });
  const { page } = workbench;
  page.setDefaultTimeout(60_000);
  await page.locator(`.monaco-workbench${themes[theme].workbench}`).waitFor({ timeout: 60_000 });
  let shown = theme;
  return {
    ...workbench,
    server,
    side: () => documentOf(page, 'side'),
    full: () => documentOf(page, 'full'),
    command: (title) => run(page, title),
    openFile: (name) => openFile(page, name),
    theme: () => shown,
    async setTheme(next) {
      if (next === shown) return;
      await run(page, 'Preferences: Color Theme');
      const input = page.locator('.quick-input-widget input');
      await input.fill(themes[next].name);
      await page
        .locator('.quick-input-list .monaco-list-row', { hasText: themes[next].name })
        .first()
        .waitFor();
      await page.keyboard.press('Enter');
      await page.locator(`.monaco-workbench${themes[next].workbench}`).waitFor();
      await page.waitForTimeout(700);
      shown = next;
    },
    frame: (view) => frameOf(page, view),
    async end() {
      await workbench.close();
      await server.stop();
    },
  };
}
