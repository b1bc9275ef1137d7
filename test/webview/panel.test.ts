import { describe, expect, it } from 'vitest';
import { utilizationRows } from '../../src/webview/charts/utilization.ts';
import { resourceName } from '../../src/webview/words.ts';
import { openPanel } from './support/panel.ts';
import { reportOf } from './support/program.ts';

const report = reportOf('full-pipeline');
const binding = resourceName(report.prediction.bottleneck.resource);

describe('the side panel', () => {
  it('shows the predicted rate, its range and the bottleneck', async () => {
    const { page } = await openPanel({ view: 'side', report });
    const shown = page.locator('.headline');
    await shown.waitFor();
    expect(await page.locator('.rate .figure').innerText()).toBe(String(Math.round(report.prediction.qps)));
    expect(await shown.innerText()).toContain(`${Math.round(report.prediction.qpsRange[0])} – `);
    expect(await page.locator('.pace').innerText()).toContain(binding);
  });

  it('draws the utilization, and says the same in a table', async () => {
    const { page } = await openPanel({ view: 'side', report });
    const canvas = page.locator('.chart canvas');
    await canvas.waitFor();
    await page.waitForTimeout(600);
    const painted = await canvas.evaluate((element) => {
      const picture = element as HTMLCanvasElement;
      const data = picture.getContext('2d')?.getImageData(0, 0, picture.width, picture.height).data ?? [];
      return data.some((value) => value !== 0);
    });
    expect(painted).toBe(true);
    expect(await canvas.getAttribute('aria-label')).toContain('AI Core');
    await page.locator('.twin summary').first().click();
    const rows = page.locator('.twin tbody tr');
    // The table is filled when it is opened.
    await rows.nth(4).waitFor();
    expect(await rows.first().innerText()).toContain(utilizationRows(report.prediction)[0]?.name);
  });

  const missing = [
    {
      reason: 'other-side' as const,
      message: 'decode: 4 calls, on the side of #if USE_DVPP that is not compiled',
      settle: '--define NAME chooses the side',
      source: { file: 'file:///project/src/main.cpp', line: 7, column: 1, endLine: 7, endColumn: 5 },
    },
  ];

  it('says over the rate and the advice that a program was understood in part, and what is missing', async () => {
    const understanding = {
      state: 'partial' as const,
      label: 'partial: 40 of 44 AscendCL calls',
      message: '40 of 44 AscendCL calls followed (4 in 1 file are not)',
    };
    const partial = { ...report, advice: [], understanding, missing };
    const { page, asked } = await openPanel({ view: 'side', report: partial });
    expect(await page.locator('.headline').innerText()).toContain('of a part of the program: 40 of 44');
    const text = await page.locator('main').innerText();
    expect(text).toContain('decode: 4 calls');
    expect(text).not.toContain('No problem found');
    await page.getByRole('button', { name: 'Set a macro…' }).click();
    await page.getByRole('button', { name: 'Go to line: main.cpp:7' }).click();
    await expect.poll(() => asked.map(({ name }) => name)).toEqual(['command', 'goTo']);
  });

  it('offers to read a function that nothing calls as an entry, or to add its callers', async () => {
    const unreached = {
      reason: 'body-absent' as const,
      entry: 'Net::forward',
      message:
        'Net::forward: 3 calls, not reached from main, which calls start: that has no body in the workspace',
      settle: 'add the folder with the source that defines it',
      source: { file: 'file:///project/src/net.cpp', line: 9, column: 1, endLine: 9, endColumn: 5 },
    };
    const understanding = { state: 'none' as const, label: 'not understood', message: 'drives no device' };
    const { program, uri, device } = report;
    const unpredicted = {
      ...{ program, uri, device, understanding, problem: 'drives no device', missing: [unreached] },
      ...{ missingLeftOut: 0, parameters: [], unknowns: [], prediction: null },
    };
    const { page, asked } = await openPanel({ view: 'side', state: { report: null, unpredicted } });
    await page.getByRole('button', { name: 'Read as an entry' }).click();
    await page.getByRole('button', { name: 'Add a folder…' }).click();
    await expect
      .poll(() => asked.map(({ params }) => params))
      .toEqual([{ command: 'chooseEntry', argument: 'Net::forward' }, { command: 'addFolder' }]);
  });

  it.each([
    ['none', 'Not understood'],
    ['no-device-work', 'No device work'],
  ] as const)('has no rate where the verdict is %s, and says why', async (state, title) => {
    const { program, uri, device } = report;
    const problem = 'drives no device: 0 AscendCL calls reached';
    const unpredicted = {
      ...{ program, uri, device, problem, missing, missingLeftOut: 2, parameters: [], unknowns: [] },
      prediction: null,
      understanding: { state, label: title.toLowerCase(), message: problem },
    };
    const { page } = await openPanel({ view: 'side', state: { report: null, unpredicted } });
    await page.getByRole('heading', { name: title }).waitFor();
    const text = await page.locator('main').innerText();
    expect(text).toContain('Drives no device: 0 AscendCL calls reached');
    expect(text).toContain('2 more are not shown.');
    expect(text).not.toMatch(/QPS|No problem found|frames\/s/);
  });

  it('says how much advice it does not show', async () => {
    const { page } = await openPanel({ view: 'side', report: { ...report, adviceLeftOut: 321 } });
    await page.getByText('321 more with the smallest gains are left out').waitFor();
  });

  it('is narrow without a scroll bar at 300 px', async () => {
    const { page } = await openPanel({ view: 'side', report, width: 300 });
    await page.locator('.card').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
  });

  it('asks for what its buttons say', async () => {
    const { page, asked } = await openPanel({ view: 'side', report });
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: 'Go to line: main.cpp:128' }).click();
    await page.getByRole('button', { name: 'Timeline' }).click();
    await page.getByLabel('THREADS', { exact: true }).fill('4');
    await page.getByLabel('THREADS', { exact: true }).press('Enter');
    await expect.poll(() => asked.length).toBe(4);
    expect(asked.map(({ name }) => name)).toEqual(['applyAdvice', 'goTo', 'openFull', 'answer']);
    expect(asked[3]?.params).toEqual({ name: 'THREADS', value: 4, to: 'settings' });
  });

  it('does not set a value outside the range', async () => {
    const { page, asked } = await openPanel({ view: 'side', report });
    await page.getByLabel('THREADS', { exact: true }).fill('999');
    await page.getByLabel('THREADS', { exact: true }).press('Enter');
    await page.waitForTimeout(200);
    expect(asked).toEqual([]);
  });

  it('keeps the focus and what is being typed when a new prediction comes', async () => {
    const { page, send, state } = await openPanel({ view: 'side', report });
    await page.getByLabel('THREADS', { exact: true }).fill('12');
    send('state', state);
    await page.waitForTimeout(200);
    expect(await page.getByLabel('THREADS', { exact: true }).inputValue()).toBe('12');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT');
  });

  it('says what to do where there is no program', async () => {
    const { page, asked } = await openPanel({ view: 'side' });
    await page.getByRole('button', { name: 'Open an example' }).click();
    await expect.poll(() => asked).toEqual([{ name: 'command', params: { command: 'openExample' } }]);
  });

  it('reports a message that does not fit the protocol', async () => {
    const { page, problems } = await openPanel({ view: 'side', report });
    await page.locator('.card').first().waitFor();
    await page.evaluate(() =>
      window.postMessage({ kind: 'event', name: 'state', value: { phase: 'ready' } }, '*'),
    );
    await expect.poll(() => problems.join()).toContain('state');
    expect(await page.locator('.rate').count()).toBe(1);
  });

  it('follows a change of theme', async () => {
    const panel = await openPanel({ view: 'side', theme: 'dark', report });
    await panel.page.locator('.card').first().waitFor();
    await panel.page.waitForTimeout(600);
    const picture = () =>
      panel.page.locator('.chart canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await picture();
    await panel.setTheme('light');
    await expect.poll(picture).not.toBe(before);
  });
});

describe('what to look at first', () => {
  const real = {
    ...report.advice[1],
    id: 'real',
    message: 'Convert the model for batch 16.',
    gain: { qpsBefore: 300, qpsAfter: 600, plusMinus: 20, noise: 6, boundBy: 'vpc', boundUtilization: 0.9 },
  } as (typeof report.advice)[number];
  const withGain = { ...report, advice: [...report.advice, real] };

  it('is the next step, above all figures, once', async () => {
    const { page } = await openPanel({ view: 'side', report: withGain });
    await page.locator('h2').first().waitFor();
    const titles = await page.locator('h2').allInnerTexts();
    expect(titles[0]?.toUpperCase()).toBe('NEXT STEP');
    expect(await page.locator('.card').first().innerText()).toMatch(/\+100\s%/);
    expect(await page.getByText('Convert the model for batch 16.').count()).toBe(1);
  });

  it('says what the busiest part waits for, and which values are not the source’s', async () => {
    const parameters = report.parameters.map((each) =>
      each.name === 'THREADS' ? { ...each, value: 2 } : each,
    );
    const { page } = await openPanel({ view: 'side', report: { ...report, parameters } });
    await page.locator('.rate').waitFor();
    expect(await page.locator('.pace').innerText()).toMatch(/The rest of its time: \d+\s% waits for/);
    expect(await page.locator('.on').innerText()).toContain('THREADS = 2 (source: 8)');
  });

  it('says each problem once, what does not fit in memory first', async () => {
    const failure = 'buffer 3 of 4 does not fit';
    const memory = { ...report.prediction.memory, fits: false, failure };
    const warnings = ['the run ended before its range was as narrow as asked for', failure];
    const prediction = { ...report.prediction, memory, warnings };
    const { page } = await openPanel({ view: 'side', report: { ...report, prediction } });
    await page.locator('.alert').first().waitFor();
    expect(await page.locator('.alert').allInnerTexts()).toEqual([
      'Buffer 3 of 4 does not fit.',
      'The run ended before its range was as narrow as asked for.',
    ]);
  });

  it('leaves a name at the beginning as it is', async () => {
    const failure = 'decode_buffer（线程 1）的第 462 个缓冲区放不下';
    const prediction = {
      ...report.prediction,
      memory: { ...report.prediction.memory, fits: false, failure },
    };
    const chinese = { ...report, prediction };
    const { page } = await openPanel({ view: 'side', locale: 'zh-cn', report: chinese });
    expect(await page.locator('.alert.error').innerText()).toBe(`${failure}。`);
  });

  it('is no rate where nothing finishes a frame', async () => {
    const bottleneck = { resource: 'none', utilization: 0, inWords: '' };
    const prediction = { ...report.prediction, qps: 0, bottleneck, warnings: ['no step finishes a frame'] };
    const { page } = await openPanel({ view: 'side', report: { ...report, prediction } });
    await page.locator('.rate').waitFor();
    expect(await page.locator('.headline').innerText()).toMatch(
      /^–\s+frames\/s.*Nothing in this program was found to finish a frame\.$/s,
    );
    expect((await page.locator('h2').allInnerTexts()).join().toUpperCase()).not.toContain('UTILIZATION');
  });

  it('opens the trial of a proposed value with it', async () => {
    const panel = await openPanel({ view: 'side', report });
    await panel.page.getByRole('button', { name: 'Try it' }).click();
    await expect.poll(() => panel.asked.at(-1)?.params).toEqual({ section: 'whatif', trial: { THREADS: 4 } });
    await panel.page.close();
    const full = await openPanel({ view: 'full', report, section: 'timeline' });
    await full.page.locator('.lanes').waitFor();
    full.send('showSection', { section: 'whatif', trial: { THREADS: 4 } });
    await full.page.locator('.control.changed').waitFor();
    expect(await full.page.getByRole('spinbutton', { name: 'THREADS' }).inputValue()).toBe('4');
  });
});

describe('curves', () => {
  it('run a sweep and name the knee', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'curves' });
    await page.getByLabel('Values').first().fill('1..8');
    await page.getByRole('button', { name: 'Run sweep' }).click();
    await page.getByText('Knee: THREADS =').waitFor();
    expect(await page.locator('.result tbody tr').count()).toBe(8);
  });

  it('refuse values that are none', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'curves' });
    await page.getByLabel('Values').first().fill('many');
    await page.getByRole('button', { name: 'Run sweep' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('1..8');
  });
});

describe('tabs and export', () => {
  it('tabs move by arrow keys', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'timeline' });
    await page.getByRole('tab', { name: 'Timeline' }).press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'What binds' }).getAttribute('aria-selected')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tab-bound');
  });

  it('exports the timeline as a picture', async () => {
    const { page, asked } = await openPanel({ view: 'full', report, section: 'timeline' });
    await page.locator('.lanes .rows').waitFor();
    await page.waitForTimeout(200);
    await page.locator('.menu summary').click();
    await page.getByRole('button', { name: 'Picture (PNG)' }).click();
    await expect.poll(() => asked.length).toBe(1);
    const { png } = asked[0]?.params as { png: string };
    expect(Buffer.from(png, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });
});
