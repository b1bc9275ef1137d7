/** What the source does not tell, asked in the panel: in which order, in what words, and where the answers go. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ProgramReport } from '../../src/server/protocol.ts';
import { violations } from './support/axe.ts';
import { OPEN_PROGRAM, openedReport } from './support/opened.ts';
import { themeNames } from './support/page.ts';
import { openPanel } from './support/panel.ts';
import type { PanelOptions } from './support/page.ts';

const open = (report: ProgramReport, options: Partial<PanelOptions> = {}) =>
  openPanel({ view: 'side', ...options, state: { report, phase: 'ready' } });

async function labels(page: Page, within = '.cards'): Promise<string[]> {
  const all = page.locator(`${within} .set label`);
  await all.first().waitFor();
  return all.allInnerTexts();
}

describe('what the source does not tell', () => {
  it('is asked once each, that first which moves the rate most, with the rates that it would be', async () => {
    const report = await openedReport(OPEN_PROGRAM);
    const { page } = await open(report);
    const list = page.getByRole('region', { name: /^Unknown/ }).locator('> .cards > .card');
    await list.first().waitFor();
    const asked = await labels(page);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.filter((name) => name === 'fscanf_ms')).toHaveLength(1);
    // Both calls of fscanf.
    const fscanf = page.locator('.card', { hasText: 'fscanf_ms' }).locator('.places button');
    expect(await fscanf.allInnerTexts()).toEqual(['main.cpp:20', 'main.cpp:21']);
    const changes = (await list.locator('.gain:first-child strong').allInnerTexts()).map((text) => {
      const [before, after] = text.split(' → ').map((one) => Number(one.replace(',', '')));
      return Math.abs(Math.log((after ?? 0) / (before ?? 1)));
    });
    expect(changes.length).toBeGreaterThan(1);
    expect(changes).toEqual([...changes].sort((a, b) => b - a));
    expect(await list.first().locator('.where').first().innerText()).toMatch(
      /^Default: .*\(.*(assumed|estimated)/,
    );
  });

  it('goes to where the user wants its answers, and the keyboard on to the next question', async () => {
    const { page, asked } = await open(await openedReport(OPEN_PROGRAM));
    const [first = '', second = ''] = await labels(page, 'section > .cards');
    await page.getByLabel('Answers go to').selectOption('a comment in the source');
    await page.getByLabel(first, { exact: true }).fill('2');
    await page.getByLabel(first, { exact: true }).press('Enter');
    await expect.poll(() => asked.at(-1)?.params).toEqual({ name: first, value: 2, to: 'source' });
    expect(
      await page.getByLabel(second, { exact: true }).evaluate((one) => one === document.activeElement),
    ).toBe(true);
    await page.getByText('Written: main.cpp:12. Save the file to keep it.').waitFor();
    await page.getByLabel('Answers go to').selectOption('settings');
    await page.getByRole('button', { name: `Set ${second}` }).click();
    await expect.poll(() => asked.at(-1)?.params).toMatchObject({ name: second, to: 'settings' });
  });

  it('says why an answer could not be written', async () => {
    const refused = { places: [], remarks: [], notWritten: [{ name: 'x', reason: 'no comment can say it' }] };
    const { page } = await open(await openedReport(OPEN_PROGRAM), { answers: { answer: () => refused } });
    await page.locator('.set button').first().click();
    await page.getByText('Not written: x: no comment can say it.').waitFor();
  });

  it('that is settled is folded away, and can be taken back', async () => {
    const parameters = { cv_resize_ms: 2.5 };
    const { page, asked } = await open(await openedReport(OPEN_PROGRAM, { parameters }));
    await page.locator('summary', { hasText: 'Settled (1)' }).click();
    const settled = page.locator('.fold .card', { hasText: 'cv_resize_ms' });
    expect(await settled.innerText()).toMatch(/Without it: [\d.]+ ms/);
    expect(await labels(page, 'section > .cards')).not.toContain('cv_resize_ms');
    await page.getByRole('button', { name: 'Take back cv_resize_ms' }).click();
    await expect.poll(() => asked.at(-1)?.params).toEqual({ name: 'cv_resize_ms', value: null });
  });

  it('and hardly changes the rate stands behind a line of its own', async () => {
    const { page } = await open(await openedReport(readFileSync('examples/sync-infer/main.cpp', 'utf8')));
    await page.locator('summary', { hasText: /^Hardly any effect/ }).click();
    expect(await labels(page, '.fold')).toContain('resnet50_aipp_bs1_output_bytes');
    expect(await page.locator('.unknown .gain').count()).toBe(0);
  });

  it.each(['en', 'zh-cn'] as const)('reads well in %s in all themes and at 240 px', async (locale) => {
    const report = await openedReport(OPEN_PROGRAM, { locale, parameters: { cv_resize_ms: 2.5 } });
    for (const theme of themeNames) {
      const panel = await open(report, { theme, locale, width: 240 });
      await panel.page.locator('.fold > summary').last().click();
      expect(await panel.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(240);
      await panel.picture(`unknowns-${theme}-${locale}`);
      expect(await violations(panel.page)).toEqual([]);
      expect(panel.problems).toEqual([]);
      await panel.page.close();
    }
  });
});
