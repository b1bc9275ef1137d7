import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sections } from '../../src/webview/protocol.ts';
import { violations } from './support/axe.ts';
import { shown, themeNames } from './support/page.ts';
import { openPanel } from './support/panel.ts';
import { comparisonOf, reportOf } from './support/program.ts';

const report = reportOf('full-pipeline');

async function planned(page: Page): Promise<void> {
  await page.getByLabel('Frames per second').fill('600');
  await page.getByText('More').click();
  await page.getByRole('button', { name: 'Plan' }).click();
  await page.getByRole('button', { name: 'Open the program' }).waitFor();
}

describe.each(themeNames)('in %s', (theme) => {
  it.each(['en', 'zh-cn'] as const)('the side panel has no violation in %s', async (locale) => {
    const panel = await openPanel({ view: 'side', theme, locale, report });
    await panel.page.locator('.card').first().waitFor();
    await panel.page.locator('.twin summary').first().click();
    await panel.picture(`side-${theme}-${locale}`);
    expect(await violations(panel.page)).toEqual([]);
    expect(panel.problems).toEqual([]);
  });

  it.each(sections)('the section %s of the full panel has no violation', async (section) => {
    const state = { comparison: comparisonOf(report) };
    const panel = await openPanel({ view: 'full', theme, report, section, state });
    await panel.page.locator(shown[section]).first().waitFor();
    if (section === 'curves') {
      await panel.page.getByLabel('Values').first().fill('1..4');
      await panel.page.getByRole('button', { name: 'Run sweep' }).click();
      await panel.page.getByText('Best').first().waitFor();
    }
    if (section === 'plan') await planned(panel.page);
    await panel.picture(`full-${section}-${theme}`);
    expect(await violations(panel.page)).toEqual([]);
    expect(panel.problems).toEqual([]);
  });

  it.each(['empty', 'starting', 'failed'] as const)('the state %s has no violation', async (phase) => {
    const state = { phase, ...(phase === 'failed' && { problem: 'The prediction failed: no such engine.' }) };
    const panel = await openPanel({ view: 'side', theme, height: 300, state });
    await panel.page.locator('.empty').waitFor();
    await panel.picture(`side-${phase}-${theme}`);
    expect(await violations(panel.page)).toEqual([]);
  });
});
