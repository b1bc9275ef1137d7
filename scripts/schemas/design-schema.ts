/** Schema of the JSON that `plan` prints. */
import * as v from 'valibot';
import { INPUTS } from '../../src/service/design/wish.ts';
import { count, rate, schemaVersion, share } from './output-schemas.ts';

const wish = v.strictObject({
  model: v.string(),
  modelMs: v.exactOptional(v.pipe(rate, v.description('Time of one execution that was said, ms.'))),
  input: v.picklist(INPUTS),
  width: v.pipe(count, v.description('Of a picture, pixels.')),
  height: count,
  bytes: v.pipe(count, v.description('Of a JPEG file or of a ready input.')),
  modelWidth: count,
  modelHeight: count,
  rate: v.exactOptional(v.pipe(rate, v.description('Frames/s at least.'))),
  p99Ms: v.exactOptional(v.pipe(rate, v.description('99th percentile of a frame’s latency at most, ms.'))),
  batches: v.array(count),
  mostDevices: count,
});

const choices = {
  devices: count,
  threads: v.pipe(count, v.description('Of each device.')),
  batch: v.pipe(count, v.description('Frames that the model takes at once.')),
  depth: v.pipe(count, v.description('Inputs of a batch that a thread submits before it waits.')),
  framesPerWait: v.pipe(count, v.description('batch × depth.')),
};

const bottleneck = v.strictObject({ resource: v.string(), utilization: share });

const design = v.strictObject({
  ...choices,
  qps: rate,
  qpsRange: v.tuple([rate, rate]),
  latency: v.looseObject({ medianMs: rate, p99Ms: rate }),
  memory: v.strictObject({ peakBytes: rate, limitBytes: rate, fits: v.boolean() }),
  hostCores: v.pipe(rate, v.description('Busy, summed over the host’s threads.')),
  bottleneck,
  loads: v.pipe(
    v.array(v.strictObject({ resource: v.string(), load: share })),
    v.description('How full each resource is at the rate, the fullest first.'),
  ),
  bandwidth: v.strictObject({
    bytesPerSecond: v.pipe(rate, v.description('What the codecs move through memory.')),
    share: v.pipe(share, v.description('Of the memory bandwidth of all devices.')),
    terms: v.array(
      v.strictObject({ engine: v.string(), framesPerSecond: rate, pixels: count, bytesPerSecond: rate }),
    ),
  }),
});

const refusal = v.strictObject({
  binds: v.picklist(['rate', 'p99', 'memory']),
  message: v.string(),
  nearest: v.pipe(
    v.nullable(v.strictObject({ ...choices, qps: rate, p99Ms: rate, bottleneck })),
    v.description('The design that comes nearest; null where none runs.'),
  ),
});

export const designOutputSchema = v.strictObject({
  schemaVersion,
  wish,
  device: v.string(),
  design: v.pipe(v.nullable(design), v.description('Null where the wish cannot be had.')),
  refusal: v.nullable(refusal),
});
