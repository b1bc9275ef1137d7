/**
 * A synchronous call in a loop becomes an asynchronous one: its stream, and the waits for it. The host waits behind the loop,
 * and after every 64th pass of a long one; where something in the loop may meet the work, in each pass right before that.
 */
import type { TextEdit } from '../../finding.ts';
import type { CallNode, LoopNode, TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { waitEvery64 } from './waits/bounded-wait.ts';
import { checkedBehind, checkedLines } from './text/checked.ts';
import { frameLoop, type RuleContext } from '../context.ts';
import { appendArgument, hasRoom, linesAfter, linesBefore, rename } from './text/edits.ts';
import { makeAsync, makeAsyncUntil } from '../counterfactual/asynchronous.ts';
import type { Change } from '../counterfactual/steps.ts';
import { callsIn, passesOf } from '../query/loops.ts';
import { isSubmission, isWait } from '../query/waits/work.ts';
import { namedAt, newStreamName, streamInScope, streamOf } from '../query/streams.ts';
import { leaves } from './hoist/exits.ts';
import { laterWait, type LaterWait } from './waits/later-wait.ts';
import { siteOfLoop, type LoopSite } from './loop-site.ts';
import { isAlone, meetings } from './ordered-work.ts';
import { ownerOf } from './owner.ts';
import { passDown } from './pass-down.ts';
import type { Refusal } from './refusals.ts';
import { checkedLike } from './text/sibling-check.ts';

/** From here on a loop's submissions would stand in one long queue, which is a fault of its own (deep-async-queue). */
const DEEP = 256;

export interface Asynchronous {
  edits: TextEdit[];
  /** A stream that the program has; undefined where one is made. */
  stream?: string;
  /** The host waits in each pass, before what meets the work. */
  isLater: boolean;
  /** Nothing in the loop has anything to do with the device. */
  isAlone: boolean;
}

/** `replacement`: the asynchronous function, which takes the stream behind the other arguments. */
export function asynchronous(
  call: CallNode,
  replacement: string,
  context: RuleContext,
): Asynchronous | Refusal {
  const loop = frameLoop(call);
  if (!loop) return 'ownLoopOnly';
  const order = orderOf(call, loop, context);
  if (typeof order === 'string') return order;
  const submitted = { call, loop, context, replacement, ...order };
  const stream = order.shared ?? streamInScope(call, loop, context);
  const made = stream === undefined ? onNewStream(submitted) : onStream(submitted, stream);
  if (typeof made === 'string') return made;
  const known = stream === undefined ? {} : { stream };
  return { edits: made, ...known, isLater: order.later !== undefined, isAlone: isAlone(loop, call) };
}

/** What the fix does to the Pipeline, and what could be had where none is offered. */
export function asynchronousChange(call: CallNode, context: RuleContext): Change {
  const loop = frameLoop(call);
  const order = loop && orderOf(call, loop, context);
  if (order === undefined || typeof order === 'string' || !order.later) return makeAsync(call.range);
  return makeAsyncUntil(call.range, order.later.first.range);
}

/** What keeps the call's work in order with the rest of the loop; neither where nothing in the loop may meet it. */
interface Order {
  /** The stream that all that may meet it is on. */
  shared?: string;
  later?: LaterWait;
}

function orderOf(call: CallNode, loop: LoopNode, context: RuleContext): Order | Refusal {
  const met = meetings(loop, call, context);
  if (met.length === 0) return {};
  const stream = isNear(call, loop) ? streamOfAll(met) : undefined;
  const shared = stream && namedAt(loop, stream, context);
  if (shared !== undefined) return { shared };
  const later = laterWait(call, loop, context);
  return typeof later === 'string' ? later : { later };
}

/** The stream of asynchronous work, where there is nothing else. */
function streamOfAll(nodes: readonly TraceNode[]): TraceObject | undefined {
  const streams = nodes.map((node) =>
    node.kind === 'call' && isSubmission(node) ? streamOf(node) : undefined,
  );
  return streams.every((stream) => stream === streams[0]) ? streams[0] : undefined;
}

interface Submitted extends Order {
  call: CallNode;
  loop: LoopNode;
  context: RuleContext;
  replacement: string;
}

function onStream(submitted: Submitted, stream: string): TextEdit[] | Refusal {
  const { call, loop, context, replacement } = submitted;
  if (!hasRoom(context.text(loop.statement.file), loop.statement)) return 'layoutUnclear';
  const waits = waitsFor(submitted, stream);
  return waits ? [rename(call, replacement), appendArgument(call, stream), ...waits.edits] : 'waitsElsewhere';
}

/** A new stream, which has an owner where the loop can be left early, and is passed down to the function that submits. */
function onNewStream(submitted: Submitted): TextEdit[] | Refusal {
  const { call, loop, context } = submitted;
  const site = siteOfLoop(loop, context);
  if (typeof site === 'string') return site;
  const name = newStreamName(call, loop, context);
  const passed = isNear(call, loop)
    ? []
    : passDown(call, loop, [{ parameter: `aclrtStream ${name}`, name }], context);
  if (typeof passed === 'string') return passed;
  const created = linesLike(submitted, `aclrtCreateStream(&${name})`);
  const waits = waitsFor(submitted, name);
  const submission = onStream(submitted, name);
  if (!created || !waits || typeof submission === 'string') return 'waitsElsewhere';
  return [...submission, ...passed, ...around(site, name, created, waits.mayLeave)];
}

/** Makes the stream before the loop and ends it behind. */
function around(site: LoopSite, name: string, created: readonly string[], mayLeave: boolean): TextEdit[] {
  const { text, node } = site;
  const owner =
    mayLeave || leaves(site) ? ownerOf({ name, type: 'void' }, 'aclrtDestroyStream', text) : undefined;
  const before = [`aclrtStream ${name} = nullptr;`, ...created, ...(owner?.lines ?? [])];
  return [
    linesBefore(text, node.statement, before),
    linesAfter(text, node.statement, [`aclrtDestroyStream(${owner ? `${owner.name}.release()` : name});`]),
    ...(owner?.includes ?? []),
  ];
}

const isNear = (call: CallNode, loop: LoopNode): boolean =>
  call.function === loop.function && call.range.file === loop.statement.file;

/** Lines outside of the loop, in its function, that make a call and check it. */
function linesLike({ call, loop, context }: Submitted, newCall: string): string[] | undefined {
  const text = context.text(loop.statement.file);
  const own = isNear(call, loop) ? checkedBehind(text, call, loop, newCall) : undefined;
  return own ?? checkedLike(loop, newCall, context);
}

interface Waits {
  edits: TextEdit[];
  /** A wait that fails leaves the function. */
  mayLeave: boolean;
}

function waitsFor(submitted: Submitted, stream: string): Waits | undefined {
  const { call, loop, context, later } = submitted;
  const text = context.text(loop.statement.file);
  const newCall = `aclrtSynchronizeStream(${stream})`;
  const behind = linesLike(submitted, newCall);
  const within = isNear(call, loop) ? checkedLines(text, call, newCall) : behind;
  if (!behind || !within) return undefined;
  const between = later ? [linesBefore(text, later.before, within)] : everySoOften(submitted, within);
  if (!between) return undefined;
  const mayLeave = [...behind, ...within].some((line) => /\breturn\b|\bthrow\b/.test(line));
  return { edits: [...between, linesAfter(text, loop.statement, behind)], mayLeave };
}

/** In a long loop that has no wait for the stream of its own. */
function everySoOften(
  { loop, context, shared }: Submitted,
  within: readonly string[],
): TextEdit[] | undefined {
  if (shared !== undefined && callsIn(loop).some(isWait)) return [];
  const isDeep = (passesOf(loop, context) ?? Infinity) >= DEEP;
  return isDeep ? waitEvery64(loop, within, context) : [];
}
