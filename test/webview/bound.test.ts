/** The picture of the bound and the waterfall of a frame, with what a screen reader has of them. */
import { describe, expect, it } from 'vitest';
import { openPanel } from './support/panel.ts';
import { boundPartsOf, reportOf } from './support/program.ts';

const report = reportOf('full-pipeline');

describe('what binds', () => {
  it('is said in a sentence, drawn on one scale, and stands in a table', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'bound' });
    const keys = page.locator('.keys').first();
    await keys.waitFor();
    expect(await keys.innerText()).toMatch(/predicted .*measured .*bound /s);
    const parts = boundPartsOf(report.pipeline, 'en');
    const qps = report.prediction.qps;
    const best = [...parts].sort((a, b) => (b.freed ?? 0) - (a.freed ?? 0))[0];
    if ((best?.freed ?? 0) > qps)
      expect(await page.locator('.summary').first().innerText()).toContain(
        `${best?.name} holds the rate most`,
      );
    await page.locator('.twin summary').first().click();
    const rows = page.locator('.twin').first().locator('tbody tr');
    await expect.poll(() => rows.count()).toBe(parts.length);
    expect(await rows.first().innerText()).toContain(parts[0]?.name);
    expect(await page.locator('canvas').first().getAttribute('aria-label')).toContain(parts[0]?.name);
  });

  it('has the stages of a frame beside it, each with its wait and its work', async () => {
    const panel = await openPanel({ view: 'full', report, section: 'bound' });
    const { page } = panel;
    await page.getByRole('heading', { name: 'Where a frame’s time goes' }).waitFor();
    await page.locator('.twin summary').nth(1).click();
    const rows = page.locator('.twin').nth(1).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toContain(report.prediction.criticalPath[0]?.what);
    await page.waitForTimeout(500);
    for (const theme of ['dark', 'light', 'hc-black'] as const) {
      await panel.setTheme(theme);
      await page.waitForTimeout(300);
      await panel.picture(`bound-${theme}`);
    }
  });

  it('fits a narrow page, in Chinese', async () => {
    const panel = await openPanel({
      view: 'full',
      report,
      section: 'bound',
      width: 300,
      locale: 'zh-cn',
      theme: 'light',
    });
    await panel.page.locator('.keys').first().waitFor();
    await panel.page.waitForTimeout(500);
    await panel.picture('bound-narrow-zh-cn');
    expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
  });
});
