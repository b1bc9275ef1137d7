/** What a user sees around the source: squiggle, hover, code lens, status bar, problems, tree, walkthrough. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from './support/pictures.ts';
import { openSession } from './support/session.ts';
import type { Session } from './support/session.ts';
import { copyExamples } from './support/workspace.ts';

const { folder, file } = copyExamples('editor', 'sync-infer', 'full-batch1');
let session: Session;

beforeAll(async () => {
  session = await openSession({ name: 'ui-editor', workspace: folder, file: file('sync-infer') });
});
afterAll(() => session.end());

/** The view that has just opened may take the focus, and with it the key: then once more. */
async function goToLine(line: number): Promise<void> {
  const { page } = session;
  const input = page.locator('.quick-input-widget input');
  await expect
    .poll(
      async () => {
        if (!(await input.isVisible())) await page.keyboard.press('Control+g');
        return input.isVisible();
      },
      { timeout: 15_000, interval: 500 },
    )
    .toBe(true);
  await input.fill(`:${line}`);
  await page.keyboard.press('Enter');
  await page.waitForTimeout(300);
}

describe('the editor', () => {
  it('tells the rate in the status bar', async () => {
    const item = session.page.locator('.statusbar-item[id*="ascendcl.qps"]', { hasText: 'QPS' });
    await item.waitFor({ timeout: 60_000 });
    expect(await item.innerText()).toMatch(/\d+ QPS/);
  });

  it('tells of program, range and bottleneck on hover over the status bar', async () => {
    const { page } = session;
    await page.locator('.statusbar-item[id*="ascendcl.qps"]').hover();
    const tooltip = page.locator('.monaco-hover', { hasText: 'range' }).last();
    await tooltip.waitFor();
    expect(await tooltip.locator('strong').first().innerText()).toBe('sync-infer');
    expect(await tooltip.innerText()).toMatch(/Predicted\s[\d.]+\sframes\/s\s\(range\s\d.*\)\s+\S.*%/);
    await session.screenshot('status-dark');
    await page.mouse.move(700, 300);
  });

  it('underlines the call', async () => {
    await session.page.locator('.monaco-editor .view-lines').first().click();
    await goToLine(114);
    await session.page.locator('.squiggly-warning').first().waitFor();
  });

  it('explains it on hover, with the gain', async () => {
    const { page } = session;
    // What the call costs stands between its name and what it is given.
    const line = page.locator('.view-line', { hasText: /aclmdlExecute.*\(/ });
    await line
      .locator('span', { hasText: /^aclmdlExecute$/ })
      .first()
      .hover();
    const hover = page.locator('.monaco-hover:not(.hidden)', { hasText: 'QPS' }).first();
    await hover.waitFor();
    expect(await hover.innerText()).toMatch(/\d+ → \d+ QPS/);
    await session.screenshot('hover-dark');
    await page.keyboard.press('Escape');
  });

  it('has a code lens with the rate', async () => {
    const lens = session.page.locator('.codelens-decoration', { hasText: 'QPS' }).first();
    await lens.waitFor();
    await session.screenshot('codelens-dark');
  });

  it('lists the finding among the problems', async () => {
    const { page } = session;
    await page.keyboard.press('Control+Shift+M');
    await page.locator('.markers-panel .monaco-list-row', { hasText: 'aclmdlExecute' }).first().waitFor();
    await page.keyboard.press('Control+Shift+M');
  });

  it('marks lines by their share of the time', async () => {
    await session.page
      .locator('.glyph-margin-widgets [class*="ced-"], .glyph-margin-widgets .codicon')
      .first()
      .waitFor();
  });

  it('shows the page of a rule, picked from the list', async () => {
    const { page } = session;
    // On a finding the command shows the page of that one.
    await goToLine(1);
    await session.command('AscendCL: Show Rule Documentation');
    const list = page.locator('.quick-input-list');
    await page.locator('.quick-input-title', { hasText: 'Rule to read about' }).waitFor();
    await page.locator('.quick-input-widget input').fill('sync-model-execute');
    await list.locator('.monaco-list-row', { hasText: 'sync-model-execute-in-loop' }).click();
    const preview = page.frameLocator('iframe.webview.ready').last().frameLocator('#active-frame');
    await preview.getByRole('heading', { level: 1 }).waitFor();
    expect(await preview.locator('body').innerText()).toContain('aclmdlExecuteAsync');
    await session.screenshot('rule-dark');
    await page.keyboard.press('Control+w');
  });

  it('shows the pipeline as a tree, and goes to the source from it', async () => {
    const { page } = session;
    await goToLine(1);
    await page.locator('.activitybar .action-label[aria-label^="AscendCL"]').click();
    const row = page
      .locator('.pane[aria-label^="Pipeline"] .monaco-list-row, .pane-body .monaco-list-row', {
        hasText: 'aclmdlExecute',
      })
      .first();
    await row.click();
    await expect
      .poll(() => page.locator('.statusbar-item[id*="status.editor.selection"]').innerText())
      .toContain('Ln 114');
    await session.screenshot('tree-dark');
  });

  it('has a walkthrough whose first step opens an example', async () => {
    const { page, command } = session;
    await command('AscendCL: Get Started');
    await page.locator('.gettingStartedContainer', { hasText: 'Open an example' }).waitFor();
    await page.waitForTimeout(800);
    await session.screenshot('walkthrough-dark');
    await page.getByRole('button', { name: 'Open the Example' }).first().click();
    await page.locator('.tab', { hasText: 'main.cpp' }).nth(1).waitFor();
  });

  it('gave the pictures of the documentation', async () => {
    for (const name of ['hover', 'tree']) {
      await keepPicture(session.page, `${name}-dark`, name);
    }
  });
});
