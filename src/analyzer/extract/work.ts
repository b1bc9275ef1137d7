/** What a submission asks of its engine: bytes, pixels, pictures. */
import type { Engine, Work } from '../../pipeline/pipeline.ts';
import { loopInvariant, multiply, namesIn, type Quantity } from '../../pipeline/quantity.ts';
import { copyDirection, isPageable } from '../trace/copies.ts';
import type { CallNode } from '../trace/nodes.ts';
import { PICTURE_SIDES, type PictureSide } from '../trace/picture-sides.ts';
import type { TraceValue, TraceObject } from '../trace/values.ts';
import { readMilliseconds, readNumber } from './annotations.ts';
import { engineOfChannel, pixelsOfChannel } from './channels.ts';
import type { ExtractContext } from './context.ts';
import { modelId } from './declarations.ts';
import { nameOfText } from '../program/name-of-text.ts';

/** The engine of a submitting call; undefined for a copy that stays on the host. */
export function engineOf(context: ExtractContext, call: CallNode): Engine | undefined {
  const { row } = call;
  if (row.role !== 'copy') {
    const engine = engineOfChannel(context.trace, call) ?? row.engine;
    return engine === 'host' || engine === 'none' ? undefined : engine;
  }
  const direction = copyDirection(call);
  if (direction === 'h2h') return undefined;
  if (direction) return direction;
  context.unknown({
    code: 'copy-direction',
    detail: row.kind === undefined ? call.name : (call.args[row.kind]?.text ?? call.name),
    settle: 'Pass the kind as a constant, or // acl-perf: kind=h2d',
    range: call.range,
  });
  const said = context.annotations.at(call.range)?.get('kind');
  return said === 'd2h' || said === 'd2d' ? said : 'h2d';
}

export function workOf(context: ExtractContext, call: CallNode, engine: Engine): Work {
  const said = context.annotations.at(call.range);
  const milliseconds = readMilliseconds(said?.get('cost')) ?? call.row.milliseconds;
  const cost = milliseconds === undefined ? {} : { milliseconds };
  if (call.row.role === 'copy' || engine === 'memset' || engine === 'h2d' || engine === 'd2h')
    return { ...copyWork(context, call, engine), ...cost };
  if (call.row.role === 'execute' && call.row.milliseconds === undefined)
    return { ...modelWork(context, call), ...(call.row.stage ? {} : cost) };
  if (engine === 'aicore' || engine === 'aicpu')
    return cost.milliseconds === undefined ? operatorWork(context, call) : cost;
  return { ...pictureWork(context, call), ...cost };
}

function copyWork(context: ExtractContext, call: CallNode, engine: Engine): Work {
  const bytes = bytesOf(context, call);
  const host = engine === 'h2d' ? call.row.source : call.row.destination;
  const value = host === undefined ? undefined : call.args[host]?.value;
  const pageable = isPageable(value?.kind === 'object' ? value.object : undefined);
  return { bytes, ...(pageable && (engine === 'h2d' || engine === 'd2h') ? { pageable } : {}) };
}

function bytesOf(context: ExtractContext, call: CallNode): Quantity {
  const { row, args } = call;
  const said = readNumber(context.annotations.at(call.range)?.get('bytes'));
  if (said !== undefined) return said;
  const count = row.bytes === undefined ? undefined : numberOf(args[row.bytes]?.value);
  if (count !== undefined) return count;
  const width = row.width === undefined ? undefined : numberOf(args[row.width]?.value);
  const height = row.height === undefined ? undefined : numberOf(args[row.height]?.value);
  if (width !== undefined && height !== undefined) return multiply(width, height);
  return (isOfPart(call) ? undefined : bytesOfBuffers(call)) ?? openBytes(context, call);
}

/** Whether a copy begins inside of a buffer, as that of one row does: how long the buffer is tells nothing of it. */
const isOfPart = ({ row, args }: CallNode): boolean =>
  [row.source, row.destination].some((side) => {
    const value = side === undefined ? undefined : args[side]?.value;
    if (value?.kind !== 'object') return false;
    return value.offsetUnknown === true || (value.offset !== undefined && value.offset !== 0);
  });

/** A copy of unknown length is at most as long as the smaller of its buffers. */
function bytesOfBuffers({ row, args }: CallNode): Quantity | undefined {
  const sides = [row.source, row.destination].map((index) =>
    index === undefined ? undefined : args[index]?.value,
  );
  for (const side of sides)
    if (side?.kind === 'object' && side.object.bytes !== undefined) return loopInvariant(side.object.bytes);
  return undefined;
}

/** A count that is as long as a row of a picture. */
const ROW = /width|cols|stride|pitch/i;

function openBytes(context: ExtractContext, call: CallNode): Quantity {
  const text = call.row.bytes === undefined ? '' : (call.args[call.row.bytes]?.text ?? '');
  const name = `${(text.match(/[A-Za-z_]\w*/g) ?? ['copy']).at(-1) ?? 'copy'}_bytes`;
  const range = call.range;
  // What the count is named after may be known as a number already, as the pitch of the rows that it copies.
  const same = context.openedAs(text);
  context.unknown({
    code: 'copy-size',
    detail: text || call.name,
    settle: '// acl-perf: bytes=75264',
    range,
    parameter: same ?? name,
  });
  if (same !== undefined) return same;
  return context.open(
    name,
    ROW.test(text) ? 1920 : 150_528,
    'bytes',
    { kind: 'default', range, evidence: text },
    `Bytes of one ${call.name}`,
  );
}

export function numberOf(value: TraceValue | undefined): Quantity | undefined {
  return value?.kind === 'number' ? loopInvariant(value.quantity) : undefined;
}

function modelWork(context: ExtractContext, call: CallNode): Work {
  const { row, args, range } = call;
  const input = row.inputDescription === undefined ? undefined : args[row.inputDescription]?.value;
  const batch = input?.kind === 'object' ? numberOf(input.object.fields.get('batch')) : undefined;
  const model = row.model === undefined ? call.receiver : args[row.model];
  return { model: modelId(context, model, range, batch) };
}

/** A single operator's time is in no catalogue: the user says it. */
function operatorWork(context: ExtractContext, call: CallNode): Work {
  const operator = operatorOf(call);
  const name = `${operator}_ms`;
  const { range } = call;
  context.unknown({
    code: 'operator-cost',
    detail: operator,
    settle: '// acl-perf: cost=0.1ms',
    range,
    parameter: name,
  });
  const origin = { kind: 'default' as const, range };
  const description = `Time of ${operator} on the AI Core`;
  return { milliseconds: context.open(name, 0.1, 'ms', origin, description, OPERATOR_SPREAD) };
}

/** Operators and kernels take from a few microseconds to a few milliseconds. */
const OPERATOR_SPREAD = 30;

/** What runs, where one function launches all kernels: the kernel, by its own name where a pointer leads to it. */
function operatorOf({ name, row, args }: CallNode): string {
  const kernel = row.kernel === undefined ? undefined : args[row.kernel];
  if (!kernel) return name.replace(/^aclrtlaunch_/, '');
  const { value, text } = kernel;
  const named = value.kind === 'function' ? value.name : value.kind === 'unknown' ? value.text : undefined;
  return nameOfText((named ?? text).replace(/<.*/, ''));
}

function pictureWork(context: ExtractContext, call: CallNode): Work {
  const { row, args } = call;
  const said = readNumber(context.annotations.at(call.range)?.get('pixels'));
  const pictures = row.pictures === undefined ? undefined : numberOf(args[row.pictures]?.value);
  const bytes = pictureBytes(call);
  return {
    pixels: said ?? pixelsWorkedOn(context, call),
    ...(bytes === undefined ? {} : { bytes }),
    ...(pictures === undefined || pictures === 1 ? {} : { pictures }),
  };
}

/** Of a decoder the pixels that it makes, of all others those that they are given: what they make is of another size. */
function pixelsWorkedOn(context: ExtractContext, call: CallNode): Quantity {
  const { row, args } = call;
  const decodes = ['jpegd', 'pngd', 'vdec'].includes(row.engine);
  const order = decodes
    ? [row.outputDescription, row.inputDescription]
    : [row.inputDescription ?? row.outputDescription];
  const found = order
    .map((index) => pixelsOf(index === undefined ? undefined : args[index]?.value))
    .find((pixels) => pixels !== undefined);
  const pixels = found ?? pixelsOfChannel(context.trace, call);
  if (pixels === undefined) return openPixels(context, call);
  if (namesIn(pixels).includes('frame_width')) noteOpenSize(context, call);
  return pixels;
}

/** What a device profile prices beside the pixels: the bytes that a decoder reads, or that VPC writes, of one picture. */
function pictureBytes({ row, args }: CallNode): Quantity | undefined {
  if (row.bytes !== undefined) return numberOf(args[row.bytes]?.value);
  if (row.engine !== 'vpc' || row.outputDescription === undefined) return undefined;
  const pixels = pixelsOf(args[row.outputDescription]?.value);
  // YUV420SP, what VPC writes by default.
  return pixels === undefined ? undefined : multiply(pixels, 1.5);
}

/** Pixels of a picture from what was set of it: its size, or its strides. */
function pixelsOf(value: TraceValue | undefined): Quantity | undefined {
  if (value?.kind === 'object') return pixelsOfPicture(value.object);
  if (value?.kind !== 'instance' || !value.numbers) return undefined;
  const { numbers } = value;
  const width = loopInvariant(numbers.picture_width ?? numbers.width ?? numbers.picture_width_stride);
  const height = loopInvariant(numbers.picture_height ?? numbers.height ?? numbers.picture_height_stride);
  return width === undefined || height === undefined ? undefined : multiply(width, height);
}

function pixelsOfPicture(object: TraceObject): Quantity | undefined {
  const field = (name: string) => numberOf(object.fields.get(name));
  const width = field('width') ?? field('widthStride');
  const height = field('height') ?? field('heightStride');
  if (width !== undefined && height !== undefined) return multiply(width, height);
  const [first] = object.parts;
  return first ? pixelsOfPicture(first) : undefined;
}

function openPixels(context: ExtractContext, call: CallNode): Quantity {
  noteOpenSize(context, call);
  const side = (name: PictureSide) => {
    const { assumed, description } = PICTURE_SIDES[name];
    return context.open(name, assumed, 'pixels', { kind: 'default', range: call.range }, description);
  };
  return multiply(side('frame_width'), side('frame_height'));
}

function noteOpenSize(context: ExtractContext, { name, range }: CallNode): void {
  context.unknown({
    code: 'picture-size',
    detail: name,
    settle: '--set frame_width=1920 --set frame_height=1080',
    range,
    parameter: 'frame_width',
  });
}
