import { expect, test } from 'vitest';
import * as v from 'valibot';
import data from '../../src/analyzer/acl/catalogue.json' with { type: 'json' };
import { allRows, catalogueRow, methodRows, openCvRow } from '../../src/analyzer/acl/catalogue.ts';

const index = v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)));

const row = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[\w:]+$/)),
  category: v.pipe(v.string(), v.nonEmpty()),
  role: v.optional(
    v.picklist([
      'init',
      'submit',
      'copy',
      'memset',
      'execute',
      'synchronize',
      'query',
      'record',
      'streamWait',
      'resetEvent',
      'create',
      'destroy',
      'allocate',
      'free',
      'load',
      'unload',
      'set',
      'get',
      'bindContext',
      'report',
      'launchCallback',
      'hostWork',
      'hostRead',
      'hostWrite',
      'sleep',
      'log',
      'other',
    ]),
  ),
  mode: v.optional(v.picklist(['sync', 'async'])),
  engine: v.optional(
    v.picklist([
      'aicore',
      'aicpu',
      'jpegd',
      'jpege',
      'pngd',
      'vpc',
      'vdec',
      'venc',
      'h2d',
      'd2h',
      'd2d',
      'p2p',
      'memset',
      'host',
      'none',
    ]),
  ),
  stage: v.optional(v.string()),
  blocksHost: v.optional(v.boolean()),
  method: v.optional(v.boolean()),
  opens: v.optional(v.boolean()),
  pool: v.optional(v.picklist(['device', 'dvpp', 'pinned', 'host'])),
  creates: v.optional(v.string()),
  destroys: v.optional(v.string()),
  releases: v.optional(v.string()),
  field: v.optional(v.string()),
  unit: v.optional(v.picklist(['us', 'ms', 's', 'ns', 'chrono', 'unknown'])),
  header: v.optional(v.string()),
  hostBlocking: v.optional(v.string()),
  notes: v.optional(
    v.array(
      v.strictObject({
        text: v.string(),
        devices: v.optional(v.array(v.string())),
        cann: v.optional(v.strictObject({ from: v.optional(v.string()), before: v.optional(v.string()) })),
      }),
    ),
  ),
  reference: v.optional(v.string()),
  parameters: index,
  status: v.optional(v.literal(true)),
  device: index,
  stream: index,
  event: index,
  model: index,
  kernel: index,
  context: index,
  channel: index,
  callback: index,
  userData: index,
  bytes: index,
  width: index,
  height: index,
  kind: index,
  destination: index,
  source: index,
  inputDescription: index,
  outputDescription: index,
  region: index,
  counts: index,
  pictures: index,
  file: index,
  path: index,
  out: index,
  done: index,
  subject: index,
  value: index,
  data: index,
  time: index,
  timeout: index,
  pictureWidth: index,
  pictureHeight: index,
  picture: index,
});

test('every row is well formed, and no name stands twice', () => {
  const result = v.safeParse(v.array(row), data.rows);
  expect(result.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`) ?? []).toEqual([]);
  expect(new Set(data.rows.map(({ name }) => name)).size).toBe(data.rows.length);
});

test("an index names one of the function's arguments", () => {
  for (const one of allRows()) {
    if (one.parameters === undefined) continue;
    for (const place of [
      one.stream,
      one.event,
      one.model,
      one.kernel,
      one.bytes,
      one.kind,
      one.destination,
      one.source,
      one.out,
      one.subject,
      one.pictureWidth,
      one.pictureHeight,
      one.picture,
      one.timeout,
    ]) {
      expect(
        place === undefined || place < Math.max(one.parameters, 1),
        `${one.name} argument ${place}`,
      ).toBe(true);
    }
  }
});

test('families stand in for operators that no row names', () => {
  expect(catalogueRow('aclnnSoftmaxGetWorkspaceSize')).toMatchObject({ role: 'get', engine: 'host' });
  expect(catalogueRow('aclnnSoftmax')).toMatchObject({
    role: 'submit',
    engine: 'aicore',
    mode: 'async',
    stream: 3,
  });
  expect(catalogueRow('aclnnInit')?.role).toBe('other');
  expect(catalogueRow('hi_mpi_vpc_warp')).toMatchObject({ engine: 'vpc', stage: 'VPC' });
  expect(catalogueRow('printBanner')).toBeUndefined();
});

test('methods and OpenCV without its namespace', () => {
  expect(methodRows('convertTo').map(({ name }) => name)).toEqual(['cv::Mat::convertTo']);
  expect(openCvRow('resize')?.name).toBe('cv::resize');
  expect(openCvRow('convertTo')).toBeUndefined();
});
