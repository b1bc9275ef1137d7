/** In Chinese, in Restricted Mode, and with several folders. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keepPicture } from './support/pictures.ts';
import { openSession } from './support/session.ts';
import type { Session } from './support/session.ts';
import { copyExamples, multiRoot } from './support/workspace.ts';

const qps = '.statusbar-item[id*="ascendcl.qps"]';

describe('in Simplified Chinese', () => {
  const { folder, file } = copyExamples('chinese', 'sync-infer');
  const configuration = '.acl-perf.json';
  let session: Session;

  beforeAll(async () => {
    writeFileSync(join(folder, configuration), '{\n  "device": "ascend310"\n}\n');
    session = await openSession({
      name: 'ui-zh',
      workspace: folder,
      file: file('sync-infer'),
      locale: 'zh-cn',
      theme: 'light',
    });
  });
  afterAll(() => session.end());

  it('manifest, panel and findings are Chinese', async () => {
    const { page } = session;
    await page.locator(qps).waitFor({ timeout: 60_000 });
    await session.command('AscendCL: 预测流水线吞吐量');
    const panel = session.side();
    await panel.getByText('帧/秒').first().waitFor({ timeout: 30_000 });
    expect(await panel.locator('main').innerText()).toContain('利用率');
    await panel.locator('.chart canvas').waitFor();
    await page.keyboard.press('Control+Shift+M');
    const row = page.locator('.markers-panel .monaco-list-row', { hasText: 'aclmdlExecute' }).first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(/[\u4e00-\u9fff]/);
    await session.screenshot('panel-zh-cn');
    await keepPicture(page, 'panel-zh-cn', 'panel.zh-cn');
  });

  it('a configuration is explained in Chinese', async () => {
    const { page } = session;
    await session.openFile(configuration);
    const key = page.locator('.view-line span', { hasText: 'device' }).last();
    await key.waitFor({ timeout: 60_000 });
    const explained = page.locator('.monaco-hover', { hasText: '程序所运行的设备' });
    const hover = async (): Promise<number> => {
      await key.hover();
      await page.waitForTimeout(700);
      const shown = await explained.count();
      await page.mouse.move(0, 0);
      return shown;
    };
    await expect.poll(hover, { timeout: 30_000 }).toBeGreaterThan(0);
  });
});

describe('in Restricted Mode, with two folders', () => {
  it('both programs are predicted', async () => {
    const { workspace, file } = multiRoot('restricted', 'sync-infer', 'full-batch1');
    const session = await openSession({
      name: 'ui-restricted',
      workspace,
      file: file('sync-infer'),
      workspaceTrust: true,
    });
    try {
      const { page } = session;
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.waitFor({ timeout: 15_000 }).catch(() => undefined);
      if (await dialog.isVisible())
        await dialog
          .getByRole('button', { name: /No,|Don't|Restricted/ })
          .first()
          .click();
      await page.locator(qps).waitFor({ timeout: 60_000 });
      await page.getByText('Restricted Mode').first().waitFor();
      await session.command('AscendCL: Predict Pipeline Throughput');
      const choice = session.side().getByLabel('Program').locator('option');
      await expect.poll(() => choice.count(), { timeout: 30_000 }).toBe(2);
      await session.screenshot('restricted-multi-root');
    } finally {
      await session.end();
    }
  });
});
