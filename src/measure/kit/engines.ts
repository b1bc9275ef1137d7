/** Engines of DVPP: their time by picture, how many tasks they take at once, and what comes after a task. */
import { ownValue } from '../../base/own-value.ts';
import type { Value } from '../../profile/profile.ts';
import { withCost, withServers } from '../constants.ts';
import { statement } from '../errors.ts';
import type { Estimate } from './estimate.ts';
import { difference, intervalOf, isAboveNothing, pooled } from './estimate.ts';
import { solve } from './least-squares.ts';
import type { Rated } from './rates.ts';
import type { Runtime } from './runtime.ts';
import type { Told } from './told.ts';

/** Time of one picture on the engine, ms. */
interface Picture {
  rated: Rated;
  time: Estimate;
}

const pixelsOf = ({ part }: Rated): number => (part.width ?? 0) * (part.height ?? 0);
const PIXELS = 1e6;
const BYTES = 1e6;

/** What a picture's time is made of, by the names of a profile's costs. */
const COSTS: Readonly<Record<string, readonly (readonly [string, string, (rated: Rated) => number])[]>> = {
  jpegd: [
    ['taskMs', 'ms', () => 1],
    ['perMegapixelMs', 'ms/Mpixel', (rated) => pixelsOf(rated) / PIXELS],
    ['perMegabyteMs', 'ms/MB', ({ part }) => (part.bytes ?? 0) / BYTES],
  ],
  vpc: [
    ['taskMs', 'ms', () => 1],
    ['perMegapixelMs', 'ms/Mpixel', (rated) => pixelsOf(rated) / PIXELS],
    [
      'perMegapixelWrittenMs',
      'ms/Mpixel',
      ({ part }) => ((part.toWidth ?? 0) * (part.toHeight ?? 0)) / PIXELS,
    ],
  ],
};

export function tellEngines(told: Told, runtime: Runtime): void {
  for (const engine of ['jpegd', 'vpc', 'jpege', 'vdec', 'venc'] as const) {
    const parts = told.parts({ what: engine });
    if (parts.length === 0) continue;
    if (told.profile.engines[engine] === undefined) {
      told.open.push(statement('kit-no-engine', { engine }));
      continue;
    }
    tellHost(told, runtime, engine, parts);
    const pictures = picturesOf(told, runtime, engine, parts);
    tellCost(told, engine, pictures);
    tellPoints(told, engine, pictures);
    tellServers(told, runtime, engine, pictures);
  }
}

/** A video's sender is held up by its channel: its time tells nothing of submitting. */
function tellHost(told: Told, runtime: Runtime, engine: string, parts: readonly Rated[]): void {
  const submitted = parts.filter(({ part }) => part.mode === 'async').filter(runtime.isOfDevice);
  if (submitted.length === 0 || engine === 'vdec' || engine === 'venc') return;
  const host = runtime.submission(pooled(submitted.map((each) => each.host)));
  told.set(`engines.${engine}.hostMs`, 'ms', host, { parts: submitted, confidence: 'derived' });
}

const isOne = ({ part: a }: Rated, { part: b }: Rated): boolean =>
  (['width', 'height', 'toWidth', 'toHeight', 'quality'] as const).every((key) => a[key] === b[key]);

/**
 * A picture that is waited for is reported when the engine is done with it; the next of its stream begins when its
 * completion is handled, too. Where nothing is seen of the latter, the stream's own pace is the surer figure.
 */
function picturesOf(told: Told, runtime: Runtime, engine: string, parts: readonly Rated[]): Picture[] {
  const inStream = parts.filter(
    ({ part, ...rest }) =>
      part.mode === 'async' && part.channels === 1 && isPaced(engine, runtime, { part, ...rest }),
  );
  const waited = inStream.flatMap((rated) => {
    const one = parts.find((other) => other.part.mode === 'sync' && isOne(rated, other));
    return one ? [{ rated: one, time: difference(one.call, sumOf(runtime, one)) }] : [];
  });
  const paced = inStream.map((rated) => ({ rated, time: difference(rated.call, runtime.task) }));
  const after = paced.flatMap(({ rated, time }) => {
    const one = waited.find((other) => isOne(rated, other.rated));
    return one ? [difference(time, one.time)] : [];
  });
  if (after.length === 0) return usable(paced);
  const completion = pooled(after);
  const path = `engines.${engine}.completionMs`;
  if (told.constant(path) === undefined && !isNoticeable(completion, paced)) return usable(paced);
  const shown = { ...completion, value: Math.max(0, completion.value) };
  told.setIfClear(path, 'ms', shown, { parts: inStream, confidence: 'derived' });
  return usable(waited);
}

const sumOf = (runtime: Runtime, { host }: Rated): Estimate => {
  const around = runtime.around(host);
  return { value: around.value + runtime.task.value, variance: around.variance + runtime.task.variance };
};

/** Frames of a video are sent when the channel has room for them. */
const isPaced = (engine: string, runtime: Runtime, rated: Rated): boolean =>
  engine === 'vdec' || engine === 'venc' || runtime.isOfDevice(rated);

/** As a part of a picture's time, and beyond what it may be off by. */
const NOTICEABLE = 0.05;
const isNoticeable = (completion: Estimate, paced: readonly Picture[]): boolean =>
  isAboveNothing(completion) &&
  completion.value > NOTICEABLE * Math.min(...paced.map(({ time }) => time.value));

const usable = (pictures: readonly Picture[]): Picture[] =>
  pictures.filter(({ time }) => isAboveNothing(time));

function tellCost(told: Told, engine: string, pictures: readonly Picture[]): void {
  const costs = ownValue(COSTS, engine);
  if (!costs) return;
  const equations = pictures.map(({ rated, time }) => ({
    amounts: costs.map(([, , amount]) => amount(rated)),
    measured: time,
  }));
  const solution = solve(equations);
  if (!solution) {
    told.open.push(statement('kit-few-sizes', { engine }));
    return;
  }
  const parts = pictures.map(({ rated }) => rated);
  costs.forEach(([name, unit], i) => {
    const found = solution.unknowns[i];
    if (found)
      told.set(`engines.${engine}.cost.${name}`, unit, found, { parts, meanError: solution.meanError });
  });
}

/** Where nothing but the size is known of a picture: the mean of those that were measured at it. */
function tellPoints(told: Told, engine: string, pictures: readonly Picture[]): void {
  if (engine === 'vpc' || pictures.length === 0) return;
  const sizes = [...new Set(pictures.map(({ rated }) => pixelsOf(rated)))].sort((a, b) => a - b);
  const points = sizes.map((pixels) => {
    const same = pictures.filter(({ rated }) => pixelsOf(rated) === pixels);
    const parts = same.map(({ rated }) => rated);
    const time = {
      value: same.reduce((all, one) => all + one.time.value, 0) / same.length,
      variance: same.reduce((all, one) => all + one.time.variance, 0) / same.length ** 2,
    };
    const milliseconds: Value = {
      value: time.value,
      unit: 'ms',
      source: told.sourceOf(parts),
      confidence: same.length === 1 ? 'measured' : 'derived',
    };
    return { pixels, milliseconds, time, runs: parts.reduce((all, { runs }) => all + runs, 0) };
  });
  const profile = withCost(told.profile, engine, {
    points: points.map(({ pixels, milliseconds }) => ({ pixels, milliseconds })),
  });
  for (const { pixels, milliseconds, time, runs } of points) {
    told.change(profile, {
      constant: `engines.${engine}.cost.points.${pixels}`,
      unit: 'ms',
      before: null,
      after: time.value,
      samples: runs,
      from: milliseconds.source,
      confidence: milliseconds.confidence,
      interval: intervalOf(time),
    });
  }
}

/** More channels than this many times the servers show how many there are. */
const FULL = 0.9;
/** How near to a whole number what is computed must be. */
const NEAR = 0.12;

/** What a start costs more with several streams at work. */
function changing(told: Told, engine: string, streams: number): number {
  const own = told.constant(`engines.${engine}.switchMs`) ?? told.constant('scheduler.switchMs') ?? 0;
  return own * (1 - 1 / streams);
}

/** With more channels than it takes tasks at once, an engine is done with a picture in a part of the picture's time. */
function tellServers(told: Told, runtime: Runtime, engine: string, pictures: readonly Picture[]): void {
  const found = pictures.flatMap(({ rated, time }) => {
    const crowd = told.rated.filter(
      (other) => other.part.what === engine && other.part.mode === 'async' && isOne(rated, other),
    );
    const most = crowd.toSorted((a, b) => (b.part.channels ?? 1) - (a.part.channels ?? 1))[0];
    const channels = most?.part.channels ?? 1;
    // What the scheduler or the host holds up shows nothing of the engine.
    const isHeldUp = !most || most.call.value < 1.5 * runtime.task.value || !isPaced(engine, runtime, most);
    if (isHeldUp || channels === 1) return [];
    const held = time.value + runtime.task.value + changing(told, engine, channels);
    return [{ servers: held / most.call.value, most }];
  });
  if (found.length === 0) return;
  const sorted = found.map((each) => each.servers).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const servers = Math.round(middle);
  const channels = Math.min(...found.map(({ most }) => most.part.channels ?? 1));
  const isClear = servers >= 1 && Math.abs(middle - servers) <= NEAR * servers && middle < FULL * channels;
  if (!isClear) {
    told.open.push(statement('kit-servers', { engine, servers: middle, channels }));
    return;
  }
  const parts = found.map(({ most }) => most);
  const before = told.constant(`engines.${engine}.servers`) ?? null;
  const source = told.sourceOf(parts);
  told.change(withServers(told.profile, engine, servers, source), {
    constant: `engines.${engine}.servers`,
    unit: 'tasks',
    before,
    after: servers,
    samples: parts.reduce((all, { runs }) => all + runs, 0),
    from: source,
    confidence: 'measured',
    interval: [servers, servers],
  });
}
