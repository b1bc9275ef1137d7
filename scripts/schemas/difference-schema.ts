/** Schema of the JSON that `diff` prints. */
import * as v from 'valibot';
import { count, finding, gain, number, rate, schemaVersion, share, verdict } from './output-schemas.ts';

const percent = v.pipe(v.number(), v.description('Of the rate before; below 0 where it falls.'));

const compared = v.strictObject({
  label: v.pipe(v.string(), v.description('As given.')),
  commit: v.pipe(v.nullable(v.string()), v.description('Of a revision; null for what is on disk.')),
});

const side = v.nullable(
  v.strictObject({
    file: v.nullable(v.string()),
    qps: v.nullable(rate),
    qpsRange: v.nullable(v.tuple([rate, rate])),
    latency: v.nullable(v.strictObject({ medianMs: rate, p99Ms: rate })),
    bottleneck: v.nullable(v.strictObject({ resource: v.string(), utilization: share })),
    verdict: v.nullable(verdict),
    problem: v.exactOptional(v.pipe(v.string(), v.description('Why there is no rate.'))),
  }),
);

const stretch = v.nullable(v.strictObject({ line: count, endLine: count }));

const changedLines = v.strictObject({
  file: v.string(),
  before: v.pipe(stretch, v.description('Null where the lines are new.')),
  after: v.pipe(stretch, v.description('Null where the lines are gone.')),
  oldText: v.array(v.string()),
  newText: v.array(v.string()),
});

export const differenceOutputSchema = v.strictObject({
  schemaVersion,
  before: compared,
  after: compared,
  device: v.string(),
  programs: v.array(
    v.strictObject({
      program: v.string(),
      status: v.pipe(
        v.picklist(['same', 'changed', 'added', 'removed']),
        v.description('same: nothing that the simulation sees differs.'),
      ),
      before: side,
      after: side,
      change: v.nullable(
        v.strictObject({
          ...gain.entries,
          percent,
          noticeable: v.pipe(
            v.boolean(),
            v.description('Larger than what the simulation may be off by, and than half a percent.'),
          ),
        }),
      ),
      lines: v.pipe(
        v.array(v.strictObject({ lines: v.array(changedLines), percent, gain })),
        v.description(
          'The fewest changes whose undoing brings back the rate of before: those that act alone one by one, the largest first; the others together. gain: without and with them.',
        ),
      ),
      qpsWithoutLines: v.pipe(
        v.nullable(rate),
        v.description('The rate with all of lines undone: that before, where they are the whole reason.'),
      ),
    }),
  ),
  findings: v.strictObject({
    came: v.array(finding),
    went: v.array(finding),
    stayed: v.pipe(number, v.description('How many are on both sides; moved lines are the same finding.')),
  }),
});
