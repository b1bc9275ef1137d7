/** What the panels change and write in the real VS Code: a fix, a number that was open, a picture. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPEN_THREADS } from '../support/acl-perf.ts';
import { openSession } from './support/session.ts';
import type { Session } from './support/session.ts';
import { copyExamples } from './support/workspace.ts';

const { folder, file } = copyExamples('changes', 'sync-infer');
const open = join(folder, 'open.cpp');
let session: Session;

/** Empty for a file that is not there yet. */
const textOf = (path: string): string => (existsSync(path) ? readFileSync(path, 'latin1') : '');

const rate = async (): Promise<number> =>
  Number((await session.side().locator('.rate .figure').innerText()).replace(',', ''));

/** The bar says what is predicted of the program in the editor. */
const bar = (): Promise<string> =>
  session.page.locator('.statusbar-item[id*="ascendcl.qps"]').innerText({ timeout: 60_000 });

beforeAll(async () => {
  writeFileSync(open, OPEN_THREADS);
  session = await openSession({ name: 'ui-changes', workspace: folder, file: file('sync-infer') });
  const item = session.page.locator('.statusbar-item[id*="ascendcl.qps"]', { hasText: 'QPS' });
  await item.waitFor({ timeout: 60_000 });
  await session.command('AscendCL: Predict Pipeline Throughput');
  await session.side().locator('.rate .figure').waitFor({ timeout: 30_000 });
});
afterAll(() => session.end());

describe('the panels', () => {
  it('apply a fix to the source, and predict what it brings', async () => {
    const before = await rate();
    const fix = session.side().locator('.card', { hasText: 'aclmdlExecuteAsync' }).first();
    await fix.getByRole('button', { name: 'Apply' }).click();
    await expect.poll(rate, { timeout: 30_000 }).toBeGreaterThan(before * 1.05);
    await expect.poll(bar, { timeout: 15_000 }).toMatch(/\(\+\d+\s?%\)/);
    await session.command('View: Focus Active Editor Group');
    await session.command('File: Save');
    await expect.poll(() => textOf(file('sync-infer')), { timeout: 15_000 }).toContain('aclmdlExecuteAsync(');
    await expect.poll(bar, { timeout: 15_000 }).toMatch(/QPS$/);
  });

  it('write a picture of the timeline where the dialog says', async () => {
    await session.side().getByRole('button', { name: 'Timeline' }).click();
    const full = session.full();
    await full.locator('.lanes .rows').waitFor({ timeout: 30_000 });
    await full.locator('summary', { hasText: 'Export' }).click();
    await full.getByRole('button', { name: 'Picture (PNG)' }).click();
    const input = session.page.locator('.quick-input-widget input');
    await expect.poll(() => input.inputValue(), { timeout: 15_000 }).toMatch(/\.png$/);
    const picture = join(folder, 'timeline.png');
    await input.fill(picture);
    await session.page.keyboard.press('Enter');
    await expect.poll(() => textOf(picture).slice(1, 4), { timeout: 15_000 }).toBe('PNG');
  });

  it('follow the editor to another program', async () => {
    const { page } = session;
    await session.openFile('open.cpp');
    const choice = session.side().locator('select').first();
    await expect.poll(() => choice.inputValue(), { timeout: 15_000 }).toBe('open');
    await page.locator('.tab', { hasText: 'main.cpp' }).click();
    await expect.poll(() => choice.inputValue(), { timeout: 15_000 }).toBe('sync-infer');
    await page.locator('.tab', { hasText: 'open.cpp' }).click();
    await expect.poll(() => choice.inputValue(), { timeout: 15_000 }).toBe('open');
  });

  it('set a number that the source leaves open', async () => {
    const field = session.side().getByRole('spinbutton', { name: 'argv_1' });
    await field.waitFor({ timeout: 30_000 });
    expect(await session.side().locator('main').innerText()).toContain('How many threads there are');
    await field.fill('4');
    await field.press('Enter');
    const settings = join(folder, '.vscode/settings.json');
    await expect
      .poll(() => textOf(settings).replace(/\s/g, ''), { timeout: 15_000 })
      .toContain('{"argv_1":4}');
    await session.side().locator('summary', { hasText: 'Settled (1)' }).click({ timeout: 30_000 });
    await session.screenshot('settled');
    await session.side().getByRole('button', { name: 'Take back argv_1' }).click();
    await expect.poll(() => textOf(settings), { timeout: 15_000 }).not.toContain('argv');
  });
});
