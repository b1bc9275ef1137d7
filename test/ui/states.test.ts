/** What a user sees where there is nothing to predict, or something is amiss: what happened and what to do next, in the themes of each language. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from '../webview/support/axe.ts';
import { endServer, holdServer } from './support/language-server.ts';
import { runOwn, textOf, themesOf } from './support/screens.ts';
import type { Locale } from './support/screens.ts';
import { openSession, root } from './support/session.ts';
import type { Session, SessionOptions } from './support/session.ts';

interface State {
  session: Session;
  folder: string;
  /** A text of the page, by its English. */
  t(english: string): string;
  /** What is in the workspace from now on, in place of all that was. */
  put(files: Record<string, string>, settings?: Record<string, unknown>): void;
  /** Screenshots of what is on the screen, in the themes of the language; axe looks at the side panel. */
  pictures(name: string): Promise<void>;
}

const LOOP = `uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
  for (int i = 0; i < 1000; i++) aclmdlExecute(id, in, out);`;
const OTHER_SIDE = `#ifdef BOARD\n  ${LOOP}\n#endif`;
const program = (text: string): string => `#include "acl/acl.h"\n${text}`;
const example = (name: string): string => readFileSync(join(root, 'examples', name, 'main.cpp'), 'utf8');

/** An empty folder. */
function emptyFolder(name: string): string {
  const folder = join(root, 'dist/test/ui', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The open editor stays with its file, which is written anew. */
function put(folder: string, files: Record<string, string>, settings: Record<string, unknown> = {}): void {
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  for (const name of readdirSync(folder))
    if (name.endsWith('.cpp') && !Object.hasOwn(files, name)) rmSync(join(folder, name));
}

async function takePictures(session: Session, name: string, locale: Locale): Promise<void> {
  const shown = session.theme();
  const other = themesOf(locale).filter((theme) => theme !== shown);
  for (const theme of [shown, ...other]) {
    await session.setTheme(theme);
    await session.screenshot(`states/${name}-${locale}-${theme}`);
    expect(await violations(await session.frame('side'))).toEqual([]);
  }
}

/** A window with the side panel, of a folder with one program. */
async function openState(
  locale: Locale,
  name: string,
  files: Record<string, string>,
  options: Partial<SessionOptions> = {},
): Promise<State> {
  const folder = emptyFolder(name);
  put(folder, files);
  const session = await openSession({
    name: `ui-${name}`,
    theme: themesOf(locale)[0],
    workspace: folder,
    file: join(folder, 'main.cpp'),
    ...options,
    ...(locale === 'zh-cn' && { locale }),
  });
  await session.page.locator('.activitybar .action-label[aria-label^="AscendCL"]').click();
  await session.page.mouse.move(700, 500);
  return {
    session,
    folder,
    t: (english) => textOf(locale, english),
    put: (next, settings) => put(folder, next, settings),
    pictures: (state) => takePictures(session, state, locale),
  };
}

const rate = '.rate .figure';
const welcome = '.pane-body .welcome-view-content';
const qps = '.statusbar-item[id*="ascendcl.qps"]';
const until = { timeout: 60_000 };

describe('the side panel and the tree', () => {
  it('without a folder', async () => {
    const theme = themesOf('en')[0];
    const session = await openSession({ name: 'ui-no-folder', theme });
    try {
      await session.page.locator('.activitybar .action-label[aria-label^="AscendCL"]').click();
      const side = session.side();
      await side.getByText('No AscendCL program found').waitFor(until);
      await side.getByRole('button', { name: 'Open folder…' }).waitFor();
      await side.getByRole('button', { name: 'Open an example' }).waitFor();
      expect(await session.page.locator(welcome).innerText()).toContain('threads, streams and steps');
      await takePictures(session, 'no-folder', 'en');
    } finally {
      await session.end();
    }
  });
});

/** One window a language, whose program changes under it: to open one takes longer than to look at it. */
describe('the side panel and the tree, in English', () => {
  const release = holdServer('ui-states-en-');
  let state: State;
  beforeAll(async () => {
    state = await openState('en', 'states-en', { 'main.cpp': example('full-batch1') });
  });
  afterAll(async () => {
    release();
    await state.session.end();
  });

  it('while the workspace is read, and then the rate', async () => {
    const { session, t } = state;
    await session.side().getByText(t('Reading the workspace and simulating…')).waitFor(until);
    await session.screenshot('states/reading-en-dark');
    release();
    await session.side().locator(rate).waitFor(until);
  });

  it('with a program that gives the device no work', async () => {
    const { session, t } = state;
    state.put({ 'main.cpp': program('int main() { aclInit(nullptr); return aclFinalize(); }\n') });
    await session.side().getByText(t('No device work')).waitFor(until);
    expect(await session.side().locator(rate).count()).toBe(0);
    await state.pictures('no-work');
  });

  it('with a program that is understood in part: a rate, what it is of, and what is missing', async () => {
    const { session, t } = state;
    state.put({
      'main.cpp': program(`void board() {\n${OTHER_SIDE}\n}\nint main() { ${LOOP} }\n`),
    });
    await session.side().locator(rate).waitFor(until);
    const note = session.side().locator('.alert', { hasText: 'of a part of the program' });
    expect(await note.innerText()).toMatch(/1 of 2 AscendCL calls/);
    expect(await session.page.locator(qps).innerText()).toContain('partial');
    await session
      .side()
      .getByRole('button', { name: t('Set a macro…') })
      .waitFor();
    await state.pictures('partial');
  });

  it('with a class that no main comes to: it can be read as an entry', async () => {
    const net = `struct Net {\n  uint32_t id; aclmdlDataset *in, *out;\n  void forward() { aclmdlExecute(id, in, out); }\n};\n`;
    state.put({ 'main.cpp': program(`${net}int main() { return 0; }\n`) });
    await state.session.page.getByText('read as if called once a frame').first().waitFor(until);
    await state.pictures('entry');
  });

  it('with a device profile that is not there: a message says so', async () => {
    const { session } = state;
    state.put({ 'main.cpp': example('sync-infer') }, { 'ascendcl.profile': 'missing.json' });
    await session.side().locator(rate).waitFor(until);
    await session.command('Notifications: Show Notifications');
    await session.page.locator('.notification-list-item', { hasText: 'missing.json' }).waitFor(until);
    await state.pictures('no-profile');
  });
});

describe('the side panel and the tree, in Chinese', () => {
  let state: State;
  beforeAll(async () => {
    state = await openState('zh-cn', 'states-zh-cn', {
      'main.cpp': '#include <cstdio>\nint main() { puts("hello"); }\n',
    });
  });
  afterAll(() => state.session.end());

  it('with C++ that has nothing to do with a device', async () => {
    const { session, t } = state;
    await session.side().getByText(t('No AscendCL program found')).waitFor(until);
    expect(await session.page.locator('.codelens-decoration').count()).toBe(0);
    expect(await session.page.locator(qps).isVisible()).toBe(false);
    await state.pictures('no-program');
  });

  it('with a program of which nothing is understood: what is missing, and what to do', async () => {
    const { session, t } = state;
    state.put({ 'main.cpp': program(`int main() {\n${OTHER_SIDE}\n}\n`) });
    await session.side().getByText(t('Not understood')).first().waitFor(until);
    expect(await session.side().locator(rate).count()).toBe(0);
    await session
      .side()
      .getByRole('button', { name: t('Set a macro…') })
      .waitFor();
    await state.pictures('none');
  });

  it('with files that cannot be read: the others are predicted', async () => {
    const { session } = state;
    state.put({ 'main.cpp': example('sync-infer'), 'broken.cpp': 'no\0 text' });
    await session.side().locator(rate).waitFor(until);
    // Its lines are not written in this host: test/server looks at what they say.
    await runOwn(session, 'zh-cn', 'showOutput');
    await session.page.locator('.panel .output-view, .panel .monaco-editor').first().waitFor();
    await state.pictures('unreadable');
    await session.command('View: Hide Panel');
  });

  it('with a program that does not fit into the memory', async () => {
    const { session } = state;
    const parameters = { COUNT_TIME: 512, THREAD_COUNT: 16 };
    state.put({ 'main.cpp': example('full-batch1') }, { 'ascendcl.parameters': parameters });
    const alerts = session.side().locator('.alert.error');
    await alerts.first().waitFor(until);
    const said = await session.side().locator('.alert').allInnerTexts();
    expect(new Set(said).size).toBe(said.length);
    expect(await session.side().locator('.on').innerText()).toContain('THREAD_COUNT = 16');
    await state.pictures('memory');
  });

  it('after the server has ended for good, and once it is there again', async () => {
    const { session, t } = state;
    state.put({ 'main.cpp': example('sync-infer') });
    await session.side().locator(rate).waitFor(until);
    const failed = session.side().getByText(t('No prediction'));
    const isFailed = async (): Promise<boolean> => {
      endServer(session.server.folder);
      await session.page.waitForTimeout(1500);
      return failed.isVisible();
    };
    await expect.poll(isFailed, until).toBe(true);
    await session.page.locator(welcome).waitFor();
    await state.pictures('stopped');
    await session
      .side()
      .getByRole('button', { name: t('Restart server') })
      .click();
    await session.side().locator(rate).waitFor({ timeout: 30_000 });
  });
});
