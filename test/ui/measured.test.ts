/** A profiler's folder dropped on the panel in the real VS Code: what was measured stands beside what is predicted. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropOnSide } from './support/drag.ts';
import { keepPicture } from './support/pictures.ts';
import { openSession, root } from './support/session.ts';
import type { Session } from './support/session.ts';
import { copyExamples } from './support/workspace.ts';

const { folder, file } = copyExamples('measured', 'sync-infer');
/** Outside of the workspace, as what comes from a device is. */
const run = join(root, 'dist/test/ui/measured-run/PROF_1');

/** When the device was started, us. */
const ORIGIN_US = 1_700_000_000_000;

/** A pass of the example as msprof records it: 4 ms in the call, 3.8 of them on the device. */
function pass(number: number): object[] {
  const ts = ORIGIN_US + number * 4100;
  const args = { connection_id: number };
  const onDevice = { ...args, 'Task Type': 'AI_CORE', 'Model Id': 1, 'Stream Id': 3 };
  return [
    {
      name: 'AscendCL@aclmdlExecute',
      ph: 'X',
      pid: 1,
      tid: 7,
      ts,
      dur: 4000,
      args: { ...args, level: 'acl' },
    },
    { name: 'conv', ph: 'X', pid: 2, tid: 3, ts: ts + 100, dur: 3800, args: onDevice },
  ];
}

let session: Session;

beforeAll(async () => {
  const record = join(run, 'mindstudio_profiler_output/msprof_1.json');
  rmSync(run, { recursive: true, force: true });
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, JSON.stringify(Array.from({ length: 300 }, (_, i) => pass(i)).flat()));
  session = await openSession({ name: 'ui-measured', workspace: folder, file: file('sync-infer') });
  await session.page.locator('.statusbar-item[id*="ascendcl.qps"]').waitFor({ timeout: 60_000 });
  await session.command('AscendCL: Predict Pipeline Throughput');
  await session.side().locator('.rate .figure').waitFor();
});
afterAll(() => session.end());

describe('a folder of a profiler, dropped on the panel', () => {
  it('puts measured beside predicted on the line of the call', async () => {
    await dropOnSide(session, run);
    const lines = session
      .full()
      .getByRole('region', { name: 'Lines as recorded and as predicted, ms a call' });
    await lines.getByRole('button', { name: 'main.cpp:114 aclmdlExecute' }).click();
    await session.page
      .locator('.codelens-decoration', { hasText: /measured 4\sms · predicted 2\.84\sms/ })
      .waitFor();
    await session.page.locator('.view-line', { hasText: /aclmdlExecute.*measured\s4\sms/ }).waitFor();
  });

  it('puts the recorded lanes above the predicted ones', async () => {
    const full = session.full();
    await full.getByRole('tab', { name: 'Timeline' }).click();
    await full.locator('.lanes .rows').waitFor();
    await session.page.waitForTimeout(1000);
    await session.screenshot('measured-dark');
    await full.locator('.twin summary').click();
    const lanes = await full.locator('.twin tbody th, .twin tbody td:first-child').allInnerTexts();
    expect(lanes.slice(0, 3)).toEqual(['Measured: AI_CORE', 'Measured: main', 'AI Core']);
  });

  it('gave the picture of the documentation', async () => {
    await keepPicture(session.page, 'measured-dark', 'measured');
  });
});
