/** Calls of catalogued functions: what they create, set and give, and their place in the trace. */
import { assumeSome } from '../interpret/threads/replicas.ts';
import { dataTypeBytes } from './constants.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import { failsByWork, type CatalogueRow } from './catalogue.ts';
import { copied, noteCreated, noteRuntimeFlow } from './runtime-flow.ts';
import { rowFor } from './standard-streams.ts';
import { givePictureSize } from './picture-size.ts';
import { toTraceValue } from '../interpret/values/to-trace.ts';
import type { Argument, Interpreter } from '../interpret/interpreter.ts';
import { forgetPointees, newBuffer } from '../interpret/values/memory.ts';
import { converted } from '../interpret/calls/conversions.ts';
import { registerCallback } from '../interpret/threads/spawn.ts';
import { noteFlow } from '../interpret/values/data-flow.ts';
import { runMode } from '../interpret/values/modes.ts';
import {
  newCell,
  pointee,
  literal,
  settledLiteral,
  unknown,
  type Cell,
  type NumberValue,
  type Value,
} from '../interpret/values/value.ts';
import type { CallNode } from '../trace/nodes.ts';
import type { MemoryKind, ObjectKind, TraceObject } from '../trace/values.ts';

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
export function runtimeCall(run: Interpreter, given: RuntimeCall): Value {
  const args = converted(run, given.row, given.args);
  const call = { ...given, args, row: rowFor(given.row, args) };
  const node = recordCall(run, call);
  noteRuntimeFlow(run, call, node);
  const effect = effects[call.row.role];
  if (!effect || call.row.role === 'get') forgetPointees(run, call.args);
  givePictureSize(run, call);
  return effect?.(run, call, node) ?? endOf(call);
}

/** The call's place in the trace. */
export function recordCall(run: Interpreter, call: RuntimeCall): CallNode {
  const node: CallNode = {
    ...run.base(call.range),
    kind: 'call',
    name: call.name,
    row: call.row,
    callRange: call.callRange,
    statement: run.statement,
    args: call.args.map((arg, at) => traceArgument(run, copied(run, call.row, arg, at))),
    ...(run.resultName ? { resultName: run.resultName } : {}),
    ...(call.receiver ? { receiver: traceArgument(run, call.receiver) } : {}),
    ...(run.guards.length ? { guards: run.guards } : {}),
  };
  run.record(node);
  return node;
}

/** How the call ends: what is followed is taken to go well. */
function endOf({ row, name, args }: Pick<RuntimeCall, 'row' | 'name' | 'args'>): Value {
  if (name === 'aclDataTypeSize') return sizeOfElement(args[0]);
  if (!row.status) return unknown(name);
  return settledLiteral(0, failsByWork(row) ? 'work' : true);
}

/** Of a type that is not known, the name alone is given on. */
function sizeOfElement(type: Argument | undefined): Value {
  const name = type?.value.kind === 'constant' ? type.value.name : type?.text;
  const bytes = name === undefined ? undefined : dataTypeBytes(name);
  return bytes === undefined ? unknown('element_bytes') : literal(bytes);
}

function traceArgument(run: Interpreter, { text, range, value }: Argument): CallNode['args'][number] {
  return { text, range, value: toTraceValue(run, value) };
}

type Effect = (run: Interpreter, call: RuntimeCall, node: CallNode) => Value | undefined;

const effects: Partial<Record<CatalogueRow['role'], Effect>> = {
  create,
  allocate,
  load,
  set,
  get,
  launchCallback,
  submit: noteUserData,
  query: answer,
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
function giveOut(run: Interpreter, call: RuntimeCall, object: TraceObject, node: CallNode): Value {
  node.creates = object;
  noteCreated(run, call, object);
  const value: Value = { kind: 'object', object, offset: literal(0) };
  const { out } = call.row;
  if (out === undefined) {
    object.name = run.resultName ?? object.name;
    return value;
  }
  const target = call.args[out];
  if (!target) return endOf(call);
  object.name = target.text
    .replace(/^\(\s*void\s*\*+\s*\)\s*|^&|[()]/g, '')
    .replace(/^&/, '')
    .trim();
  const cell = target.value.kind === 'pointer' ? target.value.cell : target.cell;
  if (cell) noteFlow(run, 'whole', [cell], [object]);
  if (cell) run.store.write(cell, value);
  else if (target.value.kind === 'array') run.store.assign(target.value.store.rest, value);
  return endOf(call);
}

function create(run: Interpreter, call: RuntimeCall, node: CallNode): Value | undefined {
  const { row } = call;
  if (row.opens) {
    const channel = subjectOf(call);
    if (channel) run.store.put(channel.fields, 'opened', { kind: 'constant', name: row.name });
    return undefined;
  }
  const object = run.object((row.creates ?? 'file') as ObjectKind, run.resultName ?? '', {
    createdAt: call.range,
    createdBy: call.name,
  });
  const data = row.data === undefined ? undefined : call.args[row.data];
  if (data) object.fields.set('data', toTraceValue(run, data.value));
  const bytes = row.bytes === undefined ? undefined : call.args[row.bytes];
  if (bytes?.value.kind === 'number') object.bytes = bytes.value.quantity;
  if (row.creates === 'region') {
    for (const [index, name] of ['left', 'right', 'top', 'bottom'].entries())
      setField(run, object, name, call.args[index]);
  }
  return giveOut(run, call, object, node);
}

function setField(run: Interpreter, object: TraceObject, name: string, arg: Argument | undefined): void {
  if (arg) run.store.put(object.fields, name, toTraceValue(run, arg.value));
}

const memoryKinds: Record<string, MemoryKind> = {
  device: 'device',
  dvpp: 'dvpp',
  pinned: 'pinned',
  host: 'malloc',
};

function allocate(run: Interpreter, call: RuntimeCall, node: CallNode): Value {
  const { row } = call;
  const size = row.bytes === undefined ? undefined : call.args[row.bytes]?.value;
  const memory = row.name === 'mmap' ? 'mmap' : (memoryKinds[row.pool ?? 'device'] ?? 'unknown');
  const object = newBuffer(run, memory, call.range, size?.kind === 'number' ? size : undefined, {
    createdBy: call.name,
  });
  return giveOut(run, call, object, node);
}

/** What a model is loaded from: as resolved, or as written. A wrapper may have been given it when it was made. */
function pathOf({ row, args, receiver }: RuntimeCall): string | undefined {
  const path = (row.path === undefined ? undefined : args[row.path]) ?? receiver;
  const value = path && pointee(path.value);
  if (value?.kind === 'string' || (value?.kind === 'unknown' && value.text)) return value.text;
  return path?.text;
}

function load(run: Interpreter, call: RuntimeCall, node: CallNode): Value {
  const { row } = call;
  for (const loop of run.loops) assumeSome(run, loop);
  const text = pathOf(call);
  const option = subjectOf(call)?.fields.get('option');
  const fromOption = option?.kind === 'string' ? option.text : undefined;
  const found = fromOption ?? text;
  const object = run.object('model', '', {
    createdAt: call.range,
    createdBy: call.name,
    ...(found ? { path: found } : {}),
  });
  if (call.receiver && row.out === undefined) return holdModel(run, call.receiver, object, node);
  return giveOut(run, call, object, node);
}

/** A wrapper's object stands for the model that it has loaded. */
function holdModel(run: Interpreter, receiver: Argument, object: TraceObject, node: CallNode): Value {
  node.creates = object;
  object.name = receiver.text;
  if (receiver.cell) run.store.write(receiver.cell, { kind: 'object', object, offset: undefined });
  return unknown(node.name);
}

function set(run: Interpreter, call: RuntimeCall): undefined {
  const { row, args } = call;
  if (row.callback !== undefined) return setCallback(run, call);
  if (row.field === 'pinned') return lockPages(run, call);
  const subject = subjectOf(call);
  if (!subject || !row.field) return undefined;
  const arg = row.value === undefined ? undefined : args[row.value];
  const value = arg && toTraceValue(run, arg.value);
  if (row.field === 'part' && value?.kind === 'object') run.store.append(subject.parts, value.object);
  else if (row.field === 'rectangle') {
    for (const [index, name] of ['left', 'right', 'top', 'bottom'].entries())
      setField(run, subject, name, args[index + 1]);
  } else if (value) run.store.put(subject.fields, row.field, value);
  if (row.field === 'data' && row.name === 'aclUpdateDataBuffer') noteBytes(run, subject, args[2]);
  return undefined;
}

function lockPages(run: Interpreter, call: RuntimeCall): undefined {
  const args = call.args.map((arg, at) => copied(run, call.row, arg, at));
  const subject = subjectOf({ ...call, args });
  if (subject) run.store.set(subject, 'memory', 'pinned');
}

function noteBytes(run: Interpreter, subject: TraceObject, arg: Argument | undefined): void {
  if (arg?.value.kind === 'number') run.store.set(subject, 'bytes', arg.value.quantity);
}

/** Decoder and encoder channels call back with what the submissions gave them: two with one function each with its own. */
function setCallback(run: Interpreter, call: RuntimeCall): undefined {
  const callback = call.args[call.row.callback ?? 0];
  const channel = subjectOf(call);
  if (!callback) return undefined;
  const isOwn = channel !== undefined && !run.channelArguments.has(channel);
  const later = { cells: channelArguments(run, channel), isOwn };
  const thread = registerCallback(run, callback.value, [], call.name, call.range, 'callback', later);
  if (thread && channel) run.store.put(channel.fields, 'callback', { kind: 'function', name: thread.id });
  return undefined;
}

/** What a channel's callback is given: filled in by the submissions that follow, which are seen before it runs. */
function channelArguments(run: Interpreter, channel: TraceObject | undefined): readonly Cell[] {
  const cells = [0, 1, 2].map((place) => newCell(`argument${place}`, unknown()));
  if (channel) run.store.put(run.channelArguments, channel, cells);
  run.lastChannelArguments = cells;
  return cells;
}

function noteUserData(run: Interpreter, call: RuntimeCall): undefined {
  const { row, args } = call;
  if (row.userData === undefined) return undefined;
  const channel = objectAt(call, row.channel);
  const given = (channel && run.channelArguments.get(channel)) ?? run.lastChannelArguments;
  const sources = [row.inputDescription, row.outputDescription, row.userData];
  for (const [place, source] of sources.entries()) {
    const arg = source === undefined ? undefined : args[source];
    const own = given?.[place];
    if (arg && own?.value.kind === 'unknown') run.store.assign(own, arg.value);
  }
  return undefined;
}

function launchCallback(run: Interpreter, call: RuntimeCall): undefined {
  const { row, args } = call;
  const callback = args[row.callback ?? 0];
  const data = row.userData === undefined ? undefined : args[row.userData];
  if (callback) registerCallback(run, callback.value, data ? [data] : [], call.name, call.range);
  return undefined;
}

function get(run: Interpreter, call: RuntimeCall): Value | undefined {
  const { row, args } = call;
  const out = row.out === undefined ? undefined : args[row.out];
  if (row.name === 'aclrtGetRunMode') return giveValue(run, out, runMode(run));
  if (row.name === 'aclrtGetCurrentContext') return currentContext(run, out);
  if (row.name === 'aclmdlQuerySize') return querySize(run, call);
  const subject = subjectOf(call);
  if (row.field === 'part') return partOf(run, subject, args[row.value ?? 1]);
  const known = row.field ? subject?.fields.get(row.field) : undefined;
  if (known) return stateOf(known);
  if (row.field === 'bytes' && subject?.bytes !== undefined) return quantityState(run, subject.bytes);
  if (row.field === 'inputBytes' || row.field === 'outputBytes') return modelBytes(run, call, subject);
  return undefined;
}

/** Whether work is done is not known, but for a state machine that stands still until it is. */
function answer(run: Interpreter, { row, args }: RuntimeCall, node: CallNode): undefined {
  forgetPointees(run, args);
  const isDone = row.done === undefined ? undefined : run.deciding?.isDone(node);
  const out = row.out === undefined ? undefined : args[row.out];
  if (isDone !== undefined)
    giveValue(run, out, settledLiteral(isDone ? (row.done ?? 0) : 1 - (row.done ?? 0)));
  return undefined;
}

function giveValue(run: Interpreter, out: Argument | undefined, value: Value): undefined {
  if (out?.value.kind === 'pointer') run.store.write(out.value.cell, value);
  return undefined;
}

function currentContext(run: Interpreter, out: Argument | undefined): undefined {
  const made =
    run.objects.findLast((object) => object.kind === 'context') ?? run.object('context', 'default');
  return giveValue(run, out, { kind: 'object', object: made, offset: undefined });
}

/** A picture of a batch; made when first asked for. */
function partOf(
  run: Interpreter,
  subject: TraceObject | undefined,
  index: Argument | undefined,
): Value | undefined {
  const at = index?.value.kind === 'number' && !index.value.index ? (index.value.known ?? 0) : 0;
  if (subject?.kind === 'picture' && !subject.parts.length)
    subject.parts.push(run.object('picture', subject.name));
  const part = subject?.parts[at] ?? subject?.parts[0];
  return part && { kind: 'object', object: part, offset: literal(0) };
}

function stateOf(value: NonNullable<ReturnType<TraceObject['fields']['get']>>): Value | undefined {
  if (value.kind === 'object')
    return { kind: 'object', object: value.object, offset: literal(value.knownOffset ?? 0) };
  if (value.kind === 'number')
    return { kind: 'number', quantity: value.quantity, known: value.known, fixed: false };
  return undefined;
}

function quantityState(run: Interpreter, quantity: NonNullable<TraceObject['bytes']>): NumberValue {
  const known = typeof quantity === 'number' ? quantity : run.parameters.get(quantity)?.value;
  return { kind: 'number', quantity, known, fixed: false };
}

/** Sizes that only the model file knows: parameters of the model. */
function modelBytes(run: Interpreter, call: RuntimeCall, subject: TraceObject | undefined): Value {
  const what = call.row.field === 'inputBytes' ? 'input' : 'output';
  const path = modelPath(subject);
  const name = `${path}_${what}_bytes`;
  const [, batch = '1'] = /(?:^|_)(?:bs|b|batch)_?(\d+)(?:_|$)/i.exec(path) ?? [];
  const value = (what === 'input' ? 150_528 : 4_000) * Number(batch);
  const origin = { kind: 'default' as const, range: call.range, evidence: call.name };
  return run.parameters.open(
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

function querySize(run: Interpreter, call: RuntimeCall): undefined {
  for (const [index, what] of [
    [1, 'work'],
    [2, 'weight'],
  ] as const) {
    const origin = { kind: 'default' as const, range: call.range, evidence: call.name };
    const name = `model_${what}_bytes`;
    const value = what === 'work' ? 4_723_712 : 51_180_544;
    giveValue(run, call.args[index], run.parameters.open(name, name, value, origin));
  }
  return undefined;
}
