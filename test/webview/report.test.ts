/** The HTML report as a reader opens it: one file, nothing fetched, the panel's charts and their twins. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/server/html-report.ts';
import type { ProgramPage } from '../../src/server/protocol.ts';
import type { Locale } from '../../src/service/locale.ts';
import { violations } from './support/axe.ts';
import { build } from './support/page.ts';
import { newPage } from './support/panel.ts';
import { boundPartsOf, reportOf, sweepOf, timelineOf } from './support/program.ts';

/** What a hostile repository may put into names and texts. */
const hostile = `</script><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u2028%`;

function programPage(locale: Locale = 'en'): ProgramPage {
  const report = reportOf('full-pipeline', locale);
  const vary = [{ name: 'THREADS', values: [1, 2, 4, 8] }];
  return {
    report,
    sweeps: [sweepOf(report.pipeline, {}, vary, () => undefined)],
    bound: boundPartsOf(report.pipeline, locale),
    timeline: timelineOf(report.pipeline, {}, 2000),
  };
}

interface Opened {
  page: Page;
  problems: string[];
  html: string;
}

async function open(
  programs: ProgramPage[],
  {
    locale = 'en',
    scheme = 'light',
    width = 1280,
  }: { locale?: Locale; scheme?: 'light' | 'dark'; width?: number } = {},
): Promise<Opened> {
  const html = await htmlReport(await build('report'), programs, {
    locale,
    version: '1.2.3',
    date: '2026-05-17',
  });
  const page = await newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('request', (request) => problems.push(`asked for ${request.url()}`));
  await page.setContent(html);
  await page.locator('footer').waitFor();
  await page.waitForTimeout(400);
  return { page, problems, html };
}

/** Canvases that have something on them. */
const painted = (page: Page): Promise<boolean[]> =>
  page.locator('canvas').evaluateAll((all) =>
    all.map((element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      return data.some((value) => value !== 0);
    }),
  );

describe('the HTML report', () => {
  it('shows utilization, curves with the knee and the timeline, and asks for nothing', async () => {
    const { page, problems } = await open([programPage()]);
    const headings = await page.locator('h2').allInnerTexts();
    for (const title of ['UTILIZATION', 'CURVES', 'TIMELINE', 'ADVICE', 'PARAMETERS'])
      expect(headings.map((text) => text.toUpperCase()).join()).toContain(title);
    const canvases = await painted(page);
    expect(canvases.length).toBeGreaterThanOrEqual(4);
    expect(canvases).not.toContain(false);
    expect(await page.locator('.curve').innerText()).toMatch(/knee/i);
    expect(await page.locator('footer').innerText()).toContain('1.2.3');
    expect(problems).toEqual([]);
  });

  it('says every chart in a table', async () => {
    const { page } = await open([programPage()]);
    for (const summary of await page.locator('.twin summary').all()) await summary.click();
    const rows = page.locator('.twin tbody');
    await expect.poll(() => rows.count()).toBe(5);
    expect(await rows.nth(2).locator('tr').count()).toBeLessThanOrEqual(12);
    expect(await rows.nth(3).locator('tr').count()).toBe(4);
    expect(await rows.nth(4).innerText()).toContain('worker 7 · stream');
  });

  it('has no control that needs an editor', async () => {
    const { page } = await open([programPage()]);
    const buttons = await page.getByRole('button').allInnerTexts();
    expect(buttons.sort()).toEqual(['+', 'Show all', 'Statistics of the view', '−']);
    expect(await page.locator('main').innerText()).not.toContain('Enter opens');
  });

  it('shows hostile names as text, and runs nothing of them', async () => {
    const program = programPage();
    const { report, timeline } = program;
    program.report = {
      ...report,
      program: hostile,
      uri: hostile,
      advice: report.advice.map((item) => ({
        ...item,
        message: hostile,
        source: { file: `${hostile}.cpp`, line: 1, column: 1, endLine: 1, endColumn: 2 },
      })),
      unknowns: [{ code: hostile, message: hostile, settle: hostile, sources: [] }],
      parameters: report.parameters.map((parameter) => ({
        ...parameter,
        evidence: hostile,
        description: hostile,
      })),
    };
    program.timeline = { ...timeline, kinds: timeline.kinds.map((kind) => ({ ...kind, name: hostile })) };
    const { page, problems, html } = await open([program]);
    expect(await page.locator('h1').innerText()).toContain('<img src=x');
    expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
    expect(await page.locator('img').count()).toBe(0);
    expect(problems).toEqual([]);
    expect(html.match(/<script/g)).toHaveLength(2);
  });

  it('would not run a script that came into it, by its policy', async () => {
    const { page, problems } = await open([programPage()]);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
    });
    expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
    expect(problems.join()).toContain('Content Security Policy');
  });

  it.each([2000, 1280, 400, 300])('needs no sideways scrolling at %i px', async (width) => {
    const { page } = await open([programPage()], { width });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it.each([
    ['en', 'light'],
    ['zh', 'dark'],
  ] as const)('has no violation of accessibility in %s, %s', async (locale, scheme) => {
    const { page } = await open([programPage(locale)], { locale, scheme });
    for (const summary of await page.locator('.twin summary').all()) await summary.click();
    await page.waitForTimeout(200);
    expect(await violations(page)).toEqual([]);
    if (locale === 'zh') expect(await page.locator('main').innerText()).toContain('一帧的时间去向');
  });

  it('shows several programs one below the other', async () => {
    const first = programPage();
    const second = { ...first, report: { ...first.report, program: 'second' } };
    const { page } = await open([first, second]);
    expect(await page.locator('h1').allInnerTexts()).toEqual(['full-pipeline', 'second']);
  });
});
