/** Work of the host's own, and what it costs. */
import type { HostStep, Step } from '../../pipeline/pipeline.ts';
import { divide, loopInvariant, multiply, type Quantity } from '../../pipeline/quantity.ts';
import { elementPasses, FEW_PASSES, type CallNode, type LoopNode } from '../trace/nodes.ts';
import { readMilliseconds } from './annotations.ts';
import type { ExtractContext } from './context.ts';
import costs from './host-costs.json' with { type: 'json' };
import { numberOf } from './work.ts';
import { ownValue } from '../../base/own-value.ts';

type Place = Pick<Step, 'source' | 'calledFrom'>;

const milliseconds: Record<string, number> = costs.milliseconds;
const rates: Record<string, number> = costs.bytesPerMillisecond;

/** A host call: its cost from a comment, from its bytes, or assumed and open. */
export function hostStep(context: ExtractContext, call: CallNode, place: Place): HostStep {
  return { ...place, kind: 'host', what: call.name, milliseconds: hostCost(context, call), busy: true };
}

function hostCost(context: ExtractContext, call: CallNode): Quantity {
  const said = readMilliseconds(context.annotations.at(call.range)?.get('cost')) ?? call.row.milliseconds;
  if (said !== undefined) return said;
  const rate = rates[call.row.role];
  const bytes = bytesOf(call);
  if (rate && bytes !== undefined && call.row.category === 'host-file') {
    return divide(bytes, rate);
  }
  if (call.row.category === 'host-memory') return copyCost(call);
  const name = `${call.name.replace(/\W+/g, '_')}_ms`;
  const assumed = ownValue(milliseconds, call.name) ?? ownValue(milliseconds, call.row.category) ?? 0.1;
  const { range } = call;
  context.unknown({
    code: 'host-cost',
    detail: call.name,
    settle: '// acl-perf: cost=3.2ms',
    range,
    parameter: name,
  });
  return context.open(
    name,
    assumed,
    'ms',
    { kind: 'default', range, evidence: call.name },
    `Assumed time of one ${call.name}`,
  );
}

/** `memcpy` on the host at 5 GB/s. */
function copyCost(call: CallNode): Quantity {
  const bytes = bytesOf(call);
  return bytes === undefined ? 0.01 : divide(bytes, 5e6);
}

function bytesOf({ row, args }: CallNode): Quantity | undefined {
  if (row.bytes !== undefined) return numberOf(args[row.bytes]?.value);
  const place = row.destination ?? row.source;
  const value = place === undefined ? undefined : args[place]?.value;
  return value?.kind === 'object' ? loopInvariant(value.object.bytes) : undefined;
}

/** A loop over elements, written by hand; nothing where its few passes take no time that counts. */
export function loopWork(context: ExtractContext, node: LoopNode, place: Place): HostStep[] {
  const said = readMilliseconds(context.annotations.at(node.range)?.get('cost'));
  if (said === undefined && elementPasses(node, timesOf) <= FEW_PASSES) return [];
  return [
    { ...place, kind: 'host', what: 'loop', milliseconds: said ?? assumedTime(context, node), busy: true },
  ];
}

/** Infinite where run time decides. */
const timesOf = ({ times }: LoopNode): number => (typeof times === 'number' ? times : Infinity);

function assumedTime(context: ExtractContext, node: LoopNode): Quantity {
  const name = `${node.function.replace(/^.*::/, '').replace(/\W+/g, '_')}_loop_ms`;
  const { range } = node;
  context.unknown({
    code: 'host-cost',
    detail: node.condition,
    settle: '// acl-perf: cost=3.2ms',
    range,
    parameter: name,
  });
  const origin = { kind: 'default' as const, range, evidence: node.condition };
  return context.open(
    name,
    milliseconds.loop ?? 0.5,
    'ms',
    origin,
    `Assumed time of the loop in ${node.function}`,
  );
}

const toMilliseconds: Record<string, number> = { us: 1e-3, ms: 1, s: 1000, ns: 1e-6 };

/** A sleep holds no core. */
export function sleepStep(context: ExtractContext, call: CallNode, place: Place): HostStep {
  const said = readMilliseconds(context.annotations.at(call.range)?.get('cost'));
  return {
    ...place,
    kind: 'host',
    what: call.name,
    milliseconds: said ?? sleepTime(context, call),
    busy: false,
  };
}

function sleepTime(context: ExtractContext, call: CallNode): Quantity {
  const { row, args, range } = call;
  const arg = row.time === undefined ? undefined : args[row.time];
  const duration = numberOf(arg?.value);
  const factor = ownValue(toMilliseconds, row.unit ?? '');
  if (duration !== undefined && factor !== undefined) {
    return multiply(duration, factor);
  }
  const written = writtenDuration(arg?.text ?? '');
  if (written !== undefined) return written;
  const name = `${call.name.replace(/^.*::/, '')}_ms`;
  context.unknown({
    code: 'sleep-time',
    detail: arg?.text ?? call.name,
    settle: '// acl-perf: cost=10ms',
    range,
    parameter: name,
  });
  return context.open(
    name,
    10,
    'ms',
    { kind: 'default', range, evidence: arg?.text ?? '' },
    'Time of one sleep',
  );
}

/** `std::chrono::milliseconds(10)`, `10ms`. */
export function writtenDuration(text: string): number | undefined {
  const [, unit, value] = /(nano|micro|milli)?seconds?\((\d+(?:\.\d+)?)\)/.exec(text) ?? [];
  const factors: Record<string, number> = { nano: 1e-6, micro: 1e-3, milli: 1 };
  if (value !== undefined) return Number(value) * (unit ? (ownValue(factors, unit) ?? 1) : 1000);
  const [, short, suffix] = /^(\d+(?:\.\d+)?)(ns|us|ms|s)$/.exec(text) ?? [];
  return short === undefined ? undefined : Number(short) * (ownValue(toMilliseconds, suffix ?? 'ms') ?? 1);
}
