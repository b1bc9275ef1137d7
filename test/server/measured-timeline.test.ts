/** A recorded run in the timeline: above the prediction, on its lines through edits, until something else is compared. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { resolve } from '../../src/pipeline/resolve.ts';
import { readTimeline, type Timeline } from '../../src/server/protocol-timeline.ts';
import { requests } from '../../src/server/protocol.ts';
import { recordedRun, writeTrace } from '../measure/join/write-trace.ts';
import { aclPerf, folderWith, SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const URI = 'file:///somewhere/recorded/main.cpp';
const lineOfCall = SYNC_LOOP.split('\n').findIndex((line) => line.includes('aclmdlExecute(')) + 1;

async function record(): Promise<{ name: string; text: string }> {
  const cwd = folderWith({ 'main.cpp': SYNC_LOOP });
  const { stdout } = await aclPerf(['pipeline', `${cwd}/main.cpp`]);
  const run = recordedRun(resolve(JSON.parse(stdout) as Pipeline));
  return { name: 'msprof_1.json', text: writeTrace(run, { seed: 5, drops: 0, extras: 0, noise: 0.02 }).text };
}

async function begin() {
  const settings = { device: 'ascend310' };
  const client = await LspClient.startHere({ settings });
  await client.open(URI, SYNC_LOOP);
  const [status] = v.parse(requests.programs.result, await client.request(requests.programs.method, {}));
  const program = status?.program ?? '';
  const compare = (...files: { name: string; text: string }[]) =>
    client.request(requests.compare.method, { program, files });
  const timeline = async (settings = {}): Promise<Timeline> => {
    const asked = { program, settings, maxBoxes: 20_000 };
    const sent = v.parse(requests.timeline.result, await client.request(requests.timeline.method, asked));
    if (!sent) throw new Error('no timeline');
    return readTimeline(sent);
  };
  const setDevice = (device: string) => {
    settings.device = device;
    return client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  };
  return { client, compare, timeline, setDevice };
}

const measuredIn = ({ lanes, boxes }: Timeline) => {
  const ids = new Set(lanes.filter(({ measured }) => measured).map(({ id }) => id));
  return boxes.filter(({ lane }) => ids.has(lane));
};

describe('a recorded run', () => {
  it('is above the prediction from a frame on, in its time, and leaves that as it is', async () => {
    const { compare, timeline } = await begin();
    const before = await timeline();
    expect(before.measured).toBeUndefined();
    await compare(await record());
    const { lanes, boxes, measured, ...rest } = await timeline();
    expect(lanes.filter((lane) => !lane.measured)).toEqual(before.lanes);
    expect(lanes.slice(0, 2).map((lane) => lane.measured)).toEqual([{ name: 'aicore' }, { name: 'main' }]);
    const recorded = new Set(measuredIn({ lanes, boxes, ...rest }));
    expect(boxes.filter((box) => !recorded.has(box))).toEqual(before.boxes);
    const begins = boxes.filter(
      ({ lane, startMs }) => lane !== 'aicore' && Math.abs(startMs - (measured?.frameMs ?? NaN)) < 1e-9,
    );
    expect(begins.map(({ name, source }) => [name, source?.file, source?.line])).toEqual(
      Array(2).fill(['aclmdlExecute', URI, lineOfCall]),
    );
    for (const { startMs, durationMs } of recorded) {
      expect(startMs).toBeLessThanOrEqual(rest.toMs);
      expect(startMs + durationMs).toBeGreaterThanOrEqual(rest.fromMs);
    }
    expect((measured?.toMs ?? 0) - (measured?.fromMs ?? 0)).toBeLessThanOrEqual(rest.toMs - rest.fromMs);
  }, 60_000);

  it('stays on its lines through edits; a line that has changed has none, and no frame begins with it', async () => {
    const { client, compare, timeline } = await begin();
    await compare(await record());
    await client.edit(URI, 2, [0, 0], [0, 0], '// one\n// two\n');
    const moved = measuredIn(await timeline());
    expect(new Set(moved.map(({ source }) => source?.line))).toEqual(new Set([lineOfCall + 2]));
    await client.edit(URI, 3, [lineOfCall + 1, 0], [lineOfCall + 1, 0], 'input; ');
    const changed = await timeline();
    expect(measuredIn(changed).every(({ source }) => source === undefined)).toBe(true);
    expect(changed.measured?.leftOut).toBeGreaterThanOrEqual(0);
    expect(changed.measured?.frameMs).toBeUndefined();
  }, 60_000);

  it('goes with the next comparison that has none, not with one that brings nothing, and not to another device', async () => {
    const { compare, timeline, setDevice } = await begin();
    await compare(await record());
    await compare({ name: 'other.txt', text: 'nothing known' });
    expect((await timeline()).measured).toBeDefined();
    const isMeasured = async () => (await timeline()).measured !== undefined;
    await setDevice('ascend310p3');
    await expect.poll(isMeasured, { timeout: 20_000 }).toBe(false);
    await setDevice('ascend310');
    await expect.poll(isMeasured, { timeout: 20_000 }).toBe(true);
    await compare({ name: 'run.log', text: 'loop_count = 1 QPS = 100' });
    expect((await timeline()).measured).toBeUndefined();
  }, 60_000);
});
