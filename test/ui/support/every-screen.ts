/** Every screen in the real VS Code, in all themes of a language: what it says, that axe finds nothing, a picture. */
import { basename } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { violations } from '../../webview/support/axe.ts';
import {
  goToLine,
  hoverOver,
  quickPick,
  runOwn,
  textOf,
  themesOf,
  writeRecord,
  writeRuns,
} from './screens.ts';
import type { Locale } from './screens.ts';
import { openSession } from './session.ts';
import type { Session, ThemeName } from './session.ts';
import { copyExamples } from './workspace.ts';

const tabs = {
  timeline: 'Timeline',
  curves: 'Curves',
  whatif: 'What if',
  measured: 'Measured',
  plan: 'Plan',
};
/** Lists that commands bring up, with what stands in them. */
const lists: [name: string, command: string, shown: RegExp][] = [
  ['device', 'selectDevice', /Ascend 310P3/],
  ['parameter', 'setParameter', /THREAD_COUNT/],
  ['sweep', 'sweep', /THREAD_COUNT/],
  ['export', 'exportReport', /Markdown/],
];
const frameLoop = 97;

/** Declares the tests of a language. Each language has a file, so that a worker can take it. */
export function lookAtScreens(locale: Locale): void {
  const themeNames = themesOf(locale);
  const { folder, file } = copyExamples(`screens-${locale}`, 'full-batch1', 'sync-infer');
  const runs = writeRuns(folder);
  const t = (english: string): string => textOf(locale, english);
  const own = (command: string): Promise<void> => runOwn(session, locale, command);
  let session: Session;
  let screens = 0;
  /** The themes for the next screen: the one that the last has ended in comes first, as a change takes seconds. */
  const nextThemes = (): readonly ThemeName[] => (screens++ % 2 === 0 ? themeNames : themeNames.toReversed());

  const picture = (name: string, theme: ThemeName): Promise<string> =>
    session.screenshot(`screens/${name}-${theme}-${locale}`);

  /** Brings up what the pictures are of: the panels, a sweep, measured runs. */
  async function prepare(): Promise<void> {
    const { page } = session;
    await page.locator('.statusbar-item[id*="ascendcl.qps"]').waitFor({ timeout: 60_000 });
    await own('predict');
    await session.side().locator('.rate .figure').waitFor({ timeout: 30_000 });
    await goToLine(session, frameLoop);
    await own('openTimeline');
    const full = session.full();
    await full.locator('.lanes .rows').waitFor({ timeout: 30_000 });
    await full.getByRole('tab', { name: t(tabs.curves) }).click();
    await full.getByRole('button', { name: t('Run sweep') }).click();
    await full.locator('.summary').waitFor({ timeout: 60_000 });
    await compareWith(runs);
    await full.locator('.comparison canvas').waitFor({ timeout: 30_000 });
  }

  async function compareWith(path: string): Promise<void> {
    const { page } = session;
    await own('compare');
    const input = page.locator('.quick-input-widget input');
    const row = page.locator('.quick-input-list .monaco-list-row', { hasText: basename(path) });
    // The dialog takes a moment to know its folder, and may put that in place of what is typed.
    const isListed = async (): Promise<boolean> => {
      if (!(await row.isVisible())) await input.fill(path);
      await page.waitForTimeout(1000);
      return row.isVisible();
    };
    await expect.poll(isListed, { timeout: 30_000 }).toBe(true);
    await page.keyboard.press('Enter');
  }

  beforeAll(async () => {
    session = await openSession({
      name: `ui-screens-${locale}`,
      theme: themeNames[0],
      workspace: folder,
      file: file('full-batch1'),
      settings: { 'ascendcl.inlayHints.lines': 'all' },
      ...(locale === 'zh-cn' && { locale }),
    });
  });
  afterAll(() => session.end());

  it('the panels, a sweep and measured runs are brought up', prepare);

  it.each(nextThemes())('the full panel in %s', async (theme) => {
    await session.setTheme(theme);
    const full = session.full();
    for (const [name, tab] of Object.entries(tabs)) {
      await full.getByRole('tab', { name: t(tab) }).click();
      if (name === 'timeline') await full.locator('.lanes .rows').waitFor();
      await session.page.waitForTimeout(500);
      await picture(name, theme);
      expect(await violations(await session.frame('full'))).toEqual([]);
    }
    await full.getByRole('tab', { name: t(tabs.timeline) }).click();
    await full.getByRole('button', { name: t('Show all') }).click();
    await session.page.waitForTimeout(300);
    await picture('timeline-whole', theme);
  });

  it.each([nextThemes()])('a recorded run above the prediction in %s and %s', async (...themes) => {
    await compareWith(await writeRecord(folder, file('full-batch1')));
    const full = session.full();
    await full
      .getByRole('region', { name: t('Lines as recorded and as predicted, ms a call') })
      .waitFor({ timeout: 60_000 });
    await full.getByRole('tab', { name: t(tabs.timeline) }).click();
    await full
      .getByText(t('At {0}, where the line is, a frame begins in both.').split('{0}')[1] ?? '')
      .waitFor();
    for (const theme of themes) {
      await session.setTheme(theme);
      await session.page.waitForTimeout(500);
      await picture('timeline-recorded', theme);
      expect(await violations(await session.frame('full'))).toEqual([]);
    }
  });

  it.each(nextThemes())('the side panel, from the next step down to the last part, in %s', async (theme) => {
    await session.setTheme(theme);
    const side = session.side();
    await side.locator('.rate').scrollIntoViewIfNeeded();
    expect((await side.locator('h2').first().innerText()).toUpperCase()).toBe(t('Next step').toUpperCase());
    await picture('side', theme);
    for (const title of ['Utilization', 'Memory at its peak', 'If one part were twice as fast']) {
      const heading = side.locator('h2', { hasText: t(title) });
      if ((await heading.count()) > 0) await heading.scrollIntoViewIfNeeded();
    }
    await side.locator('main > *').last().scrollIntoViewIfNeeded();
    await picture('side-end', theme);
    expect(await violations(await session.frame('side'))).toEqual([]);
  });

  it.each(nextThemes())(
    'the editor: lens, hints, heat, hover, problems, status bar and tree in %s',
    async (theme) => {
      await session.setTheme(theme);
      const { page } = session;
      await goToLine(session, frameLoop);
      const lens = page.locator('.codelens-decoration', { hasText: t('frame loop') });
      if (locale === 'en') await lens.first().waitFor();
      else await page.locator('.codelens-decoration', { hasText: '帧循环' }).first().waitFor();
      await page.locator('.view-line [class*="dyn-rule"]', { hasText: /ms|µs/ }).first().waitFor();
      // Its parts come one after the other.
      await expect.poll(() => hoverOver(session, 'aclmdlExecuteAsync')).toContain('AI Core');
      if (locale === 'zh-cn')
        expect(await hoverOver(session, 'aclmdlExecuteAsync')).toMatch(/[\u4e00-\u9fff]/);
      await picture('editor', theme);
      await page.keyboard.press('Escape');
      const row = page.locator('.monaco-list-row', { hasText: 'aclmdlExecuteAsync' });
      expect(await row.first().innerText()).toContain('AI Core');
    },
  );

  it.each(nextThemes())('the lists of the commands in %s', async (theme) => {
    await session.setTheme(theme);
    for (const [name, command, shown] of lists) {
      await own(command);
      const { rows, text } = await quickPick(session, `screens/list-${name}-${theme}-${locale}`);
      expect(text).toMatch(shown);
      // What shapes the pipeline comes first.
      if (name === 'sweep' || name === 'parameter') expect(rows[0]).toContain('THREAD_COUNT');
    }
  });

  it.each(nextThemes())('the walkthrough in %s', async (theme) => {
    await session.setTheme(theme);
    // Beside another editor there is no room for its pictures.
    await session.command('View: Close All Editors');
    await own('openWalkthrough');
    const steps = session.page.locator('.gettingStartedContainer .getting-started-step');
    await steps.first().waitFor();
    expect(await steps.count()).toBe(5);
    for (let step = 0; step < 5; step++) {
      await steps.nth(step).click();
      await session.page.waitForTimeout(250);
      await picture(`walkthrough-${step + 1}`, theme);
    }
  });

  it.each([nextThemes()])('the settings in %s and %s', async (...themes) => {
    const { page, command } = session;
    await command('View: Close All Editors');
    await command('Preferences: Open Settings (UI)');
    await page.locator('.settings-editor .suggest-input-container').click();
    await page.keyboard.type('@ext:ascendcl-performance.ascendcl-performance');
    const description = page.locator('.setting-item-description', { hasText: /acl-perf calibrate/ });
    await description.first().waitFor();
    if (locale === 'zh-cn') expect(await description.first().innerText()).toMatch(/[\u4e00-\u9fff]/);
    for (const theme of themes) {
      await session.setTheme(theme);
      await picture('settings', theme);
    }
  });
}
