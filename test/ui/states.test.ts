/** What a user sees where there is nothing to predict, or something is amiss: what happened and what to do next, in the themes of each language. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { violations } from '../webview/support/axe.ts';
import { endServer, holdServer } from './support/language-server.ts';
import { runOwn, textOf, themesOf } from './support/screens.ts';
import type { Locale } from './support/screens.ts';
import { openSession, root } from './support/session.ts';
import type { Session, SessionOptions } from './support/session.ts';
import { copyExamples } from './support/workspace.ts';

interface State {
  locale: Locale;
  session: Session;
  /** A text of the page, by its English. */
  t(english: string): string;
  /** Screenshots of what is on the screen, in the themes of the language; axe looks at the side panel. */
  pictures(): Promise<void>;
}

/** An empty folder. */
function emptyFolder(name: string): string {
  const folder = join(root, 'dist/test/ui', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

const LOOP = `uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;
  for (int i = 0; i < 1000; i++) aclmdlExecute(id, in, out);`;
const OTHER_SIDE = `#ifdef BOARD\n  ${LOOP}\n#endif`;

/** A folder with one file of its own. */
function programIn(name: string, text: string): { folder: string; file: string } {
  const folder = emptyFolder(name);
  const file = join(folder, 'main.cpp');
  writeFileSync(file, `#include "acl/acl.h"\n${text}`);
  return { folder, file };
}

async function picturesOf(session: Session, name: string, locale: Locale): Promise<void> {
  for (const [at, theme] of themesOf(locale).entries()) {
    if (at > 0) await session.setTheme(theme);
    await session.screenshot(`states/${name}-${locale}-${theme}`);
    expect(await violations(await session.frame('side'))).toEqual([]);
  }
}

/** Opens a window with the side panel, and closes it again. */
async function inState(
  name: string,
  locale: Locale,
  options: Omit<SessionOptions, 'name' | 'locale'>,
  look: (state: State) => Promise<void>,
): Promise<void> {
  const session = await openSession({
    name: `ui-${name}`,
    theme: themesOf(locale)[0],
    ...options,
    ...(locale === 'zh-cn' && { locale }),
  });
  try {
    await session.page.locator('.activitybar .action-label[aria-label^="AscendCL"]').click();
    await session.page.mouse.move(700, 500);
    const t = (english: string): string => textOf(locale, english);
    await look({ locale, session, t, pictures: () => picturesOf(session, name, locale) });
  } finally {
    await session.end();
  }
}

const rate = '.rate .figure';
const welcome = '.pane-body .welcome-view-content';

describe('the side panel and the tree', () => {
  it('without a folder', () =>
    inState('no-folder', 'en', {}, async ({ session, t, pictures }) => {
      const side = session.side();
      await side.getByText(t('No AscendCL program found')).waitFor({ timeout: 60_000 });
      await side.getByRole('button', { name: t('Open folder…') }).waitFor();
      await side.getByRole('button', { name: t('Open an example') }).waitFor();
      expect(await session.page.locator(welcome).innerText()).toContain('threads, streams and steps');
      await pictures();
    }));

  it('with C++ that has nothing to do with a device', () => {
    const folder = emptyFolder('plain');
    const file = join(folder, 'main.cpp');
    writeFileSync(file, '#include <cstdio>\nint main() { puts("hello"); }\n');
    return inState('no-program', 'zh-cn', { workspace: folder, file }, async ({ session, t, pictures }) => {
      await session.side().getByText(t('No AscendCL program found')).waitFor({ timeout: 60_000 });
      expect(await session.page.locator('.codelens-decoration').count()).toBe(0);
      expect(await session.page.locator('.statusbar-item[id*="ascendcl.qps"]').isVisible()).toBe(false);
      await pictures();
    });
  });

  it('with a program that gives the device no work', () => {
    const { folder, file } = programIn(
      'workless',
      'int main() { aclInit(nullptr); return aclFinalize(); }\n',
    );
    return inState('no-work', 'en', { workspace: folder, file }, async ({ session, t, pictures }) => {
      await session.side().getByText(t('No device work')).waitFor({ timeout: 60_000 });
      expect(await session.side().locator(rate).count()).toBe(0);
      await pictures();
    });
  });

  it('with a program of which nothing is understood: what is missing, and what to do', () => {
    const { folder, file } = programIn('not-understood', `int main() {\n${OTHER_SIDE}\n}\n`);
    return inState('none', 'zh-cn', { workspace: folder, file }, async ({ session, t, pictures }) => {
      await session.side().getByText(t('Not understood')).first().waitFor({ timeout: 60_000 });
      expect(await session.side().locator(rate).count()).toBe(0);
      await session
        .side()
        .getByRole('button', { name: t('Set a macro…') })
        .waitFor();
      await pictures();
    });
  });

  it('with a program that is understood in part: a rate, what it is of, and what is missing', () => {
    const text = `void board() {\n${OTHER_SIDE}\n}\nint main() { ${LOOP} }\n`;
    const { folder, file } = programIn('partly', text);
    return inState('partial', 'en', { workspace: folder, file }, async ({ session, t, pictures }) => {
      await session.side().locator(rate).waitFor({ timeout: 60_000 });
      const note = session.side().locator('.alert', { hasText: 'of a part of the program' });
      expect(await note.innerText()).toMatch(/1 of 2 AscendCL calls/);
      expect(await session.page.locator('.statusbar-item[id*="ascendcl.qps"]').innerText()).toContain(
        'partial',
      );
      await session
        .side()
        .getByRole('button', { name: t('Set a macro…') })
        .waitFor();
      await pictures();
    });
  });

  it('with a class that no main comes to: it can be read as an entry', () => {
    const net = `struct Net {\n  uint32_t id; aclmdlDataset *in, *out;\n  void forward() { aclmdlExecute(id, in, out); }\n};\n`;
    const { folder, file } = programIn('entry', `${net}int main() { return 0; }\n`);
    return inState('entry', 'en', { workspace: folder, file }, async ({ session, t, pictures }) => {
      await session
        .side()
        .getByText(t('Not understood'))
        .or(session.side().locator(rate))
        .first()
        .waitFor({ timeout: 60_000 });
      await session.page.getByText('read as if called once a frame').first().waitFor({ timeout: 60_000 });
      await pictures();
    });
  });

  it('with files that cannot be read: the others are predicted', () => {
    const { folder, file } = copyExamples('unreadable', 'sync-infer');
    writeFileSync(join(folder, 'broken.cpp'), 'no\0 text');
    const options = { workspace: folder, file: file('sync-infer') };
    return inState('unreadable', 'zh-cn', options, async ({ session, locale, pictures }) => {
      await session.side().locator(rate).waitFor({ timeout: 60_000 });
      // Its lines are not written in this host: test/server looks at what they say.
      await runOwn(session, locale, 'showOutput');
      await session.page.locator('.panel .output-view, .panel .monaco-editor').first().waitFor();
      await pictures();
    });
  });

  it('with a device profile that is not there: a message says so', () => {
    const { folder, file } = copyExamples('no-profile', 'sync-infer');
    const settings = { 'ascendcl.profile': 'missing.json' };
    const options = { workspace: folder, file: file('sync-infer'), settings };
    return inState('no-profile', 'en', options, async ({ session, pictures }) => {
      await session.side().locator(rate).waitFor({ timeout: 60_000 });
      await session.command('Notifications: Show Notifications');
      await session.page.locator('.notification-list-item', { hasText: 'missing.json' }).waitFor();
      await pictures();
    });
  });

  it('with a program that does not fit into the memory', () => {
    const { folder, file } = copyExamples('memory', 'full-batch1');
    const settings = { 'ascendcl.parameters': { COUNT_TIME: 512, THREAD_COUNT: 16 } };
    const options = { workspace: folder, file: file('full-batch1'), settings };
    return inState('memory', 'zh-cn', options, async ({ session, pictures }) => {
      const alerts = session.side().locator('.alert');
      await alerts.first().waitFor({ timeout: 60_000 });
      const said = await alerts.allInnerTexts();
      expect(new Set(said).size).toBe(said.length);
      expect(await alerts.first().getAttribute('class')).toContain('error');
      expect(await session.side().locator('.on').innerText()).toContain('THREAD_COUNT = 16');
      await pictures();
    });
  });

  it('while the workspace is read, and then the rate', async () => {
    const { folder, file } = copyExamples('reading', 'full-batch1');
    const release = holdServer('ui-reading-');
    const options = { workspace: folder, file: file('full-batch1') };
    try {
      await inState('reading', 'en', options, async ({ session, t }) => {
        await session
          .side()
          .getByText(t('Reading the workspace and simulating…'))
          .waitFor({ timeout: 60_000 });
        await session.screenshot('states/reading-en-dark');
        release();
        await session.side().locator(rate).waitFor({ timeout: 60_000 });
      });
    } finally {
      release();
    }
  });

  it('after the server has ended for good, and once it is there again', () => {
    const { folder, file } = copyExamples('stopped', 'sync-infer');
    const options = { workspace: folder, file: file('sync-infer') };
    return inState('stopped', 'zh-cn', options, async ({ session, t, pictures }) => {
      await session.side().locator(rate).waitFor({ timeout: 60_000 });
      const failed = session.side().getByText(t('No prediction'));
      await expect
        .poll(
          async () => {
            endServer(session.server.folder);
            await session.page.waitForTimeout(1500);
            return failed.isVisible();
          },
          { timeout: 60_000 },
        )
        .toBe(true);
      await session.page.locator(welcome).waitFor();
      await pictures();
      await session
        .side()
        .getByRole('button', { name: t('Restart server') })
        .click();
      await session.side().locator(rate).waitFor({ timeout: 30_000 });
    });
  });
});
