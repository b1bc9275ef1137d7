/** Values in the panels: fields that say what they take, what is tried, and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { openPanel } from './support/panel.ts';
import { predict, reportOf } from './support/program.ts';

const report = reportOf('full-pipeline');

describe('a field', () => {
  it('says of a value in force what the source has, or what is assumed where it has none', async () => {
    const parameters = report.parameters.map((each) => ({
      ...each,
      ...(each.name === 'THREADS' && { value: 3 }),
      ...(each.name === 'DEPTH' && { value: 4, isAssumed: true }),
    }));
    const { page } = await openPanel({ view: 'side', report: { ...report, parameters } });
    const with_ = page.locator('.headline .with');
    await with_.waitFor();
    expect(await with_.innerText()).toContain('THREADS = 3 (source: 8)');
    expect(await with_.innerText()).toContain('DEPTH = 4 (assumed otherwise: 64)');
  });

  it('shows the names of its fields whole', async () => {
    const name = 'frame_width_of_the_second_camera_of_all';
    const [first, ...others] = report.parameters;
    const unknowns = [{ code: 'picture-size', message: 'Unknown', settle: '', sources: [], parameter: name }];
    const parameters = first ? [{ ...first, name }, ...others] : [];
    const { page } = await openPanel({
      view: 'side',
      report: { ...report, parameters, unknowns },
      width: 300,
    });
    const label = page.locator('.set label', { hasText: name });
    await label.waitFor();
    expect(await label.evaluate((one) => one.scrollWidth <= one.clientWidth)).toBe(true);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
  });

  it('asks for the time of a model where a device has none, or for another device', async () => {
    const { program, uri, device } = report;
    const time = {
      ...{ name: 'net_ms', value: 0, sourceValue: 0, unit: 'ms', range: [0, 60_000] as [number, number] },
      ...{ kind: 'open' as const, isMissing: true },
    };
    const unpredicted = {
      ...{ program, uri, device, problem: 'no time is known for net', missing: [], missingLeftOut: 0 },
      ...{ parameters: [time], prediction: null },
      unknowns: [{ code: 'model-time', message: 'How long?', settle: '', sources: [], parameter: 'net_ms' }],
    };
    const { page, asked } = await openPanel({ view: 'side', state: { report: null, unpredicted } });
    const field = page.getByLabel('net_ms', { exact: true });
    expect(await field.inputValue()).toBe('');
    await page.getByRole('button', { name: 'Set net_ms' }).click();
    await page.getByText('Not used: a number from 0 to 60,000 is needed.').waitFor();
    await field.fill('3.2');
    await field.press('Enter');
    await page.getByRole('button', { name: 'Other device…' }).click();
    await expect
      .poll(() => asked.map(({ params }) => params))
      .toEqual([{ name: 'net_ms', value: 3.2, to: 'settings' }, { command: 'selectDevice' }]);
    expect(await page.getByRole('button', { name: 'Restart server' }).count()).toBe(0);
  });
});

describe('what if', () => {
  it('shows today alone until a value is tried, and says that advice is of today', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'whatif' });
    const row = page.locator('.whatif tr', { hasText: 'Frames per second' });
    await row.waitFor();
    expect(await row.innerText()).toContain('–');
    expect(await page.getByRole('button', { name: 'Write to source' }).isDisabled()).toBe(true);
    const ofToday = page.getByText('Gains over today’s program');
    expect(await ofToday.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Try it' }).click();
    await ofToday.waitFor();
    await expect.poll(() => row.innerText()).not.toContain('–');
    await page.getByRole('button', { name: 'Back to today' }).click();
    await expect.poll(() => row.innerText()).toContain('–');
    expect(await ofToday.isVisible()).toBe(false);
  });

  it('simulates the trial and shows it beside today', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'whatif' });
    await page.getByRole('spinbutton', { name: 'THREADS' }).fill('2');
    await page.getByRole('spinbutton', { name: 'THREADS' }).press('Enter');
    const trial = predict(report.pipeline, { THREADS: 2 });
    const row = page.locator('.whatif tr', { hasText: 'Frames per second' });
    await expect.poll(() => row.innerText()).toContain(String(Math.round(trial.qps)));
    expect(await row.innerText()).toContain(String(Math.round(report.prediction.qps)));
  });

  it.each([
    ['0', 'Not used: a whole number from 1 to 16 is needed.'],
    ['100000', 'Not used: a whole number from 1 to 16 is needed.'],
    ['2.5', 'Not used: a whole number from 1 to 16 is needed.'],
    ['', 'Not used: a whole number from 1 to 16 is needed.'],
  ])('refuses “%s” with the range, and tries nothing', async (typed, said) => {
    const { page } = await openPanel({ view: 'full', report, section: 'whatif' });
    const threads = page.getByRole('spinbutton', { name: 'THREADS' });
    await threads.fill(typed);
    await threads.press('Tab');
    await page.getByRole('alert').filter({ hasText: said }).waitFor();
    expect(await threads.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Write to source' }).isDisabled()).toBe(true);
    await threads.fill('2');
    await threads.press('Tab');
    await expect.poll(() => page.getByText(said).count()).toBe(0);
    expect(await threads.getAttribute('aria-invalid')).toBeNull();
  });

  it('says where a value was written, what else there is to do, and what was not', async () => {
    const answers = {
      writeToSource: () => ({
        places: ['main.cpp:12'],
        remarks: [{ name: 'BATCH', reason: 'the model’s file has to be converted for it' }],
        notWritten: [{ name: 'DEPTH', reason: 'its definition is not a plain number' }],
      }),
    };
    const { page } = await openPanel({ view: 'full', report, section: 'whatif', answers });
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByRole('button', { name: 'Write to source' }).click();
    const said = page.locator('.keep [role=status]');
    await expect.poll(() => said.innerText()).toContain('Written: main.cpp:12. Save the file to keep it.');
    expect(await said.innerText()).toContain('To do besides: BATCH: the model’s file has to be converted');
    expect(await said.innerText()).toContain('Not written: DEPTH: its definition is not a plain number');
  });

  it('says where an export was saved', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'whatif' });
    await page.locator('.export summary').click();
    await page.getByRole('button', { name: 'Markdown' }).click();
    await page.locator('.export [role=status]', { hasText: 'Saved report.markdown' }).waitFor();
  });

  it('moves by the keyboard, and writes to the source', async () => {
    const { page, asked } = await openPanel({ view: 'full', report, section: 'whatif' });
    const slider = page.getByRole('slider', { name: 'THREADS' });
    await slider.focus();
    await slider.press('Home');
    await page.getByRole('button', { name: 'Write to source' }).click();
    await expect.poll(() => asked).toEqual([{ name: 'writeToSource', params: { THREADS: 1 } }]);
  });
});

describe('a trial', () => {
  it('ends when its value has become today’s', async () => {
    const { page, send, state } = await openPanel({ view: 'full', report, section: 'whatif' });
    const threads = page.getByRole('spinbutton', { name: 'THREADS' });
    await threads.fill('2');
    await threads.press('Enter');
    await page.locator('.control.changed').waitFor();
    const parameters = report.parameters.map((each) =>
      each.name === 'THREADS' ? { ...each, value: 2 } : each,
    );
    send('state', { ...state, report: state.report && { ...state.report, parameters } });
    await expect.poll(() => page.locator('.control.changed').count()).toBe(0);
    await page.getByRole('button', { name: 'Write to source' }).waitFor();
  });
});
