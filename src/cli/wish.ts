/** The wish of `plan` from its options. */
import { bytesOf, type InputKind, USUAL_BATCHES, type Wish } from '../service/design/wish.ts';
import { CliError } from './failure.ts';
import { parseAbove0, parseCount } from './numbers.ts';

export interface WishOptions {
  input: InputKind;
  size: string;
  bytes?: string;
  modelSize: string;
  cost?: string;
  batch?: string;
  rate?: string;
  p99?: string;
  maxDevices: string;
}

/** A device is no wider than this. */
const MOST_DEVICES = 64;
const WIDEST = 16_384;

/** Throws `CliError` for what is no wish. */
export function wishOf(model: string, options: WishOptions): Wish {
  const { input, cost, rate, p99 } = options;
  if (rate === undefined && p99 === undefined) throw new CliError('no-wish');
  const [width, height] = sizeOf(options.size, '--size');
  const [modelWidth, modelHeight] = sizeOf(options.modelSize, '--model-size');
  const sizes = { width, height, modelWidth, modelHeight };
  return {
    model,
    ...(cost === undefined ? {} : { modelMs: parseAbove0(cost, '--cost') }),
    input,
    ...sizes,
    bytes: options.bytes === undefined ? bytesOf({ input, ...sizes }) : from1(options.bytes, '--bytes'),
    ...(rate === undefined ? {} : { rate: parseAbove0(rate, '--rate') }),
    ...(p99 === undefined ? {} : { p99Ms: parseAbove0(p99, '--p99') }),
    batches: batchesOf(options),
    mostDevices: from1(options.maxDevices, '--max-devices', MOST_DEVICES),
  };
}

/** A time that is said is that of one batch: what others would take nobody knows. */
function batchesOf({ batch, cost }: WishOptions): number[] {
  if (batch === undefined) return cost === undefined ? USUAL_BATCHES : [1];
  const all = batch.split(',').map((text) => from1(text.trim(), '--batch', 1024));
  if (cost !== undefined && all.length > 1) throw new CliError('cost-of-one-batch');
  return [...new Set(all)].sort((a, b) => a - b);
}

function sizeOf(text: string, option: string): [number, number] {
  const [, width, height] = /^(\d{1,5})x(\d{1,5})$/i.exec(text) ?? [];
  const size: [number, number] = [Number(width), Number(height)];
  if (size.every((side) => side >= 2 && side <= WIDEST)) return size;
  throw new CliError('not-a-size', { option, text });
}

function from1(text: string, option: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = parseCount(text, option);
  if (value < 1 || value > most) throw new CliError('not-in-range', { option, text, least: 1, most });
  return value;
}
