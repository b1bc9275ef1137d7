/** Streams, events, queues, models and buffers of the Pipeline. */
import { oncePer } from '../../base/once.ts';
import type { Reference } from '../../pipeline/pipeline.ts';
import { loopInvariant, type Quantity } from '../../pipeline/quantity.ts';
import type { SourceRange } from '../../pipeline/source.ts';
import type { TraceArgument } from '../trace/nodes.ts';
import type { TraceObject } from '../trace/values.ts';
import { readMilliseconds, readNumber } from './annotations.ts';
import type { ExtractContext } from './context.ts';
import { parseModelPath } from './model-path.ts';

/** The stream that an argument names; undefined for the default stream. */
export function streamReference(
  context: ExtractContext,
  arg: TraceArgument | undefined,
): Reference | undefined {
  if (!arg || arg.value.kind === 'null' || /^(nullptr|NULL|0)$/.test(arg.text)) return undefined;
  const object =
    arg.value.kind === 'object' && arg.value.object.kind === 'stream'
      ? arg.value.object
      : unseen(context, 'stream', arg);
  return referenceTo(context, object, declareStream);
}

/** One of several is named by its place among them. */
function referenceTo(
  context: ExtractContext,
  object: TraceObject,
  declare: (context: ExtractContext, object: TraceObject) => string,
): Reference {
  const id = declare(context, object.oneOf?.all ?? object);
  const place = object.oneOf?.place ?? firstLeft(context, object);
  return place === 0 ? { id } : { id, index: place };
}

/** The first place of which no object of its own is known. */
function firstLeft({ trace }: ExtractContext, object: TraceObject): number {
  const taken = new Set(trace.objects.flatMap(({ oneOf }) => (oneOf?.all === object ? [oneOf.place] : [])));
  let place = 0;
  while (taken.has(place)) place++;
  return place;
}

export function declareStream(context: ExtractContext, object: TraceObject): string {
  return declared(context, object, (id) => {
    const count = loopInvariant(object.count);
    context.pipeline.streams.push({
      id,
      scope: object.scope,
      ...(count === undefined ? {} : { count }),
      ...placed(object),
    });
  });
}

export function eventReference(context: ExtractContext, arg: TraceArgument): Reference {
  const object =
    arg.value.kind === 'object' && arg.value.object.kind === 'event'
      ? arg.value.object
      : unseen(context, 'event', arg);
  return referenceTo(context, object, declareEvent);
}

function declareEvent(context: ExtractContext, object: TraceObject): string {
  return declared(context, object, (id) => {
    context.pipeline.events.push({ id, scope: object.scope, ...placed(object) });
  });
}

export function queueId(context: ExtractContext, object: TraceObject): string {
  return declared(context, object, (id) => {
    const capacity = loopInvariant(object.capacity);
    const initial = loopInvariant(object.initial);
    context.pipeline.queues.push({
      id,
      ...(capacity === undefined ? {} : { capacity }),
      ...(initial === undefined ? {} : { initial }),
      ...placed(object),
    });
  });
}

const unseenObjects = oncePer((_context: ExtractContext) => new Map<string, TraceObject>());

/** A thing whose making is not in the code at hand: told by the text that names it. */
function unseen(
  context: ExtractContext,
  kind: 'stream' | 'event' | 'model',
  arg: TraceArgument,
): TraceObject {
  const known = unseenObjects(context);
  const key = `${kind} ${arg.text}`;
  const object: TraceObject = known.get(key) ?? {
    id: key,
    kind,
    name: arg.text,
    scope: 'program',
    inFrameLoop: false,
    fields: new Map(),
    parts: [],
  };
  if (!known.has(key)) {
    const settle = 'Make the creating code part of the workspace.';
    context.unknown({ code: `${kind}-origin`, detail: arg.text, settle, range: arg.range });
  }
  known.set(key, object);
  return object;
}

/** What those of a kind are called in the Pipeline. */
export function unseenIds(context: ExtractContext, kind: TraceObject['kind']): string[] {
  const all = [...unseenObjects(context).values()].filter((object) => object.kind === kind);
  return all.flatMap((object) => context.ids.get(object) ?? []);
}

function declared(context: ExtractContext, object: TraceObject, declare: (id: string) => void): string {
  const known = context.ids.get(object);
  if (known !== undefined) return known;
  const id = context.uniqueId(object.name || object.kind);
  context.ids.set(object, id);
  declare(id);
  return id;
}

/** Where a thing is made, as far as that is seen. */
export function placed(object: TraceObject): { source?: SourceRange } {
  return object.createdAt ? { source: object.createdAt } : {};
}

/** The model that an execution names, declared with what its path and comments say. */
export function modelId(
  context: ExtractContext,
  arg: TraceArgument | undefined,
  call: SourceRange,
  batch?: Quantity,
): string {
  const own =
    arg?.value.kind === 'object' && arg.value.object.kind === 'model' ? arg.value.object : undefined;
  const object =
    own ?? unseen(context, 'model', arg ?? { text: 'model', range: call, value: { kind: 'unknown' } });
  return declared(context, object, (id) => declareModel(context, object, id, call, batch));
}

function declareModel(
  context: ExtractContext,
  object: TraceObject,
  id: string,
  call: SourceRange,
  dynamic: Quantity | undefined,
): void {
  const at = object.createdAt ?? call;
  const said = new Map([...(context.annotations.at(at) ?? []), ...(context.annotations.at(call) ?? [])]);
  const path = object.path;
  const parsed = parseModelPath(path ?? '');
  const catalogueName = said.get('model') ?? parsed.name;
  const milliseconds = readMilliseconds(said.get('cost'));
  const saidBatch = readNumber(said.get('batch'));
  const batch =
    saidBatch === undefined
      ? (dynamic ?? batchOfPath(context, id, parsed.batch, path, at))
      : context.constant(batchName(context, id), saidBatch, { kind: 'comment', range: at });
  context.pipeline.models.push({
    id,
    ...(catalogueName ? { catalogueName } : {}),
    ...(path ? { path } : {}),
    batch,
    scope: object.scope,
    ...(milliseconds === undefined ? {} : { milliseconds }),
    ...placed(object),
  });
  if (!catalogueName) {
    const settle = `// acl-perf: model=resnet50 batch=1`;
    context.unknown({ code: 'model-identity', detail: path ?? id, settle, range: at });
  }
}

function batchOfPath(
  context: ExtractContext,
  id: string,
  batch: number | undefined,
  path: string | undefined,
  range: SourceRange,
): Quantity {
  const name = batchName(context, id);
  const named = batch === undefined ? undefined : context.constantNamed(/batch/i, batch);
  if (named !== undefined) return named;
  if (batch !== undefined)
    return context.constant(name, batch, { kind: 'path', range, evidence: path ?? id });
  context.unknown({
    code: 'batch',
    detail: path ?? id,
    settle: '// acl-perf: batch=16',
    range,
    parameter: name,
  });
  return context.open(name, 1, 'count', { kind: 'default', range }, 'Frames in one execution of the model');
}

/** A model may be named by its number (`aclmdlExecute(1, …)`), which no name begins with. */
function batchName({ pipeline }: ExtractContext, model: string): string {
  if (pipeline.models.length === 0) return 'batch';
  return /^\d/.test(model) ? `batch_${model}` : `${model}_batch`;
}
