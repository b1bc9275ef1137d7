/** Calls of catalogued functions: what they create, set and give, and their place in the trace. */
import type { SourceRange } from '../../pipeline/source.ts';
import type { CatalogueRow } from '../acl/catalogue.ts';
import { abstractValue } from './abstract.ts';
import { pointee } from './locate.ts';
import type { Argument, Machine } from './machine.ts';
import { forgetPointees, newBuffer } from './memory.ts';
import { registerCallback } from './threads.ts';
import { literal, unknown, type NumberState, type State } from './state.ts';
import type { CallNode } from './trace.ts';
import type { MemoryKind, ObjectKind, TraceObject } from './value.ts';

export interface RuntimeCall {
  row: CatalogueRow;
  args: Argument[];
  name: string;
  /** The name at the call. */
  range: SourceRange;
  callRange: SourceRange;
  receiver?: Argument | undefined;
}

/** Does what the call does to the values, and records it. */
export function runtimeCall(machine: Machine, call: RuntimeCall): State {
  const node: CallNode = {
    ...machine.base(call.range),
    kind: 'call',
    name: call.name,
    row: call.row,
    callRange: call.callRange,
    statement: machine.statement,
    args: call.args.map((arg) => traceArgument(machine, arg)),
    ...(machine.resultName ? { resultName: machine.resultName } : {}),
    ...(call.receiver ? { receiver: traceArgument(machine, call.receiver) } : {}),
    ...(machine.guards.length && makers.has(call.row.role) ? { guards: machine.guards } : {}),
  };
  machine.record(node);
  const effect = effects[call.row.role];
  if (!effect) forgetPointees(machine, call.args);
  return effect?.(machine, call, node) ?? unknown(call.name);
}

const makers: ReadonlySet<CatalogueRow['role']> = new Set([
  'create',
  'allocate',
  'load',
  'get',
  'destroy',
  'free',
]);

function traceArgument(machine: Machine, { text, range, value }: Argument): CallNode['args'][number] {
  return { text, range, value: abstractValue(machine, value) };
}

type Effect = (machine: Machine, call: RuntimeCall, node: CallNode) => State | undefined;

const effects: Partial<Record<CatalogueRow['role'], Effect>> = {
  create,
  allocate,
  load,
  set,
  get,
  launchCallback,
  submit: noteUserData,
};

function subjectOf(call: RuntimeCall): TraceObject | undefined {
  return objectAt(call, call.row.subject);
}

function objectAt({ args }: RuntimeCall, index: number | undefined): TraceObject | undefined {
  const arg = index === undefined ? undefined : args[index];
  const value = arg && pointee(arg.value);
  if (value?.kind === 'object') return value.object;
  const held = value?.kind === 'array' ? value.store.rest.value : undefined;
  return held?.kind === 'object' ? held.object : undefined;
}

/** Gives a created object out through its pointer, or as the result. */
function giveOut(machine: Machine, call: RuntimeCall, object: TraceObject, node: CallNode): State {
  node.creates = object;
  const value: State = { kind: 'object', object, offset: literal(0) };
  const { out } = call.row;
  if (out === undefined) {
    object.name = machine.resultName ?? object.name;
    return value;
  }
  const target = call.args[out];
  if (!target) return unknown(call.name);
  object.name = target.text
    .replace(/^\(\s*void\s*\*+\s*\)\s*|^&|[()]/g, '')
    .replace(/^&/, '')
    .trim();
  const cell = target.value.kind === 'pointer' ? target.value.cell : target.cell;
  if (cell) machine.write(cell, value);
  else if (target.value.kind === 'array') target.value.store.rest.value = value;
  return unknown(call.name);
}

function create(machine: Machine, call: RuntimeCall, node: CallNode): State | undefined {
  const { row } = call;
  if (row.opens) {
    const channel = subjectOf(call);
    if (channel) channel.fields.set('opened', { kind: 'constant', name: row.name });
    return undefined;
  }
  const object = machine.object((row.creates ?? 'file') as ObjectKind, machine.resultName ?? '', {
    createdAt: call.range,
    createdBy: call.name,
  });
  const data = row.data === undefined ? undefined : call.args[row.data];
  if (data) object.fields.set('data', abstractValue(machine, data.value));
  const bytes = row.bytes === undefined ? undefined : call.args[row.bytes];
  if (bytes?.value.kind === 'number') object.bytes = bytes.value.quantity;
  if (row.creates === 'region') {
    for (const [index, name] of ['left', 'right', 'top', 'bottom'].entries())
      setField(machine, object, name, call.args[index]);
  }
  return giveOut(machine, call, object, node);
}

function setField(machine: Machine, object: TraceObject, name: string, arg: Argument | undefined): void {
  if (arg) object.fields.set(name, abstractValue(machine, arg.value));
}

const memoryKinds: Record<string, MemoryKind> = {
  device: 'device',
  dvpp: 'dvpp',
  pinned: 'pinned',
  host: 'malloc',
};

function allocate(machine: Machine, call: RuntimeCall, node: CallNode): State {
  const { row } = call;
  const size = row.bytes === undefined ? undefined : call.args[row.bytes]?.value;
  const memory = row.name === 'mmap' ? 'mmap' : (memoryKinds[row.pool ?? 'device'] ?? 'unknown');
  const object = newBuffer(machine, memory, call.range, size?.kind === 'number' ? size : undefined, {
    createdBy: call.name,
  });
  return giveOut(machine, call, object, node);
}

/** What a model is loaded from: as resolved, or as written. A wrapper may have been given it when it was made. */
function pathOf({ row, args, receiver }: RuntimeCall): string | undefined {
  const path = (row.path === undefined ? undefined : args[row.path]) ?? receiver;
  const value = path && pointee(path.value);
  if (value?.kind === 'string' || (value?.kind === 'unknown' && value.text)) return value.text;
  return path?.text;
}

function load(machine: Machine, call: RuntimeCall, node: CallNode): State {
  const { row } = call;
  const text = pathOf(call);
  const option = subjectOf(call)?.fields.get('option');
  const fromOption = option?.kind === 'string' ? option.text : undefined;
  const found = fromOption ?? text;
  const object = machine.object('model', '', {
    createdAt: call.range,
    createdBy: call.name,
    ...(found ? { path: found } : {}),
  });
  if (call.receiver && row.out === undefined) return holdModel(machine, call.receiver, object, node);
  return giveOut(machine, call, object, node);
}

/** A wrapper's object stands for the model that it has loaded. */
function holdModel(machine: Machine, receiver: Argument, object: TraceObject, node: CallNode): State {
  node.creates = object;
  object.name = receiver.text;
  if (receiver.cell) machine.write(receiver.cell, { kind: 'object', object, offset: undefined });
  return unknown(node.name);
}

function set(machine: Machine, call: RuntimeCall): undefined {
  const { row, args } = call;
  if (row.callback !== undefined) return setCallback(machine, call);
  const subject = subjectOf(call);
  if (!subject || !row.field) return undefined;
  const arg = row.value === undefined ? undefined : args[row.value];
  const value = arg && abstractValue(machine, arg.value);
  if (row.field === 'part' && value?.kind === 'object') subject.parts.push(value.object);
  else if (row.field === 'rectangle') {
    for (const [index, name] of ['left', 'right', 'top', 'bottom'].entries())
      setField(machine, subject, name, args[index + 1]);
  } else if (value) subject.fields.set(row.field, value);
  if (row.field === 'pinned') subject.memory = 'pinned';
  if (row.field === 'data' && row.name === 'aclUpdateDataBuffer') noteBytes(subject, args[2]);
  return undefined;
}

function noteBytes(subject: TraceObject, arg: Argument | undefined): void {
  if (arg?.value.kind === 'number') subject.bytes = arg.value.quantity;
}

/** Decoder and encoder channels call back with what the submissions gave them. */
function setCallback(machine: Machine, call: RuntimeCall): undefined {
  const callback = call.args[call.row.callback ?? 0];
  const channel = subjectOf(call);
  if (!callback) return undefined;
  const thread = registerCallback(
    machine,
    callback.value,
    channelArguments(machine, channel),
    call.name,
    call.range,
  );
  if (thread && channel) channel.fields.set('callback', { kind: 'function', name: thread.entry });
  return undefined;
}

/** What a channel's callback is given: filled in by the submissions that follow, which are seen before it runs. */
function channelArguments(machine: Machine, channel: TraceObject | undefined): Argument[] {
  const args = [0, 1, 2].map(() => ({ value: unknown(), text: '', range: machine.statement }));
  if (channel) machine.channelArguments.set(channel, args);
  machine.lastChannelArguments = args;
  return args;
}

function noteUserData(machine: Machine, call: RuntimeCall): undefined {
  const { row, args } = call;
  if (row.userData === undefined) return undefined;
  const channel = objectAt(call, row.channel);
  const given = (channel && machine.channelArguments.get(channel)) ?? machine.lastChannelArguments;
  if (!given) return undefined;
  const sources = [row.inputDescription, row.outputDescription, row.userData];
  for (const [place, source] of sources.entries()) {
    const arg = source === undefined ? undefined : args[source];
    const own = given[place];
    if (arg && own && own.value.kind === 'unknown') own.value = arg.value;
  }
  return undefined;
}

function launchCallback(machine: Machine, call: RuntimeCall): undefined {
  const { row, args } = call;
  const callback = args[row.callback ?? 0];
  const data = row.userData === undefined ? undefined : args[row.userData];
  if (callback) registerCallback(machine, callback.value, data ? [data] : [], call.name, call.range);
  return undefined;
}

function get(machine: Machine, call: RuntimeCall): State | undefined {
  const { row, args } = call;
  const out = row.out === undefined ? undefined : args[row.out];
  if (row.name === 'aclrtGetRunMode') return giveValue(machine, out, { kind: 'constant', name: 'ACL_HOST' });
  if (row.name === 'aclrtGetCurrentContext') return currentContext(machine, out);
  if (row.name === 'aclmdlQuerySize') return querySize(machine, call);
  const subject = subjectOf(call);
  if (row.field === 'part') return partOf(machine, subject, args[row.value ?? 1]);
  const known = row.field ? subject?.fields.get(row.field) : undefined;
  if (known) return stateOf(known);
  if (row.field === 'bytes' && subject?.bytes !== undefined) return quantityState(machine, subject.bytes);
  if (row.field === 'inputBytes' || row.field === 'outputBytes') return modelBytes(machine, call, subject);
  return undefined;
}

function giveValue(machine: Machine, out: Argument | undefined, value: State): undefined {
  if (out?.value.kind === 'pointer') machine.write(out.value.cell, value);
  return undefined;
}

function currentContext(machine: Machine, out: Argument | undefined): undefined {
  const made =
    machine.objects.findLast((object) => object.kind === 'context') ?? machine.object('context', 'default');
  return giveValue(machine, out, { kind: 'object', object: made, offset: undefined });
}

/** A picture of a batch; made when first asked for. */
function partOf(
  machine: Machine,
  subject: TraceObject | undefined,
  index: Argument | undefined,
): State | undefined {
  const at = index?.value.kind === 'number' && !index.value.index ? (index.value.known ?? 0) : 0;
  if (subject?.kind === 'picture' && !subject.parts.length)
    subject.parts.push(machine.object('picture', subject.name));
  const part = subject?.parts[at] ?? subject?.parts[0];
  return part && { kind: 'object', object: part, offset: literal(0) };
}

function stateOf(value: NonNullable<ReturnType<TraceObject['fields']['get']>>): State | undefined {
  if (value.kind === 'object')
    return { kind: 'object', object: value.object, offset: literal(value.knownOffset ?? 0) };
  if (value.kind === 'number')
    return { kind: 'number', quantity: value.quantity, known: value.known, fixed: false };
  return undefined;
}

function quantityState(machine: Machine, quantity: NonNullable<TraceObject['bytes']>): NumberState {
  const known = typeof quantity === 'number' ? quantity : machine.parameters.get(quantity)?.value;
  return { kind: 'number', quantity, known, fixed: false };
}

/** Sizes that only the model file knows: parameters of the model. */
function modelBytes(machine: Machine, call: RuntimeCall, subject: TraceObject | undefined): State {
  const what = call.row.field === 'inputBytes' ? 'input' : 'output';
  const path = modelPath(subject);
  const name = `${path}_${what}_bytes`;
  const [, batch = '1'] = /(?:^|_)(?:bs|b|batch)_?(\d+)(?:_|$)/i.exec(path) ?? [];
  const value = (what === 'input' ? 150_528 : 4_000) * Number(batch);
  const origin = { kind: 'default' as const, range: call.range, evidence: call.name };
  return machine.parameters.open(
    name,
    name,
    value,
    origin,
    `Bytes of the ${what} of the model, which only its file says.`,
  );
}

function modelPath(subject: TraceObject | undefined): string {
  const model = subject?.fields.get('model');
  const path = model?.kind === 'object' ? model.object.path : undefined;
  return (path ?? 'model').replace(/^.*\//, '').replace(/\.om$/, '').replace(/\W+/g, '_') || 'model';
}

function querySize(machine: Machine, call: RuntimeCall): undefined {
  for (const [index, what] of [
    [1, 'work'],
    [2, 'weight'],
  ] as const) {
    const origin = { kind: 'default' as const, range: call.range, evidence: call.name };
    const name = `model_${what}_bytes`;
    const value = what === 'work' ? 4_723_712 : 51_180_544;
    giveValue(machine, call.args[index], machine.parameters.open(name, name, value, origin));
  }
  return undefined;
}
