/** What a prediction says of latency, and of frames that come in from outside. */
import * as v from 'valibot';

const rate = v.pipe(v.number(), v.minValue(0));

export const loadFigures = {
  latency: v.strictObject({
    medianMs: rate,
    p99Ms: rate,
    p90Ms: v.exactOptional(rate),
    p999Ms: v.exactOptional(rate),
  }),
  load: v.exactOptional(
    v.pipe(
      v.strictObject({
        offered: v.pipe(rate, v.description('Frames/s that arrive.')),
        pattern: v.picklist(['periodic', 'poisson', 'bursty', 'recorded']),
        keptUp: v.pipe(
          v.boolean(),
          v.description('All that arrives is done; else latencies grow without end.'),
        ),
        sources: v.pipe(v.number(), v.integer(), v.minValue(1)),
        carried: v.pipe(rate, v.description('How many of the sources could be kept up with.')),
      }),
      v.description('Where frames come in from outside at their own pace.'),
    ),
  ),
};
