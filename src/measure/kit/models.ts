/** Times of models at each batch, and what several streams add to them. */
import { withModelTime } from '../constants.ts';
import { statement } from '../errors.ts';
import type { Estimate } from './estimate.ts';
import { difference, intervalOf, pooled } from './estimate.ts';
import type { Rated } from './rates.ts';
import type { Runtime } from './runtime.ts';
import { slowerBy, tellStreams } from './streams.ts';
import type { Told } from './told.ts';

export function tellModels(told: Told, runtime: Runtime): void {
  const parts = told.parts({ what: 'model' });
  for (const part of parts.filter(({ part: { mode, streams } }) => mode === 'async' && streams === 1))
    tellTime(told, runtime, part);
  const asynchronous = parts.filter(({ part }) => part.mode === 'async').filter(runtime.isOfDevice);
  if (asynchronous.length > 0 && told.profile.engines['aicore'] !== undefined) {
    const host = runtime.submission(pooled(asynchronous.map((each) => each.host)));
    told.set('engines.aicore.hostMs', 'ms', host, { parts: asynchronous, confidence: 'derived' });
  }
  tellStreams(told, 'aicore', slowerBy(asynchronous));
}

function tellTime(told: Told, runtime: Runtime, rated: Rated): void {
  const { model, batch } = rated.part;
  if (model === undefined || batch === undefined) return;
  const constant = `models.${model}.${batch}.milliseconds`;
  if (!runtime.isOfDevice(rated)) {
    told.open.push(statement('kit-host-bound', { constant, most: rated.call.value }));
    return;
  }
  const time: Estimate = difference(rated.call, runtime.task);
  if (time.value <= 0) return;
  const source = told.sourceOf([rated]);
  const figure = { value: time.value, unit: 'ms', source, confidence: 'measured' } as const;
  const before = told.profile.models
    .find(({ name }) => name === model)
    ?.batches.find((point) => point.batch === batch)?.milliseconds.value;
  told.change(withModelTime(told.profile, model, batch, figure), {
    constant,
    unit: 'ms',
    before: before ?? null,
    after: time.value,
    samples: rated.runs,
    from: source,
    confidence: 'measured',
    interval: intervalOf(time),
  });
}
