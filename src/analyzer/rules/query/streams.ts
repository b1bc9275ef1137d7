/** Streams as the source names them: which one a call uses, and which may be named at a place. */
import type { CallNode, LoopNode, TraceNode, TraceThread } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from './copies.ts';
import { oncePer } from '../../../base/once.ts';
import type { SourceText } from '../fix/text/source-text.ts';

/** The stream that a call is given; undefined for the default stream, and where it cannot be told. */
export function streamOf(call: CallNode): TraceObject | undefined {
  return objectOf(argument(call, call.row.stream)?.value);
}

/** Whether it is known which stream this is: the program makes it, and it is no unknown one of several. */
export const isSure = (stream: TraceObject | undefined): stream is TraceObject =>
  stream?.createdAt !== undefined;

/** Whether two may be one: the same, or one stands for several that the other may be among. */
export function mayBeSame(a: TraceObject | undefined, b: TraceObject | undefined): boolean {
  if (!a || !b || a === b) return a === b;
  if (a.oneOf && b.oneOf) return a.oneOf.all === b.oneOf.all && a.oneOf.place === b.oneOf.place;
  return a.oneOf?.all === b || b.oneOf?.all === a;
}

/** The expression for a stream at the call, without `&`. */
export function streamText(call: CallNode): string | undefined {
  const text =
    call.row.creates === 'stream'
      ? argument(call, call.row.out)?.text
      : argument(call, call.row.stream)?.text;
  const bare = text?.replace(/^&\s*/, '').trim();
  return bare === undefined || bare === '' || /^(nullptr|NULL|0)$/.test(bare) ? undefined : bare;
}

/** `A::B` of `A::B::f`; empty for a free function. */
export function classOf(functionName: string): string {
  return functionName.split('::').slice(0, -1).join('::');
}

/**
 * An expression that names a stream both at `node` and at `loop`: one that the same function uses already, a member of
 * the class, or a variable of the file. Undefined where there is none that is sure.
 */
export function streamInScope(node: TraceNode, loop: LoopNode, context: RuleContext): string | undefined {
  const used = usedStreams(context);
  const local = node.function === loop.function ? used.local.get(placeOf(node)) : undefined;
  if (local !== undefined && !declaredIn(loop, local, context)) return local;
  return used.shared.find(
    (one) => isOwn(one, node) && isShared(one, node, context) && isShared(one, loop, context),
  )?.name;
}

/** Streams that calls name, as the source writes them. */
interface UsedStreams {
  /** The first that each function uses. */
  local: ReadonlyMap<string, string>;
  /** Those that a member or a variable of a file could be, one for each class and file. */
  shared: readonly SharedName[];
}

interface SharedName {
  name: string;
  owner: string;
  file: string;
  /** Those that use it in a loop. */
  threads: Set<TraceThread>;
}

/** No other thread's: what two threads submit to one stream waits for each other. */
const isOwn = ({ threads }: SharedName, { thread }: TraceNode): boolean =>
  [...threads].every((one) => one === thread);

const placeOf = ({ function: name, range }: TraceNode): string => `${range.file}\n${name}`;

const usedStreams = oncePer((context: RuleContext): UsedStreams => {
  const local = new Map<string, string>();
  const shared = new Map<string, SharedName>();
  for (const call of context.calls) {
    const name = streamText(call);
    if (name === undefined) continue;
    if (!local.has(placeOf(call))) local.set(placeOf(call), name);
    if (!/^\w+$/.test(name)) continue;
    const place = { name, owner: classOf(call.function), file: call.range.file };
    const key = JSON.stringify(place);
    const one = shared.get(key) ?? { ...place, threads: new Set() };
    shared.set(key, one);
    if (call.loops.length > 0) one.threads.add(call.thread);
  }
  return { local, shared: [...shared.values()] };
});

/** How the loop's own function names the stream, outside of the loop; undefined where it does not. */
export function namedAt(loop: LoopNode, stream: TraceObject, context: RuleContext): string | undefined {
  return context.calls
    .filter((call) => placeOf(call) === placeOf({ ...loop, range: loop.statement }))
    .filter((call) => streamOf(call) === stream || (call.row.creates === 'stream' && call.creates === stream))
    .map(streamText)
    .find((name) => name !== undefined && isPath(name) && !declaredIn(loop, name, context));
}

const isPath = (name: string): boolean => /^\w+(?:(?:\.|->)\w+)*$/.test(name);

/** Does the loop's own text declare the stream, so that it is gone behind it? */
function declaredIn(loop: LoopNode, name: string, context: RuleContext): boolean {
  const base = /^\w+/.exec(name)?.[0];
  return base !== undefined && declaredStreams(context)(loop).has(base);
}

const declaredStreams = oncePer((context: RuleContext) =>
  oncePer((loop: LoopNode): ReadonlySet<string> => {
    const text = context.text(loop.statement.file).slice(loop.statement);
    return namesIn(text, /\baclrtStream\s+(\w+)/g);
  }),
);

/** Is the stream a member of the class, or a variable of the file, that `node` can name as well? */
function isShared({ name, owner, file }: SharedName, node: TraceNode, context: RuleContext): boolean {
  if (file === node.range.file && fileStreams(context.text(file)).has(name)) return true;
  return owner !== '' && owner === classOf(node.function) && /_$|^m_/.test(name);
}

const fileStreams = oncePer(({ text }: SourceText) => namesIn(text, /^(?:static\s+)?aclrtStream\s+(\w+)/gm));

const namesIn = (text: string, declaration: RegExp): ReadonlySet<string> =>
  new Set(Array.from(text.matchAll(declaration), ([, name = '']) => name));

/** A name for a new stream that the text around does not use yet, nor that of the loop where it is made. */
export function newStreamName(node: TraceNode, loop: LoopNode, context: RuleContext): string {
  const texts = [node.range.file, loop.statement.file].map((file) => context.text(file));
  const isFree = (name: string): boolean => !texts.some((text) => text.hasWord(name));
  return ['stream', 'inferStream', 'modelStream', 'copyStream'].find(isFree) ?? 'aclPerfStream';
}
