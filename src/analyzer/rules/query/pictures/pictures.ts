/** The pictures that DVPP reads and writes: descriptions of the first interface, structs of the second. */
import type { SourceRange } from '../../../../pipeline/source.ts';
import type { CallNode } from '../../../trace/nodes.ts';
import type { TraceInstance, TraceObject, TraceValue } from '../../../trace/values.ts';
import type { RuleContext } from '../../context.ts';
import { objectOf } from '../copies.ts';
import type { Shape } from './geometry.ts';
import { ownValue } from '../../../../base/own-value.ts';
import { quantityOf } from '../quantities.ts';

export interface Picture extends Shape {
  /** Bytes that the program says it has. */
  size?: number | undefined;
  /** Bytes of the memory that it is given, where that is known. */
  memory?: TraceObject | undefined;
  /** Where its size is given. */
  at: SourceRange;
  node: CallNode;
}

/** Pictures whose shape the source fixes. */
export function picturesOf(context: RuleContext): Picture[] {
  return [...described(context), ...structs(context)];
}

function described(context: RuleContext): Picture[] {
  const calls = context.calls.filter(({ name }) => /^acldvpp\w+Async$/.test(name));
  const objects = new Set(calls.flatMap(({ args }) => args.flatMap(({ value }) => objectOf(value) ?? [])));
  return [...objects]
    .filter(({ kind }) => kind === 'picture')
    .flatMap((object) => pictureOf(object, context) ?? []);
}

/** What the setters say of a description; undefined where the source does not fix it. */
export function pictureOf(object: TraceObject, context: RuleContext): Picture | undefined {
  const setter = (name: string): CallNode[] =>
    context.named(`acldvppSetPicDesc${name}`).filter((call) => objectOf(call.args[0]?.value) === object);
  const number = (name: string): number | undefined => onlyNumber(setter(name), context);
  const [widthStride, heightStride] = [number('WidthStride'), number('HeightStride')];
  const [format, size, data] = [setter('Format'), setter('Size'), setter('Data')];
  const node = size[0] ?? data[0];
  if (!widthStride || !heightStride || !node) return undefined;
  return {
    widthStride,
    heightStride,
    width: number('Width'),
    format: onlyName(format),
    size: number('Size'),
    memory: data.length === 1 ? objectOf(data[0]?.args[1]?.value) : undefined,
    at: node.range,
    node,
  };
}

/** The value that all of a description's setters give. */
function onlyNumber(setters: readonly CallNode[], context: RuleContext): number | undefined {
  const values = new Set(setters.map(({ args }) => context.fixed(quantityOf(args[1]?.value))));
  const [value] = values;
  return values.size === 1 ? value : undefined;
}

function onlyName(setters: readonly CallNode[]): string {
  const names = new Set(setters.map(({ args }) => nameOf(args[1]?.value)));
  const [name = ''] = names;
  return names.size === 1 ? name : '';
}

const nameOf = (value: TraceValue | undefined): string => (value?.kind === 'constant' ? value.name : '');

/** Structs of the second interface, as they are when a call takes them. */
function structs(context: RuleContext): Picture[] {
  return context.calls
    .filter(({ name }) => /^hi_mpi_(?:vpc|vdec|venc|jpeg\w)_\w+$/.test(name))
    .flatMap((node) => node.args.flatMap(({ value }) => structOf(value, node, context) ?? []));
}

const PREFIXED = 'picture_';

function structOf(value: TraceValue, node: CallNode, context: RuleContext): Picture | undefined {
  if (value.kind !== 'instance' || !/^hi_(?:vpc|vdec)_pic_info$/.test(value.className)) return undefined;
  const number = (name: string): number | undefined => fieldOf(value, name, context);
  const [widthStride, heightStride] = [number('width_stride'), number('height_stride')];
  if (!widthStride || !heightStride) return undefined;
  return {
    widthStride,
    heightStride,
    width: number('width'),
    format: value.names?.[`${PREFIXED}format`] ?? value.names?.pixel_format ?? '',
    size: number('buffer_size'),
    at: node.range,
    node,
  };
}

function fieldOf({ numbers = {} }: TraceInstance, name: string, context: RuleContext): number | undefined {
  return context.fixed(ownValue(numbers, `${PREFIXED}${name}`) ?? ownValue(numbers, name));
}
