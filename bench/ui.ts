/** How quick the page and the extension are: first paint, what-if, frames of a large timeline, many findings. */
import type { Browser, Page } from 'playwright-core';
import type { Timeline } from '../src/server/protocol.ts';
import { launch, openPanel } from '../test/webview/support/page.ts';
import type { Panel } from '../test/webview/support/page.ts';
import { reportOf } from '../test/webview/support/program.ts';

export interface Timing {
  name: string;
  value: number;
  unit: string;
  /** The most that it may be. */
  limit: number;
}

const report = reportOf('full-pipeline');

/** Milliseconds until the page shows something; it is left when `selector` can be seen. */
async function paint(
  browser: Browser,
  options: Parameters<typeof openPanel>[1],
  selector: string,
): Promise<[number, Panel]> {
  const panel = await openPanel(browser, options);
  await panel.page.locator(selector).first().waitFor();
  // From where the document begins to the first frame that shows something: both by the browser's own clock.
  const time = await panel.page.evaluate(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return (entry?.startTime ?? NaN) - (window as unknown as { began: number }).began;
  });
  return [time, panel];
}

const lanes = 24;

/** A made-up run: boxes side by side on each lane, as many as wanted. */
export function largeTimeline(boxes: number): Timeline {
  const perLane = Math.ceil(boxes / lanes);
  return {
    lanes: Array.from({ length: lanes }, (_, lane) => ({ id: `stream ${lane}`, kind: 'stream' as const })),
    boxes: Array.from({ length: boxes }, (_, index) => ({
      lane: `stream ${index % lanes}`,
      name: `call ${index % 7}`,
      startMs: Math.floor(index / lanes),
      durationMs: 0.9,
    })),
    fromMs: 0,
    toMs: perLane,
    leftOut: 0,
  };
}

/** Median time between frames while the user zooms and pans for a second, ms. */
async function frameTime(page: Page): Promise<number> {
  const box = await page.locator('.lanes .rows').boundingBox();
  if (!box) return NaN;
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  return page.evaluate(async () => {
    const canvas = document.querySelector('.lanes .rows');
    const times: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 60; frame++) {
      const deltaY = frame % 20 < 10 ? -60 : 60;
      canvas?.dispatchEvent(
        new WheelEvent('wheel', { deltaY, ctrlKey: true, bubbles: true, cancelable: true }),
      );
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times.sort((one, other) => one - other)[30] ?? NaN;
  });
}

async function timelineOf(browser: Browser, boxes: number): Promise<Timing> {
  const { page } = await openPanel(browser, {
    view: 'full',
    report,
    section: 'timeline',
    answers: { timeline: () => largeTimeline(boxes) },
  });
  await page.locator('.lanes .rows').waitFor();
  const value = await frameTime(page);
  await page.close();
  return {
    name: `timeline of ${boxes} boxes, a frame while zooming`,
    value,
    unit: 'ms',
    limit: 1000 / 60 + 1,
  };
}

async function manyFindings(browser: Browser): Promise<Timing> {
  const [first] = report.advice;
  const advice = Array.from({ length: 200 }, (_, index) => ({
    ...first,
    id: `a${index}`,
  })) as typeof report.advice;
  const [value, { page }] = await paint(browser, { view: 'side', report: { ...report, advice } }, '.card');
  await page.close();
  return { name: 'side panel with 200 findings, first paint', value, unit: 'ms', limit: 300 };
}

async function firstPaint(browser: Browser): Promise<Timing> {
  const [value, { page }] = await paint(browser, { view: 'side', report }, '.rate');
  await page.close();
  return { name: 'side panel, first paint', value, unit: 'ms', limit: 300 };
}

export async function measureUi(): Promise<Timing[]> {
  const browser = await launch();
  try {
    await firstPaint(browser);
    return [
      await firstPaint(browser),
      await manyFindings(browser),
      await timelineOf(browser, 10_000),
      await timelineOf(browser, 20_000),
    ];
  } finally {
    await browser.close();
  }
}
