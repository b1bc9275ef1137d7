/** Nodes of the trace → steps of the Pipeline. */
import type {
  BranchStep,
  HostStep,
  RepeatStep,
  Step,
  SubmitStep,
  WaitStep,
  Work,
  QueueStep,
} from '../../pipeline/pipeline.ts';
import { add, loopInvariant, type Quantity } from '../../pipeline/quantity.ts';
import { channelCallback, launchedCallback } from '../trace/callbacks.ts';
import { isOfEachFrame } from '../trace/each-frame.ts';
import {
  frameLoopsOf,
  type CallNode,
  type LoopNode,
  type QueueNode,
  type TraceNode,
} from '../trace/nodes.ts';
import type { ModeTest } from '../trace/modes.ts';
import { nameOfText } from '../program/name-of-text.ts';
import { readMilliseconds, readNumber } from './annotations.ts';
import type { ExtractContext } from './context.ts';
import { fetcherOf, fetchesOthers } from './channels.ts';
import { eventReference, queueId, streamReference } from './declarations.ts';
import { pollingCall, timesOf } from './loops.ts';
import { isPartOfFrame, stagesIn } from './parts.ts';
import { hostStep, loopWork, sleepStep, writtenDuration } from './host-work.ts';
import { foldTurns, type Round } from './turns.ts';
import { engineOf, workOf } from './work.ts';

/** The steps of nodes, in order. */
export function lowerNodes(context: ExtractContext, nodes: readonly TraceNode[]): Step[] {
  return nodes.flatMap((node) => lowerNode(context, node));
}

function lowerNode(context: ExtractContext, node: TraceNode): Step[] {
  switch (node.kind) {
    case 'call':
      return lowerCall(context, node);
    case 'loop':
      return lowerLoop(context, node);
    case 'branch':
      return lowerBranch(context, node);
    case 'lock': {
      const body = lowerNodes(context, node.body);
      // What each thread has one of of its own makes none of them wait.
      if (node.mutex.scope === 'thread') return body;
      return body.length ? [{ ...place(node), kind: 'lock', mutex: node.mutex.name, body }] : [];
    }
    case 'queue':
      return [
        {
          ...place(node),
          kind: node.operation,
          queue: queueId(context, node.queue),
          blocking: node.blocking,
          ...batchOf(context, node),
        },
      ];
    default:
      return [];
  }
}

/** How many it takes at once, and how long it waits for them. */
function batchOf(
  context: ExtractContext,
  { batch, queue, range }: QueueNode,
): Pick<QueueStep, 'atMost' | 'withinMs'> {
  const atMost = loopInvariant(batch?.atMost);
  if (!batch || atMost === undefined) return {};
  const origin = { kind: 'default' as const, range, evidence: batch.within };
  const withinMs =
    writtenDuration(batch.within) ??
    context.open(
      `${queueId(context, queue)}_within_ms`,
      5,
      'ms',
      origin,
      'How long a batch waits for more items',
    );
  return { atMost, withinMs };
}

function place(node: TraceNode): Pick<Step, 'source' | 'calledFrom'> {
  const calledFrom = node.path.map((entry) => entry.range);
  return { source: node.range, ...(calledFrom.length ? { calledFrom } : {}) };
}

function lowerLoop(context: ExtractContext, node: LoopNode): Step[] {
  if (node.isElementLoop) return loopWork(context, node, place(node));
  const polled = pollingCall(node);
  if (polled) return wait(context, polled);
  const body = lowerNodes(context, node.body);
  if (!body.length) return [];
  if (isHandWritten(node, body)) return body.slice(0, 1);
  if (node.isTurn) return [{ ...place(node), kind: 'repeat', times: 1, body, turn: true }];
  const round = node.passes === undefined ? undefined : foldTurns(body);
  if (round) return [roundOf(context, node, round)];
  const times = timesOf(context, node);
  if (times === 1 && !node.isFrameLoop) return body;
  return [{ ...place(node), kind: 'repeat', times, body, ...whatOf(context, node) }];
}

/** Whether its passes are frames, or parts of one. */
function whatOf(
  context: ExtractContext,
  node: LoopNode,
): Pick<RepeatStep, 'part' | 'stages' | 'frame' | 'frameLoop' | 'taken'> {
  if (node.forEachTaken) return { taken: true };
  const isSaid = (loop: LoopNode): boolean => context.annotations.at(loop.range)?.has('frame') === true;
  if (isSaid(node)) return { frame: true, frameLoop: true };
  if (node.loops.some(isSaid)) return { part: true };
  const stages = stagesIn(node);
  if (stages === 'open') noteOpenStages(context, node);
  if (stages) return { part: true, stages: true };
  return isPartOfFrame(node) ? { part: true } : node.isFrameLoop ? { frameLoop: true } : {};
}

function noteOpenStages(context: ExtractContext, { condition, range }: LoopNode): void {
  context.unknown({ code: 'frame', detail: condition, settle: '// acl-perf: frame', range });
}

/** A loop whose passes take things in turn. */
function roundOf(context: ExtractContext, node: LoopNode, round: Round): RepeatStep {
  const times = timesOf(context, { ...node, times: node.passes ?? node.times });
  return {
    ...place(node),
    kind: 'repeat',
    times,
    ...round,
    ...whatOf(context, node),
  };
}

/** Loops around a loop over elements, without a call: one piece of work, whose time is assumed once and not for each pass. */
function isHandWritten(node: LoopNode, body: readonly Step[]): boolean {
  if (node.isFrameLoop || !node.body.every(({ kind }) => kind === 'loop' || kind === 'access')) return false;
  return body.every(
    (step) => step.kind === 'host' && step.what === 'loop' && typeof step.milliseconds === 'string',
  );
}

type Branch = Extract<TraceNode, { kind: 'branch' }>;

function lowerBranch(context: ExtractContext, node: Branch): Step[] {
  if (isNeverTaken(node)) return [];
  const name = shareName(context, node);
  const { choicesAround } = context;
  context.choicesAround = [...choicesAround, name];
  const then = lowerNodes(context, node.then);
  const otherwise = lowerNodes(context, node.otherwise);
  context.choicesAround = choicesAround;
  if (!then.length && !otherwise.length) return [];
  if (node.modes) {
    const share = modeShare(context, node, node.modes);
    return [{ ...place(node), kind: 'branch', share, then, otherwise }];
  }
  if (!node.guessed) return [{ ...place(node), kind: 'branch', ...counted(node), then, otherwise }];
  if (!otherwise.length && !node.isChoice) return then;
  if (!then.length && !node.isChoice) return node.share === 1 ? [] : otherwise;
  return [{ ...place(node), kind: 'branch', share: openShare(context, node, name), then, otherwise }];
}

const isNeverTaken = ({ share, otherwise, isChoice, modes }: Branch): boolean =>
  share === 0 && !otherwise.length && !isChoice && !modes;

/** A share that is computed is that of a counter: its passes come evenly. */
function counted({ share }: Branch): Pick<BranchStep, 'share' | 'periodic'> {
  const known = loopInvariant(share) ?? 1;
  return known === 0 || known === 1 ? { share: known } : { share: known, periodic: true };
}

/** 1 in the modes in which the first side is gone. */
function modeShare(context: ExtractContext, node: Branch, modes: readonly ModeTest[]): Quantity {
  for (const { mode } of modes) context.openMode(mode, node);
  return modes.reduce<Quantity>((sum, test) => add(sum, context.shareWhere([test])), 0);
}

/** One name for a condition wherever it is asked; ways of one choice, which ask it one after the other, have one each. */
function shareName({ choicesAround }: ExtractContext, { condition, range }: Branch): string {
  const name = `share_${nameOfText(condition)}_${range.line}`;
  const before = choicesAround.filter((one) => one === name || one.startsWith(`${name}_`)).length;
  return before ? `${name}_${before + 1}` : name;
}

function openShare(context: ExtractContext, node: Branch, name: string): Quantity {
  const { condition, range, share } = node;
  const settle = `--set ${name}=0.5`;
  context.unknown({ code: 'branch', detail: condition, settle, range, parameter: name });
  const origin = { kind: 'default' as const, range, evidence: condition };
  const value = typeof share === 'number' ? share : 1;
  return context.open(name, value, 'share', origin, `How often "${condition}" holds`);
}

type LowerCall = (context: ExtractContext, call: CallNode) => Step[];

function lowerCall(context: ExtractContext, call: CallNode): Step[] {
  const steps = callLowerings[call.row.role]?.(context, call) ?? [];
  return UNTIMED.has(call.row.role) ? [...steps, ...saidTime(context, call)] : steps;
}

/** Calls of the runtime of whose time on the host no public figure is known, and that are short. */
const UNTIMED = new Set<CallNode['row']['role']>(['allocate', 'free', 'create', 'destroy']);

/** What takes so long that no frame does it, unless by mistake: then it decides the rate. */
const setUp: LowerCall = (context, call) =>
  isOfEachFrame(call) ? host(context, call) : saidTime(context, call);

/** `// acl-perf: cost=0.3ms` at such a call: only then does it take time. */
function saidTime(context: ExtractContext, call: CallNode): HostStep[] {
  const milliseconds = readMilliseconds(context.annotations.at(call.range)?.get('cost'));
  if (milliseconds === undefined) return [];
  return [{ ...place(call), kind: 'host', what: call.name, milliseconds, busy: true }];
}

const submit: LowerCall = (context, call) => {
  const { row, args } = call;
  const engine = engineOf(context, call);
  if (!engine) return [hostStep(context, call, place(call))];
  const stream = row.stream === undefined ? undefined : streamReference(context, args[row.stream]);
  const work = workOf(context, call, engine);
  const step: SubmitStep = {
    ...place(call),
    kind: 'submit',
    call: call.name,
    engine,
    mode: row.mode,
    ...(stream ? { stream } : {}),
    work,
    ...framesSaid(context, call, work),
  };
  const callback = callbackOf(context, call);
  return callback ? [step, callback] : [step];
};

/**
 * `// acl-perf: frames=1024` at a call that carries several frames at once, such as a copy of many files; `frame` at one
 * that finishes a frame, or the model's batch of them.
 */
function framesSaid(context: ExtractContext, call: CallNode, { model }: Work): Pick<SubmitStep, 'completes'> {
  const said = context.annotations.at(call.range);
  const frames = readNumber(said?.get('frames'));
  if (frames !== undefined) return { completes: frames };
  if (!said?.has('frame')) return {};
  return { completes: context.pipeline.models.find(({ id }) => id === model)?.batch ?? 1 };
}

/** A decoder's or encoder's results come to its channel's callback, or to the thread that fetches them. */
function callbackOf(context: ExtractContext, call: CallNode): Step | undefined {
  const { row } = call;
  const fetcher = row.channel === undefined ? undefined : fetcherOf(context.trace, call);
  // The next is decoded while this one waits to be fetched.
  if (fetcher) return { ...place(call), kind: 'callback', thread: fetcher.id, blocking: true };
  const thread = channelCallback(context.trace, call);
  return thread && { ...place(call), kind: 'callback', thread: thread.id, blocking: false };
}

const wait: LowerCall = (context, call) => {
  const { row, args } = call;
  const event = row.event === undefined ? undefined : args[row.event];
  const stream = row.stream === undefined ? undefined : streamReference(context, args[row.stream]);
  const target = event ? eventReference(context, event) : stream;
  const what = waitedFor(context, call);
  return [{ ...place(call), kind: 'wait', for: what, ...(target ? { target } : {}), call: call.name }];
};

function waitedFor({ trace }: ExtractContext, call: CallNode): WaitStep['for'] {
  const { event, channel, stream, category } = call.row;
  if (event !== undefined && call.args[event]) return 'event';
  if (channel !== undefined && fetchesOthers(trace, call)) return 'report';
  if (stream !== undefined) return 'stream';
  return category === 'device' ? 'device' : 'task';
}

function event(kind: 'record' | 'streamWait' | 'resetEvent'): LowerCall {
  return (context, call) => {
    const { row, args } = call;
    const arg = row.event === undefined ? undefined : args[row.event];
    if (!arg) return [];
    const stream = row.stream === undefined ? undefined : streamReference(context, args[row.stream]);
    return [{ ...place(call), kind, event: eventReference(context, arg), ...(stream ? { stream } : {}) }];
  };
}

const allocate: LowerCall = (context, call) => {
  const { row } = call;
  const bytes = loopInvariant(call.creates?.bytes);
  if (row.pool === 'host' && !context.trace.threads.length) return [];
  return [
    {
      ...place(call),
      kind: 'allocate',
      pool: row.pool ?? 'device',
      ...(bytes === undefined ? {} : { bytes }),
      call: call.name,
    },
  ];
};

const free: LowerCall = (_context, call) => {
  const value = call.row.subject === undefined ? undefined : call.args[call.row.subject]?.value;
  const bytes = value?.kind === 'object' ? loopInvariant(value.object.bytes) : undefined;
  return [
    {
      ...place(call),
      kind: 'free',
      pool: call.row.pool ?? 'device',
      ...(bytes === undefined ? {} : { bytes }),
      call: call.name,
    },
  ];
};

const launchCallback: LowerCall = (context, call) => {
  const { row, args } = call;
  const thread = launchedCallback(context.trace, call);
  const stream = row.stream === undefined ? undefined : streamReference(context, args[row.stream]);
  if (!thread) return [];
  const blocking = row.kind !== undefined && !/NO_BLOCK/.test(args[row.kind]?.text ?? '');
  return [{ ...place(call), kind: 'callback', thread: thread.id, ...(stream ? { stream } : {}), blocking }];
};

/** Of what is done once a frame it is said; nothing is known to be under way while a program sets itself up. */
const unseen: LowerCall = (context, call) => {
  const { name, args, range } = call;
  if (frameLoopsOf(call).length === 0) return [];
  const detail = `${name}(${args.map(({ text }) => text).join(', ')})`;
  context.unknown({ code: 'unseen-call', detail, settle: '', range });
  return [];
};

const host: LowerCall = (context, call): HostStep[] => [hostStep(context, call, place(call))];

const callLowerings: Partial<Record<CallNode['row']['role'], LowerCall>> = {
  submit,
  copy: submit,
  memset: submit,
  execute: submit,
  synchronize: wait,
  query: (context, call) => (call.isAwaited ? wait(context, call) : []),
  report: (_context, call) => [{ ...place(call), kind: 'wait', for: 'report', call: call.name }],
  record: event('record'),
  streamWait: event('streamWait'),
  resetEvent: event('resetEvent'),
  allocate,
  free,
  launchCallback,
  init: setUp,
  load: setUp,
  unload: setUp,
  hostWork: host,
  hostRead: host,
  hostWrite: host,
  sleep: (context, call) => [sleepStep(context, call, place(call))],
  unseen,
};
