/** The panels in the real VS Code: what their controls do to the editor. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from './support/pictures.ts';
import { openSession } from './support/session.ts';
import type { Session } from './support/session.ts';
import { copyExamples } from './support/workspace.ts';

const { folder, file } = copyExamples('panel', 'sync-infer', 'full-batch1');
let session: Session;

/** Puts a line of the open source into the middle. */
async function goToLine({ page, command }: Session, line: number): Promise<void> {
  await command('View: Focus Active Editor Group');
  await page.keyboard.press('Control+G');
  await page.keyboard.type(String(line));
  await page.keyboard.press('Enter');
}

beforeAll(async () => {
  session = await openSession({ name: 'ui-panel', workspace: folder, file: file('full-batch1') });
  await session.page.locator('.statusbar-item[id*="ascendcl.qps"]').waitFor({ timeout: 60_000 });
});
afterAll(() => session.end());

describe('the panels', () => {
  it('the command shows the prediction in the side panel', async () => {
    await session.command('AscendCL: Predict Pipeline Throughput');
    const rate = session.side().locator('.rate .figure');
    await rate.waitFor({ timeout: 30_000 });
    expect(Number((await rate.innerText()).replace(',', ''))).toBeGreaterThan(100);
    await session.side().locator('.chart canvas').waitFor();
    await goToLine(session, 97);
    await session.page.locator('.codelens-decoration', { hasText: 'frame loop' }).first().waitFor();
    await session.page.waitForTimeout(500);
    await session.screenshot('panel-dark');
    await goToLine(session, 1);
  });

  it('opens the full panel beside the source', async () => {
    await session.side().getByRole('button', { name: 'Timeline' }).click();
    await session.full().locator('.lanes .rows').waitFor({ timeout: 30_000 });
    await session.page.waitForTimeout(600);
    await session.screenshot('timeline-dark');
  });

  it('finds the knee in a sweep', async () => {
    const full = session.full();
    await full.getByRole('tab', { name: 'Curves' }).click();
    await full.getByRole('button', { name: 'Run sweep' }).click();
    await full.locator('.summary', { hasText: /knee/i }).waitFor({ timeout: 60_000 });
    await session.page.waitForTimeout(500);
    await session.screenshot('curves-dark');
  });

  it('answers what-if and writes to the source', async () => {
    const full = session.full();
    await full.getByRole('tab', { name: 'What if' }).click();
    const threads = full.getByRole('spinbutton', { name: 'THREAD_COUNT' });
    await threads.fill('3');
    await threads.press('Enter');
    await expect.poll(() => full.locator('.pairs').innerText()).toMatch(/→/);
    await session.screenshot('whatif-dark');
    await full.getByRole('button', { name: 'Write to source' }).click();
    await session.page
      .locator('.view-line', { hasText: '#define THREAD_COUNT 3' })
      .waitFor({ timeout: 15_000 });
  });

  it('plan a program, and open it as a document that is predicted', async () => {
    await session.command('AscendCL: Plan a Program');
    const full = session.full();
    await full.getByLabel('Frames per second').fill('150');
    await full.getByRole('button', { name: 'Plan' }).click();
    const open = full.getByRole('button', { name: 'Open the program (C++)' });
    await open.waitFor({ timeout: 120_000 });
    await session.screenshot('plan-dark');
    await open.click();
    await session.page.locator('.view-line', { hasText: 'QUEUE_DEPTH' }).first().waitFor();
    await session.screenshot('plan-program');
    await session.command('View: Revert and Close Editor');
  });

  it('gave the pictures of the documentation', async () => {
    const pictures = {
      'panel-dark': 'panel',
      'timeline-dark': 'timeline',
      'curves-dark': 'curves',
      'whatif-dark': 'whatif',
    };
    for (const [from, to] of Object.entries(pictures)) {
      await keepPicture(session.page, from, to);
    }
  });
});
