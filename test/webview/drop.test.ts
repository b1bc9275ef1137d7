/** Measurements dropped on the panel: a real drag of files and folders, as the system gives it to the browser. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textToBytes } from '../../src/server/protocol-bytes.ts';
import { openPanel } from './support/panel.ts';
import { reportOf } from './support/program.ts';

interface Dragged {
  items: { mimeType: string; data: string }[];
  files?: string[];
}
const ofFolder = (): Dragged => ({ items: [], files: [join(folder, 'PROF_1')] });

/** Gives what moves it over the page, and what drops it. */
async function dragged(page: Page, data: Dragged) {
  await page.locator('.drop-hint').waitFor({ state: 'attached' });
  const devtools = await page.context().newCDPSession(page);
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', {
      type,
      x: 200,
      y: 200,
      data: { ...data, dragOperationsMask: 1 },
    });
  await send('dragEnter');
  return { over: () => send('dragOver'), drop: () => send('drop') };
}

async function drop(page: Page, data: Dragged): Promise<void> {
  const { over, drop: release } = await dragged(page, data);
  // It can be dropped where the page has said so.
  const hint = async () => {
    await over();
    return page.locator('.drop-hint').innerText();
  };
  await expect.poll(hint, PATIENT).toContain('PROF_*');
  await release();
}

const PATIENT = { timeout: 30_000 };

const report = reportOf('full-pipeline');
const LOG = 'loop_count = 1 QPS = 351\n';
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dropped-'));
  const run = join(folder, 'PROF_1');
  mkdirSync(join(run, 'device_0/data'), { recursive: true });
  writeFileSync(join(run, 'run.log'), LOG);
  writeFileSync(join(run, 'device_0/op_summary.csv'), 'a,b\n'.repeat(200_000));
  writeFileSync(join(run, 'device_0/data/raw.slice_0'), 'raw');
  writeFileSync(join(run, 'large.json'), '');
  truncateSync(join(run, 'large.json'), 65 * 1024 * 1024);
  // Nothing of these may be read: they lead out, or never end.
  symlinkSync('/etc/passwd', join(run, 'secret.log'));
  symlinkSync('/etc', join(run, 'elsewhere'));
  execFileSync('mkfifo', [join(run, 'pipe.csv')]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
});

describe('what is dropped on the panel', () => {
  it.each(['side', 'full'] as const)('of a folder, the measurements in it on the %s one', async (view) => {
    const { page, asked, problems } = await openPanel({ view, report });
    await drop(page, ofFolder());
    await expect.poll(() => asked.at(-1)?.name, PATIENT).toBe('dropEnd');
    const sent = new Map<string, string>();
    for (const { name, params } of asked) {
      if (name !== 'dropPiece') continue;
      const { file, bytes } = params as { file: string; bytes: string };
      sent.set(file, (sent.get(file) ?? '') + new TextDecoder().decode(textToBytes(bytes)));
    }
    expect([...sent.keys()]).toEqual(['PROF_1/run.log', 'PROF_1/device_0/op_summary.csv']);
    expect(sent.get('PROF_1/run.log')).toBe(LOG);
    expect(sent.get('PROF_1/device_0/op_summary.csv')).toHaveLength(800_000);
    expect(asked.at(-1)?.params).toEqual({ leftOut: ['PROF_1/large.json'] });
    expect(problems).toEqual([]);
  });

  it('from a list of addresses, these', async () => {
    const { page, asked } = await openPanel({ view: 'full', report });
    const data = '# from the explorer\r\nfile:///a/PROF_1\r\nfile:///b/run.log\r\n';
    await drop(page, { items: [{ mimeType: 'text/uri-list', data }] });
    await expect
      .poll(() => asked.at(-1), PATIENT)
      .toEqual({ name: 'dropUris', params: { uris: ['file:///a/PROF_1', 'file:///b/run.log'] } });
  });

  it('is no longer asked for once the workbench has taken the drag away', async () => {
    const { page } = await openPanel({ view: 'side', report });
    const hint = page.locator('.drop-hint');
    const { over } = await dragged(page, ofFolder());
    await expect.poll(async () => (await over(), hint.innerText()), PATIENT).toMatch(/^Hold Shift and drop/);
    await expect.poll(() => hint.innerText(), PATIENT).toBe('');
  });

  it('is asked for in words while it is over the page; a text is nothing to drop', async () => {
    const { page, asked } = await openPanel({ view: 'full', report, locale: 'zh-cn' });
    const hint = page.locator('.drop-hint');
    const text = await dragged(page, { items: [{ mimeType: 'text/plain', data: 'hello' }] });
    await text.over();
    await text.drop();
    expect(await hint.innerText()).toBe('');
    const { over } = await dragged(page, ofFolder());
    await expect.poll(async () => (await over(), hint.innerText()), PATIENT).toMatch(/拖放 PROF_\*/);
    expect(asked.filter(({ name }) => name.startsWith('drop'))).toEqual([]);
  });
});
