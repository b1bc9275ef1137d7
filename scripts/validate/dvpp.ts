/** The vendor's DVPP rates by channels: a channel is a thread with a stream of its own. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';

export interface DvppRate {
  device: string;
  engine: string;
  size: string;
  channels: number;
  /** Tasks between two synchronizations. */
  tasks: number;
  withCopy: boolean;
  framesPerSecond: number;
  where: string;
}

type Cells = Record<string, string>;

const PIXELS: Record<string, number> = {
  '720p': 1280 * 720,
  '1080p': 1920 * 1080,
  '4K': 3840 * 2160,
  '8K': 7680 * 4320,
};
/** The first that the hardware's name holds. */
const DEVICES: [string, string][] = [
  ['310P', 'ascend310p3'],
  ['310B', 'ascend310b'],
  ['910B', 'ascend910b'],
  ['910', 'ascend910a'],
  ['310', 'ascend310'],
];
/** Channels where the page says only that the engine is full. */
const MANY = 16;

/** Rows that give frames/s of an engine for a known size; `skipped` counts the others. */
export function readDvppRates(): { rates: DvppRate[]; skipped: number } {
  const path = new URL('../../test/data/dvpp-spec.tsv', import.meta.url);
  const all = parse(readFileSync(path, 'utf8'), { columns: true, delimiter: '\t', quote: null }) as Cells[];
  const rows = all.map((cells) => ({ cells, rate: rateOf(cells) }));
  const rates = rows.flatMap(({ cells, rate }) => (rate ? [rate, ...inProportion(rate, cells)] : []));
  return { rates, skipped: rows.filter(({ rate }) => !rate).length };
}

/** A rate of one channel that is said to grow "linear to n=12" tells those of 6 and of 12 channels too. */
function inProportion(rate: DvppRate, cells: Cells): DvppRate[] {
  const most = Number(/linear to n=(\d+)/.exec(`${cells['metric']} ${cells['note']}`)?.[1] ?? 1);
  const channels = rate.channels === 1 ? new Set([Math.ceil(most / 2), most]) : [];
  return [...channels]
    .filter((count) => count > 1)
    .map((count) => ({
      ...rate,
      channels: count,
      framesPerSecond: count * rate.framesPerSecond,
      where: rate.where.replace('1 channel', `${count} channels, in proportion`),
    }));
}

function rateOf(cells: Cells): DvppRate | undefined {
  const what = cells['model_or_op'] ?? '';
  const note = cells['note'] ?? '';
  const engine = /^(VPC|JPEGD|JPEGE|VDEC|VENC|PNGD)\b/.exec(what)?.[1];
  const size = /\b(720p|1080p|4K|8K)\b/.exec(what)?.[1];
  const device = DEVICES.find(([name]) => cells['hardware']?.includes(name))?.[1];
  const framesPerSecond = Number(cells['figure']);
  if (
    !engine ||
    !size ||
    !device ||
    !(framesPerSecond > 0) ||
    /software|Atlas 300V/.test(`${what} ${note} ${cells['hardware']}`)
  ) {
    return undefined;
  }
  return {
    device,
    engine: engine.toLowerCase(),
    size,
    channels: channelsOf(cells['threads_streams'] ?? ''),
    tasks: Number(/one (?:aclrtSynchronizeStream|synchronize) per (\d+)/.exec(note)?.[1] ?? 10),
    withCopy: what.includes('H2D'),
    framesPerSecond,
    where: `${cells['hardware']} ${what}, ${cells['threads_streams'] || 'channels not said'}`,
  };
}

function channelsOf(text: string): number {
  const least = /n>=(\d+)/.exec(text)?.[1];
  const above = /n>(\d+)/.exec(text)?.[1];
  const exact = /n=(\d+)|^(\d+) channel/.exec(text);
  if (text.startsWith('saturated')) return MANY;
  if (least) return Number(least);
  if (above) return Number(above) + 1;
  if (exact) return Number(exact[1] ?? exact[2]);
  return text.includes('process') ? 1 : MANY;
}

/** Channels that submit tasks and wait, over and over; where pictures come from the host, a copy goes before each. */
export function dvppPipeline(rate: DvppRate): Pipeline {
  const pixels = PIXELS[rate.size] ?? 0;
  const frameBytes = pixels * 1.5;
  // The vendor does not say how large its JPEGs are.
  const bytes = rate.engine === 'jpegd' ? {} : { bytes: frameBytes };
  const stream = 's';
  const work = { kind: 'submit', engine: rate.engine, stream, work: { pixels, ...bytes } };
  const copy = { kind: 'submit', engine: 'h2d', stream, work: { bytes: frameBytes } };
  const body = [...(rate.withCopy ? [copy] : []), work];
  const cycle = [
    { kind: 'repeat', times: rate.tasks, body },
    { kind: 'wait', target: stream },
  ];
  return parsePipeline({
    streams: [{ id: stream }],
    threads: [{ id: 'channel', replicas: rate.channels, program: [{ kind: 'repeat', body: cycle }] }],
  });
}
