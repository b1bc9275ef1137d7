/** Largest numbers of things by device, as data with its sources. */
import * as v from 'valibot';
import data from './limits.json' with { type: 'json' };

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const schema = v.strictObject({
  about: v.string(),
  devices: v.record(v.string(), v.strictObject({ streams: count, events: count, reportThreads: count })),
});

/** Streams and events per device, threads that wait for reports per process; by device id. */
export const limits = v.parse(schema, data).devices;
