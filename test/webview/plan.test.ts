/** The plan page: a wish, what it comes to, and its program as a document; with and without a program that is open. */
import { describe, expect, it } from 'vitest';
import { violations } from './support/axe.ts';
import { openPanel } from './support/panel.ts';
import { planOf } from './support/plan.ts';
import { reportOf } from './support/program.ts';

const report = reportOf('full-pipeline');

describe('the plan', () => {
  it('takes a wish by keyboard, shows the design, and opens its program and its Pipeline', async () => {
    const panel = await openPanel({ view: 'full', report, section: 'plan' });
    const { page, asked } = panel;
    const rate = page.getByLabel('Frames per second');
    await rate.fill('600');
    await page.getByLabel('Latency').fill('20');
    await page.getByLabel('Device', { exact: true }).selectOption('ascend310p3');
    await rate.press('Enter');
    await page.getByRole('cell', { name: '86 %' }).waitFor();
    expect(asked.filter(({ name }) => name === 'plan')).toEqual([
      {
        name: 'plan',
        params: {
          ...{ model: 'resnet50', device: 'ascend310p3', input: 'jpeg', rate: 600, p99Ms: 20 },
          ...{ width: 1920, height: 1080, modelWidth: 224, modelHeight: 224 },
          ...{ batches: [1, 2, 4, 8, 16, 32, 64], mostDevices: 8 },
        },
      },
    ]);
    await page.getByRole('button', { name: 'Open the program (C++)' }).click();
    await page.getByRole('button', { name: 'Open the Pipeline (JSON)' }).click();
    await expect
      .poll(() => asked.slice(-2))
      .toMatchObject([
        { name: 'openDraft', params: { language: 'cpp', text: 'int main() {}\n' } },
        { name: 'openDraft', params: { language: 'json' } },
      ]);
    expect(panel.problems).toEqual([]);
  });

  it('keeps what was typed and found while programs change and other views are open', async () => {
    const panel = await openPanel({ view: 'full', report, section: 'plan' });
    const { page } = panel;
    await page.getByLabel('Frames per second').fill('600');
    await page.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('cell', { name: '86 %' }).waitFor();
    await page.getByLabel('Latency').fill('1');
    panel.send('state', panel.state);
    await page.getByRole('tab', { name: 'Curves' }).click();
    await page.getByRole('tab', { name: 'Plan' }).click();
    panel.send('state', { ...panel.state, report: null, phase: 'empty' });
    await page.getByRole('button', { name: 'Back' }).waitFor();
    expect(await page.getByLabel('Frames per second').inputValue()).toBe('600');
    expect(await page.getByLabel('Latency').inputValue()).toBe('1');
    expect(await page.getByRole('cell', { name: '86 %' }).isVisible()).toBe(true);
    expect(await violations(page)).toEqual([]);
  });

  it('says at its place what is no wish, and asks for none such', async () => {
    const { page, asked } = await openPanel({ view: 'full', report, section: 'plan' });
    const plan = page.getByRole('button', { name: 'Plan' });
    await plan.click();
    await page.getByText('Say what you want: frames per second, a latency, or both.').waitFor();
    await page.getByLabel('Frames per second').fill('100');
    const width = page.getByLabel('Picture width');
    await width.fill('1');
    await plan.click();
    expect(await width.getAttribute('aria-invalid')).toBe('true');
    expect(await width.evaluate((input) => input === document.activeElement)).toBe(true);
    await width.fill('640');
    await page.getByText('More').click();
    await page.getByLabel('Time of an execution').fill('3');
    await page.getByText('More').click();
    await plan.click();
    await page.getByText('A time is that of one batch: name one batch with it.').waitFor();
    const batches = page.getByLabel('Batches of the model');
    await page.getByText('More').click();
    for (const text of ['', '0', '1.5', '4,x', '2000']) {
      await batches.fill(text);
      await page.getByText('More').click();
      await plan.click();
      expect(await batches.isVisible()).toBe(true);
    }
    await page.getByLabel('Model', { exact: true }).fill('  ');
    await plan.click();
    await page.getByText('The name of a model is needed.').waitFor();
    expect(asked.filter(({ name }) => name === 'plan')).toEqual([]);
    await page.getByLabel('Frames come as').selectOption('tensor');
    expect(await width.isVisible()).toBe(false);
  });

  it('says why a wish cannot be had, and what went wrong', async () => {
    let refused: string | null = '9000 QPS cannot be had: AI Core is busy 93 % of the time.';
    const plan = () => {
      if (refused === null) throw new Error('no time is known');
      return { refused, design: null };
    };
    const { page } = await openPanel({ view: 'full', report, section: 'plan', answers: { plan } });
    await page.getByLabel('Frames per second').fill('9000');
    await page.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('alert').filter({ hasText: 'AI Core is busy 93 %' }).waitFor();
    expect(await page.getByRole('button', { name: 'Open the program' }).count()).toBe(0);
    refused = null;
    await page.getByRole('button', { name: 'Plan' }).click();
    await page.getByRole('alert').filter({ hasText: 'no time is known' }).waitFor();
    expect(await page.getByRole('button', { name: 'Plan' }).isEnabled()).toBe(true);
  });

  it.each([
    ['light', 'en', 1100],
    ['dark', 'zh-cn', 1100],
    ['light', 'zh-cn', 240],
    ['hc-black', 'en', 240],
  ] as const)('fits in %s, in %s, %d px wide', async (theme, locale, width) => {
    const panel = await openPanel({ view: 'full', section: 'plan', report, theme, locale, width });
    const { page } = panel;
    await page.locator('.plan input').nth(1).fill('600');
    await page.locator('.plan summary').click();
    await page.locator('.plan .primary').first().click();
    await page.getByText(planOf(locale === 'en' ? 'en' : 'zh').design?.assumed[0] ?? '').waitFor();
    await panel.picture(`plan-${theme}-${locale}-${String(width)}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await violations(page)).toEqual([]);
  });

  it('can be begun where there is no program', async () => {
    const { page, asked } = await openPanel({ view: 'side' });
    await page.getByRole('button', { name: 'Plan a program…' }).click();
    await expect.poll(() => asked).toEqual([{ name: 'openFull', params: { section: 'plan' } }]);
  });
});
