/** How quick the page and the extension are: first paint, what-if, frames of a large timeline, many findings. */
import type { Browser, Page } from 'playwright-core';
import { packTimeline } from '../src/server/protocol-timeline.ts';
import type { SentTimeline } from '../src/server/protocol-timeline.ts';
import { launch, openPanelIn } from '../test/webview/support/page.ts';
import type { Panel } from '../test/webview/support/page.ts';
import { reportOf, timelineOf as timelineFor } from '../test/webview/support/program.ts';

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
  options: Parameters<typeof openPanelIn>[1],
  selector: string,
): Promise<[number, Panel]> {
  const panel = await openPanelIn(browser, options);
  await panel.page.locator(selector).first().waitFor();
  // From where the document begins to the first frame that shows something: both by the browser's own clock.
  const time = await panel.page.evaluate(() => {
    const [entry] = performance.getEntriesByName('first-contentful-paint');
    return (entry?.startTime ?? NaN) - (window as unknown as { began: number }).began;
  });
  return [time, panel];
}

const lanes = 24;
/** Frames that are timed. */
const frames = 60;
/** As the page asks for. */
const mostBoxes = 20_000;

/** A made-up run: boxes side by side on each lane, as many as wanted. */
export function largeTimeline(boxes: number): SentTimeline {
  const perLane = Math.ceil(boxes / lanes);
  return packTimeline({
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
  });
}

/** CPU time of the page's main thread while `work` runs, ms: other programs on the machine do not count. */
async function cpuTime(page: Page, work: () => Promise<unknown>): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const spent = async (): Promise<number> => {
    const { metrics } = await client.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN);
  };
  const before = await spent();
  await work();
  const after = await spent();
  await client.detach();
  return after - before;
}

/** Median time between frames while the user zooms and pans for a second, ms. */
async function frameTime(page: Page): Promise<number> {
  const box = await page.locator('.lanes .rows').boundingBox();
  if (!box) return NaN;
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  return page.evaluate(async (frames) => {
    const canvas = document.querySelector('.lanes .rows');
    const times: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < frames; frame++) {
      const deltaY = frame % 20 < 10 ? -60 : 60;
      canvas?.dispatchEvent(
        new WheelEvent('wheel', { deltaY, ctrlKey: true, bubbles: true, cancelable: true }),
      );
      await new Promise((resolve) => requestAnimationFrame(resolve));
      times.push(performance.now() - last);
      last = performance.now();
    }
    return times.sort((one, other) => one - other)[frames >> 1] ?? NaN;
  }, frames);
}

async function timelineOf(browser: Browser, boxes: number): Promise<Timing[]> {
  const { page } = await openPanelIn(browser, {
    view: 'full',
    report,
    section: 'timeline',
    answers: { timeline: () => largeTimeline(boxes) },
  });
  await page.locator('.lanes .rows').waitFor();
  let wall = NaN;
  const cpu = await cpuTime(page, async () => (wall = await frameTime(page)));
  await page.close();
  const name = `timeline of ${boxes} boxes, a frame while zooming`;
  const limit = 1000 / 60 + 1;
  return [
    { name, value: wall, unit: 'ms', limit },
    { name: `${name}, CPU`, value: cpu / frames, unit: 'ms', limit },
  ];
}

/** A run of more than 10⁶ boxes, as the server cuts it for the page: until its timeline is drawn. */
async function longRun(browser: Browser): Promise<Timing[]> {
  const long = { budgetEvents: 4_000_000, precision: 1e-9 };
  const run = timelineFor(report.pipeline, {}, mostBoxes, long);
  if (run.leftOut < 1_000_000) throw new Error('the run is too short');
  const panel = await openPanelIn(browser, {
    view: 'full',
    report,
    section: 'whatif',
    answers: { timeline: () => run },
  });
  await panel.page.locator('.pairs').waitFor();
  const draw = async (): Promise<number> => {
    const begin = performance.now();
    document.querySelector<HTMLElement>('[data-key="tab-timeline"]')?.click();
    while (!document.querySelector('.lanes .rows')) await new Promise((done) => requestAnimationFrame(done));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - begin;
  };
  let wall = NaN;
  const cpu = await cpuTime(panel.page, async () => (wall = await panel.page.evaluate(draw)));
  const said = await panel.page.locator('.timeline').innerText();
  if (!said.includes('are left out')) throw new Error('the timeline does not say what it leaves out');
  await panel.page.close();
  const name = 'timeline of a run of 10⁶ boxes, asked for until drawn';
  return [
    { name, value: wall, unit: 'ms', limit: 1000 },
    { name: `${name}, CPU`, value: cpu, unit: 'ms', limit: 1000 },
  ];
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
      ...(await timelineOf(browser, 10_000)),
      ...(await timelineOf(browser, 20_000)),
      ...(await longRun(browser)),
    ];
  } finally {
    await browser.close();
  }
}
