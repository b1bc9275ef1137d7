import { describe, expect, it } from 'vitest';
import { packTimeline, readTimeline } from '../../src/server/protocol-timeline.ts';
import type { Timeline } from '../../src/server/protocol-timeline.ts';
import {
  arrange,
  boxAt,
  boxLabels,
  clampView,
  firstEndingAfter,
  zoomed,
} from '../../src/webview/timeline/model.ts';
import { gapAt, gapText } from '../../src/webview/timeline/gap.ts';
import { callStats, laneStats } from '../../src/webview/timeline/range.ts';
import { readableOn, tickStep } from '../../src/webview/timeline/draw.ts';
import { violations } from './support/axe.ts';
import { openPanel } from './support/panel.ts';
import type { PanelOptions } from './support/page.ts';
import { recordedProgram, reportOf, timelineOf } from './support/program.ts';

const box = (lane: string, startMs: number, durationMs: number, name = 'aclmdlExecute') => ({
  lane,
  name,
  startMs,
  durationMs,
});
const timeline = (boxes: Timeline['boxes'], kind: 'host' | 'engine' = 'engine'): Timeline => ({
  lanes: [...new Set(boxes.map(({ lane }) => lane))].map((id) => ({ id, kind })),
  boxes,
  fromMs: 0,
  toMs: 10,
  leftOut: 0,
});

describe('the arrangement', () => {
  it('puts boxes that overlap into rows of their own', () => {
    const { rows } = arrange(timeline([box('jpegd', 0, 4), box('jpegd', 1, 4), box('jpegd', 4, 2)]));
    expect(rows.map(({ boxes }) => boxes.map(({ startMs }) => startMs))).toEqual([[0, 4], [1]]);
    expect(rows.map(({ first }) => first)).toEqual([true, false]);
  });

  it('names engines and their servers in words', () => {
    expect(
      arrange(timeline([box('jpegd 1', 0, 1), box('aicore', 0, 1)])).rows.map(({ label }) => label),
    ).toEqual(['JPEGD 1', 'AI Core']);
  });

  it('puts engines first, then each thread with its streams, then streams of all threads', () => {
    const on = (stream: string) => ({ ...box('aicore', 0, 1), stream });
    const of = (id: string, kind: 'host' | 'stream' | 'engine') => ({ id, kind });
    const { rows } = arrange({
      ...timeline([box('main 0', 0, 1), box('main 1', 0, 1), on('s[0] of main 1'), on('shared[0]')]),
      lanes: [
        of('main 0', 'host'),
        of('main 1', 'host'),
        of('shared[0]', 'stream'),
        of('s[0] of main 1', 'stream'),
        of('aicore', 'engine'),
      ],
    });
    const labels = rows.filter(({ first }) => first).map(({ label }) => label);
    expect(labels).toEqual(['AI Core', 'main 0', 'main 1', '└ s', 'shared']);
    expect(rows.at(-1)?.boxes).toHaveLength(1);
  });

  it('says how many lanes it leaves out', () => {
    const many = Array.from({ length: 150 }, (_, index) => box(`stream ${index}`, 0, 1));
    expect(arrange(timeline(many, 'host')).lanesLeftOut).toBe(30);
  });

  it('finds boxes by time', () => {
    const [row] = arrange(timeline([box('aicore', 0, 2), box('aicore', 5, 1)])).rows;
    if (!row) throw new Error('no row');
    expect(firstEndingAfter(row, 1)).toBe(0);
    expect(firstEndingAfter(row, 2)).toBe(1);
    expect(firstEndingAfter(row, 7)).toBe(2);
    expect(boxAt(row, 3, 0)).toBeUndefined();
    expect(boxAt(row, 4.9, 0.2)?.startMs).toBe(5);
  });

  it('tells calls apart on narrow boxes: by what is their own, and by the line', () => {
    const at = (line: number) => ({ file: 'a.cpp', line, column: 1, endLine: line, endColumn: 9 });
    const first = { ...box('aicore', 0, 1, 'aclmdlExecuteAsync'), source: at(12) };
    const copy = { ...box('h2d', 0, 1, 'aclrtMemcpyAsync'), source: at(20) };
    const model = arrange(timeline([first, { ...first, startMs: 2, source: at(34) }, copy]));
    expect(boxLabels(first, model)).toEqual(['aclmdlExecuteAsync:12', 'ExecuteAsync:12']);
    expect(boxLabels(copy, model)).toEqual(['aclrtMemcpyAsync', 'MemcpyAsync']);
    expect(boxLabels(box('main', 0, 1, 'memcpy'), model)).toEqual(['memcpy']);
  });

  it('sums a range by lane and by call, what is cut at its ends only as far as it lies within', () => {
    const on = (lane: string, startMs: number, ms: number) => ({
      ...box(lane, startMs, ms),
      stream: 's[0] of main',
    });
    const model = arrange({
      ...timeline([on('aicore', 0, 2), on('aicore', 4, 4), box('main', 1, 1, 'read')]),
      lanes: [
        { id: 'main', kind: 'host' },
        { id: 's[0] of main', kind: 'stream' },
        { id: 'aicore', kind: 'engine' },
      ],
    });
    expect(laneStats(model, { from: 1, to: 6 })).toEqual([
      { label: 'AI Core', boxes: 2, busyMs: 3, share: 0.6, longestGapMs: 2 },
      { label: 'main', boxes: 1, busyMs: 1, share: 0.2, longestGapMs: 4 },
      { label: '└ s', boxes: 2, busyMs: 3, share: 0.6, longestGapMs: 2 },
    ]);
    expect(callStats(model, { from: 1, to: 6 })).toEqual([
      { name: 'aclmdlExecute', calls: 2, ms: 3 },
      { name: 'read (host)', calls: 1, ms: 1 },
    ]);
    expect(callStats(model, { from: 9, to: 10 })).toEqual([]);
  });

  it('says what a lane without work waits for', () => {
    const stream = 's[0] of main';
    const on = (lane: string, startMs: number, ms: number, name: string) => ({
      ...box(lane, startMs, ms, name),
      stream,
    });
    const model = arrange({
      ...timeline([
        on('h2d', 1, 2, 'copy'),
        on('aicore', 3, 3, 'infer'),
        box('main', 0, 0.5, 'copy'),
        box('main', 0.5, 0.5, 'infer'),
        box('main', 6, 1, 'write'),
        box('main', 7, 1.5, 'copy'),
        on('h2d', 8.5, 1, 'copy'),
      ]),
      lanes: [
        { id: 'main', kind: 'host' },
        { id: stream, kind: 'stream' },
        { id: 'h2d', kind: 'engine' },
        { id: 'aicore', kind: 'engine' },
      ],
    });
    const textAt = (label: string, ms: number): string | undefined => {
      const row = model.rows.find((each) => each.label === label);
      const gap = row && gapAt(row, ms, model);
      return gap && gapText(gap, row, model);
    };
    expect(textAt('AI Core', 2)).toMatch(/idle for 3 ms · its stream is in copy on H2D copy · then infer$/);
    expect(textAt('main', 3)).toMatch(/idle for 5 ms · waits until infer has ended on AI Core · then write$/);
    expect(textAt('H2D copy', 7)).toMatch(/idle for 5.5 ms · main has not submitted it before · then copy$/);
    expect(textAt('AI Core', 9)).toMatch(/idle for 4 ms$/);
    expect(textAt('AI Core', 4)).toBeUndefined();
    const shared = arrange({
      ...timeline([
        on('aicore', 0, 1, 'infer'),
        { ...on('aicore', 1, 4, 'infer'), stream: 't[0] of main' },
        on('aicore', 5, 1, 'infer'),
      ]),
      lanes: [
        { id: stream, kind: 'stream' },
        { id: 'aicore', kind: 'engine' },
      ],
    });
    const own = shared.rows.find(({ kind }) => kind === 'stream');
    const gap = own && gapAt(own, 3, shared);
    expect(gap && gapText(gap, own, shared)).toMatch(
      /idle for 4 ms · AI Core is busy with other streams · then infer$/,
    );
  });

  it('keeps the view inside the run', () => {
    const model = arrange(timeline([box('aicore', 0, 10)]));
    expect(clampView({ from: -5, to: 2 }, model)).toEqual({ from: 0, to: 7 });
    expect(clampView({ from: 0, to: 99 }, model)).toEqual({ from: 0, to: 10 });
    expect(clampView(zoomed({ from: 0, to: 10 }, 0.5, 5), model)).toEqual({ from: 2.5, to: 7.5 });
  });

  it('has ticks of 1, 2 or 5, and readable text on any colour', () => {
    expect(tickStep(10, 1000)).toBe(1);
    expect(tickStep(7300, 900)).toBe(1000);
    expect([readableOn('#1a5cff'), readableOn('#cca700')]).toEqual(['#ffffff', '#000000']);
  });
});

describe('on the page', () => {
  const report = reportOf('full-pipeline');

  it('is walked and zoomed by the keyboard, and told to screen readers', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'timeline' });
    const rows = page.locator('.lanes .rows');
    await rows.focus();
    await rows.press('ArrowDown');
    await rows.press('ArrowRight');
    await rows.press('+');
    expect(await page.locator('.chosen').innerText()).toMatch(/acl\w+ · .* (µs|ms|s)/);
  });

  it('names the box under the pointer', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'timeline' });
    const rows = page.locator('.lanes .rows');
    await rows.waitFor();
    await page.waitForTimeout(300);
    const size = await rows.boundingBox();
    await page.mouse.move((size?.x ?? 0) + (size?.width ?? 0) * 0.7, (size?.y ?? 0) + 10);
    await expect.poll(() => page.locator('.tip').innerText()).toContain('aclmdlExecute');
  });

  it.each(['keyboard', 'mouse', 'button'])('gives the statistics of a range, chosen by %s', async (by) => {
    const panel = await openPanel({ view: 'full', report, section: 'timeline' });
    const { page } = panel;
    const rows = page.locator('canvas.rows');
    await rows.waitFor();
    const area = await rows.boundingBox();
    if (!area) throw new Error('no picture');
    if (by === 'keyboard') {
      await rows.focus();
      for (let press = 0; press < 4; press++) await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Shift+ArrowLeft');
    } else if (by === 'mouse') {
      await page.keyboard.down('Shift');
      await page.mouse.move(area.x + 700, area.y + 30);
      await page.mouse.down();
      await page.mouse.move(area.x + 500, area.y + 40, { steps: 4 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
    } else await page.getByRole('button', { name: 'Statistics of the view' }).click();
    const lanes = page.getByRole('region', { name: 'Lanes in the range' });
    expect(await lanes.getByRole('row').filter({ hasText: 'AI Core' }).innerText()).toMatch(/%/);
    expect(await page.getByRole('region', { name: 'Calls in the range' }).innerText()).toMatch(/acl/);
    expect(await page.locator('.chosen').innerText()).toMatch(/^Range of [\d.]+ m?s/);
    await page.waitForTimeout(300);
    await panel.picture(`range-${by}`);
    expect(await violations(page)).toEqual([]);
    await rows.focus();
    await page.keyboard.press('Escape');
    expect(await lanes.count()).toBe(0);
    expect(panel.asked.filter(({ name }) => name === 'goTo')).toEqual([]);
  });

  it('begins with the way of a few frames, and shows the whole run when asked to', async () => {
    const { page } = await openPanel({ view: 'full', report, section: 'timeline' });
    await page.locator('.lanes .rows').waitFor();
    const axis = () =>
      page.locator('.lanes .axis').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    await page.waitForTimeout(300);
    const few = await axis();
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(axis).not.toBe(few);
  });

  it('says what it leaves out', async () => {
    const panel = await openPanel({ view: 'full', report, section: 'timeline' });
    await panel.page.locator('.lanes').waitFor();
    await panel.page.locator('.twin summary').click();
    await expect.poll(() => panel.page.locator('.twin tbody tr').count()).toBeGreaterThan(5);
  });

  it('says what part of a long run it shows, and how many boxes are outside of it', async () => {
    const long = { ...timeline([box('aicore', 0, 2), box('aicore', 5, 1)]), leftOut: 999_998 };
    const { page } = await openPanel({
      view: 'full',
      report: reportOf('full-pipeline'),
      section: 'timeline',
      answers: { timeline: () => packTimeline(long) },
    });
    await page.getByText('0 ms to 10 ms of the simulated run; 999,998 boxes outside').waitFor();
  });

  describe('with a recorded run', () => {
    const { pipeline, recorded } = recordedProgram('full-pipeline');
    const sent = timelineOf(pipeline, {}, 20_000, undefined, recorded);
    const shown = { view: 'full' as const, report, section: 'timeline' as const };
    const open = (options: Partial<PanelOptions> = {}) =>
      openPanel({ ...shown, answers: { timeline: () => sent }, ...options });

    it('has its lanes above those of the prediction, which begin with a frame too', () => {
      const { rows, measured } = arrange(readTimeline(sent));
      const labels = rows.filter(({ first }) => first).map(({ label }) => label);
      expect(labels.filter((label) => label.startsWith('Measured: '))).toEqual(labels.slice(0, 12));
      expect(labels.slice(0, 5)).toEqual(
        ['aicore', 'jpegd', 'link', 'vpc', 'worker 1'].map((name) => `Measured: ${name}`),
      );
      const beginning = rows.filter(({ kind, boxes }) =>
        boxes.some((each) => kind === 'host' && Math.abs(each.startMs - (measured?.frameMs ?? NaN)) < 1e-9),
      );
      expect(new Set(beginning.map((row) => row.measured))).toEqual(new Set([true, false]));
    });

    it('has measured lanes and calls in the statistics of a range, apart from those of the prediction', async () => {
      const { page } = await open();
      await page.getByRole('button', { name: 'Statistics of the view' }).click();
      const lanes = page.getByRole('region', { name: 'Lanes in the range' });
      expect(await lanes.getByRole('row').nth(1).innerText()).toMatch(/^Measured: aicore\s+[\d,]+\s.*%/);
      const calls = await page.getByRole('region', { name: 'Calls in the range' }).innerText();
      for (const name of ['aclmdlExecuteAsync', 'Measured: aclmdlExecuteAsync (host)'])
        expect(calls.split('\n').some((line) => line.startsWith(`${name}\t`))).toBe(true);
    });

    it('says which part of the run it shows, and of each box when it was recorded', async () => {
      const { page, asked } = await open();
      const { measured } = readTimeline(sent);
      await page
        .getByText(/Measured lanes show the recorded run from .* to .*; [\d,]+ of its events/)
        .waitFor();
      await page.getByText(/At .*, where the line is, a frame begins in both\./).waitFor();
      const rows = page.locator('.lanes .rows');
      await page.waitForTimeout(300);
      const size = await rows.boundingBox();
      const [x, y] = [(size?.x ?? 0) + (size?.width ?? 0) * 0.5, (size?.y ?? 0) + 10];
      await page.mouse.move(x, y);
      await expect
        .poll(() => page.locator('.tip').innerText())
        .toMatch(/^acl.* measured at .* · main\.cpp:\d+$/);
      await page.mouse.click(x, y);
      await expect.poll(() => asked.at(-1)?.name).toBe('goTo');
      await page.locator('.twin summary').click();
      const share = await page.locator('.twin tbody tr').first().locator('td').last().innerText();
      expect(Number(share.replace(/\s?%/, ''))).toBeLessThanOrEqual(100);
      expect(measured?.fromMs).toBeLessThan(measured?.toMs ?? 0);
    });

    it.each([
      ['light', 'en'],
      ['dark', 'en'],
      ['dark', 'zh-cn'],
      ['hc-light', 'zh-cn'],
    ] as const)('in %s and %s has a picture', async (theme, locale) => {
      const panel = await open({ theme, locale });
      await panel.page.locator('.lanes .rows').waitFor();
      await panel.page.waitForTimeout(400);
      await panel.picture(`timeline-measured-${theme}-${locale}`);
      expect(panel.problems).toEqual([]);
    });
  });
});
