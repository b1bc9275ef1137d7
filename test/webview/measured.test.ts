/** What was measured, in the full panel: runs beside their predictions, and lines of a recorded run. */
import { describe, expect, it } from 'vitest';
import { measuredPoints } from '../../src/webview/charts/measured.ts';
import { openPanel } from './support/panel.ts';
import { comparisonOf, reportOf, sweepOf } from './support/program.ts';

const report = reportOf('full-pipeline');

describe('measured runs', () => {
  const state = { comparison: comparisonOf(report) };

  it('stand beside their predictions, as a chart, in a sentence and as a table', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'compare', state });
    const table = page.getByRole('region', { name: 'Measured runs beside their predictions' });
    await table.waitFor();
    expect(await table.locator('tbody tr').count()).toBe(4);
    expect(await page.locator('.summary').innerText()).toMatch(/^4 runs; the prediction is off by [\d.]+\s%/);
    expect(await page.locator('.comparison canvas').getAttribute('aria-label')).toContain('THREADS');
  });

  it('have their lines in a table, which lead to the source', async () => {
    const { page, asked } = await openPanel({ view: 'full', report, section: 'compare', state });
    const table = page.getByRole('region', { name: 'Lines as recorded and as predicted, ms a call' });
    await table.waitFor();
    expect(await table.locator('tbody tr').innerText()).toMatch(
      /40\s+2\.9 \/ 2\.5\s.*16\s%.*models\.resnet50/s,
    );
    expect(await page.locator('.diagnosis').innerText()).toContain('nothing to do for 40 %');
    await table.getByRole('button', { name: 'main.cpp:7 aclmdlExecute' }).click();
    await expect.poll(() => asked.at(-1)?.params).toMatchObject({ source: { line: 7 } });
  });

  it('lead to the curves of what they vary, which are simulated where there are none', async () => {
    const swept: string[][] = [];
    const answers = {
      sweep: ({ settings, vary }: { settings: object; vary: { name: string; values: number[] }[] }) => {
        swept.push(vary.map(({ name }) => name));
        return sweepOf(report.pipeline, { ...settings }, vary, () => undefined);
      },
    };
    const { page } = await openPanel({ view: 'full', report, section: 'compare', state, answers });
    await page.getByRole('button', { name: 'Lay over the curves' }).click();
    await expect
      .poll(() => page.getByRole('tab', { name: 'Curves' }).getAttribute('aria-selected'), {
        timeout: 30_000,
      })
      .toBe('true');
    expect(swept).toEqual([['THREADS']]);
  });

  it('are laid over the curves of what they vary', () => {
    const sweep = { vary: ['THREADS'], points: [], knee: null, best: null, leftOut: 0 };
    const { comparison } = state;
    expect(measuredPoints(sweep, { report, comparison }).map(({ value }) => value)).toEqual([1, 2, 4, 8]);
    // Only the run with today's threads belongs on a curve of something else.
    const onBatch = measuredPoints({ ...sweep, vary: ['BATCH'] }, { report, comparison });
    expect(onBatch).toEqual([{ value: 1, qps: comparison.runs.at(-1)?.measured }]);
    const today = report.parameters.find(({ name }) => name === 'THREADS')?.value;
    expect(measuredPoints(sweep, { report, comparison: null })).toEqual([
      { value: today, qps: report.measured?.qps },
    ]);
  });
});
