/** What is created for every frame and never ended: memory grows, or the device runs out of it. */
import { allRows } from '../../acl/catalogue.ts';
import type { CallNode, Guard } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { ReportOf } from '../rule.ts';
import { growsOnly } from '../query/allocation.ts';
import type { RuleContext } from '../context.ts';
import { objectOf } from '../query/copies.ts';
import { limits } from '../query/limits.ts';
import { passesOf, perFrame } from '../query/loops.ts';
import { enderOf, isLeftBehind, isMentioned } from '../query/ownership.ts';
import { blockEnd } from '../fix/text/scan.ts';
import { ownValue } from '../../../base/own-value.ts';

/** Loops of fewer passes end before it matters, and the end of the process gives all back. */
const FEW = 64;
/** Kinds of which the device itself has only so many. */
const LIMITED: Record<string, 'streams' | 'events'> = { stream: 'streams', event: 'events' };
const SCARCE: readonly string[] = ['stream', 'event', 'context', 'channel', 'buffer'];

export const neverDestroyed = defineRule({
  id: 'never-destroyed',
  meta: { severity: 'warning', category: 'correctness', wholeProgram: true },
  title: {
    en: 'What is created for every frame is never destroyed',
    zh: '每帧创建的对象从未销毁',
  },
  messages: {
    grows: {
      en: 'What {call} makes here in every frame is never destroyed: memory of the host grows until the process ends. Call {ender} when it is done, or make it once before the loop.',
      zh: '{call} 在此处每帧创建的对象从未销毁：主机内存持续增长，直到进程结束。请在用完后调用 {ender}，或在循环之前只创建一次。',
    },
    limited: {
      en: 'What {call} makes here in every frame is never destroyed: {device} has room for {limit}, so the call fails after about as many frames. Make it once before the loop, or call {ender} when it is done.',
      zh: '{call} 在此处每帧创建的对象从未销毁：{device} 最多 {limit} 个，约 {limit} 帧之后该调用失败。请在循环之前只创建一次，或在用完后调用 {ender}。',
    },
    scarce: {
      en: 'What {call} gives here in every frame is never given back: sooner or later the call fails. Take it once before the loop, or call {ender} when it is done.',
      zh: '{call} 在此处每帧申请的资源从未归还：该调用迟早失败。请在循环之前只申请一次，或在用完后调用 {ender}。',
    },
    kept: {
      en: 'What {call} hands out in every frame is never given back: the channel runs out of buffers and stops. Call {ender} once the frame is done, on every way out of the loop’s body.',
      zh: '{call} 每帧取出的内容从未归还：通道的缓冲区耗尽后停止工作。请在该帧用完后调用 {ender}，循环体的每条退出路径都需如此。',
    },
    leaves: {
      en: 'A frame that leaves here ({condition}) does not reach {ender}: what {call} handed out for it stays behind.',
      zh: '在此处离开的帧（{condition}）不会执行 {ender}：{call} 为其取出的内容不会归还。',
    },
  },
  check(context, report) {
    for (const call of perFrame([...context.withRole('create'), ...ownAllocations(context)], context)) {
      if (
        !call.row.opens &&
        isMany(call, context) &&
        !growsOnly(call, context) &&
        isLeftBehind(call, context)
      )
        report({ ...messageOf(call, context), at: call.range, node: call });
      else reportWaysOut(call, endersOf(call, context), context, report);
    }
    for (const row of allRows()) {
      if (row.releases !== undefined) reportKept(row.releases, row.name, context, report);
    }
  },
});

function ownAllocations(context: RuleContext): CallNode[] {
  return context.withRole('allocate').filter(({ name }) => /^(acl|hi_)/.test(name));
}

/** So many that it matters: not the few of a loop that is known to be short. */
function isMany(call: CallNode, context: RuleContext): boolean {
  const passes = call.loops.map((loop) => passesOf(loop, context) ?? Infinity);
  return passes.reduce((product, times) => product * times, 1) >= FEW;
}

function messageOf(call: CallNode, context: RuleContext) {
  const kind = call.row.creates ?? '';
  const bound = ownValue(LIMITED, kind);
  const limit = bound && ownValue(limits, context.device)?.[bound];
  const data = { call: call.name, ender: enderOf(call.name) };
  if (limit !== undefined)
    return {
      messageId: 'limited',
      data: { ...data, limit, device: context.device },
      severity: 'error',
    } as const;
  if (SCARCE.includes(kind)) return { messageId: 'scarce', data, severity: 'error' } as const;
  return { messageId: 'grows', data } as const;
}

/** Frames that a channel hands out and that must be given back to it. */
function reportKept(
  taker: string,
  ender: string,
  context: RuleContext,
  report: ReportOf<typeof neverDestroyed>,
): void {
  for (const call of perFrame(context.named(taker), context)) {
    const data = { call: taker, ender };
    if (!isMentioned(ender, context))
      report({ messageId: 'kept', at: call.range, node: call, data, severity: 'error' });
    reportWaysOut(call, givingBack(call, context), context, report);
  }
}

/** Sides that leave between a call and those that end what it gave, and do not end it. */
function reportWaysOut(
  call: CallNode,
  enders: readonly CallNode[],
  context: RuleContext,
  report: ReportOf<typeof neverDestroyed>,
): void {
  const isScarce = call.row.creates === undefined || SCARCE.includes(call.row.creates);
  for (const { guard, back } of waysOut(call, enders, context))
    report({
      messageId: 'leaves',
      at: guard.range,
      node: call,
      data: { call: call.name, ender: back.name, condition: guard.condition },
      severity: isScarce ? 'error' : 'warning',
      related: [{ range: back.range, messageId: 'calledHere', data: { callee: back.name } }],
    });
}

/** Calls that end what a call creates, where it is made in every pass and not kept. */
function endersOf(call: CallNode, context: RuleContext): CallNode[] {
  const { creates } = call;
  if (!creates || call.row.opens || !isMany(call, context) || growsOnly(call, context)) return [];
  return context.calls.filter(
    ({ row, args }) => row.destroys !== undefined && objectOf(args[row.subject ?? 0]?.value) === creates,
  );
}

/** Calls that give back what a channel has handed out, its memory included. */
function givingBack(taken: CallNode, context: RuleContext): CallNode[] {
  return context.calls.filter(({ row, name }) => row.releases === taken.name || name === 'hi_mpi_dvpp_free');
}

interface WayOut {
  guard: Guard;
  /** What gives something back behind it. */
  back: CallNode;
}

/** Conditions between a call and those that give its frame back, whose side leaves and gives nothing back. */
function waysOut(taken: CallNode, enders: readonly CallNode[], context: RuleContext): WayOut[] {
  const loop = taken.loops.at(-1);
  const backs = enders.filter(
    (call) => call.order > taken.order && call.function === taken.function && call.loops.at(-1) === loop,
  );
  return backs.flatMap((back) =>
    (back.guards ?? [])
      .filter(({ isDecided }) => !isDecided)
      .filter(({ range }) => range.file === taken.range.file && range.line > taken.callRange.endLine)
      .filter((guard) => !givesBack(guard, back, context))
      .map((guard) => ({ guard, back })),
  );
}

/** Does the side that leaves give back as well? */
function givesBack({ range }: Guard, back: CallNode, context: RuleContext): boolean {
  const text = context.text(range.file);
  const end = blockEnd(text, range.line, range.column);
  if (!end) return true;
  return new RegExp(`\\b${back.name}\\b|[Rr]elease|[Ff]ree|[Dd]estroy|goto`).test(
    text.slice({ ...range, endLine: end.line, endColumn: end.column }).replace(/\/\/.*/g, ''),
  );
}
