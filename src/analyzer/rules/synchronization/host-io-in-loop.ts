/** Files, sockets and sleeps on the thread that feeds the device. */
import { callsOf, type CallNode, type LoopNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { removeStep } from '../counterfactual/steps.ts';
import { callsIn, handlesFailure, runsPerFrame } from '../query/loops.ts';
import { givesWork } from '../../acl/catalogue.ts';

const WORDS: Record<string, string> = { hostRead: 'a read', hostWrite: 'a write', sleep: 'a sleep' };
/** Decoding to a picture is judged by preprocess-on-host. */
const ELSEWHERE = /^cv::imread$/;

export const hostIoInLoop = defineRule({
  id: 'host-io-in-loop',
  meta: { severity: 'warning', category: 'synchronization', priced: true },
  title: {
    en: 'The thread that feeds the device reads, writes or sleeps in every frame',
    zh: '向设备下发任务的线程每帧都进行读写或休眠',
  },
  messages: {
    io: {
      en: '{call} ({what}) holds up the thread that submits to the device, in every frame. Give it to a thread of its own, with a queue between.',
      zh: '{call}（{what}）每帧都阻塞向设备下发任务的线程。请交给单独的线程，中间用队列连接。',
    },
    idle: {
      en: '{call} sleeps while there is nothing to do: what comes meanwhile waits until it is over. Wait for what brings it instead: a condition variable, an event, a call that blocks.',
      zh: '{call} 在无任务时休眠：期间到来的任务要等休眠结束。请改为等待其来源：条件变量、事件或阻塞调用。',
    },
  },
  check(context, report) {
    for (const loop of submittingLoops(context)) {
      const calls = callsIn(loop).filter((call) => isIo(call) && !handlesFailure(call, context, loop));
      const call = calls.find((one) => !isWhileIdle(one, loop, context)) ?? calls[0];
      if (!call || !runsPerFrame(call, context)) continue;
      report({
        messageId: isWhileIdle(call, loop, context) ? 'idle' : 'io',
        at: call.range,
        node: call,
        data: { call: call.name, what: WORDS[call.row.role] ?? call.row.role },
        counterfactual: removeStep(call.range),
      });
    }
  },
});

/** Frame loops that give the device work, and the frame loops inside those. */
function submittingLoops(context: RuleContext): LoopNode[] {
  return context.nodes.filter(
    (node): node is LoopNode =>
      node.kind === 'loop' &&
      node.isFrameLoop &&
      // A callback runs on the thread that waits for reports, which submits nothing.
      node.thread.kind !== 'callback' &&
      [...node.loops, node].some((l) => l.isFrameLoop && callsIn(l).some(isWork)),
  );
}

const isWork = ({ row }: CallNode): boolean => givesWork(row);

function isIo(call: CallNode): boolean {
  if (call.row.role === 'sleep' && isNoTime(call)) return false;
  return ['hostRead', 'hostWrite', 'sleep'].includes(call.row.role) && !ELSEWHERE.test(call.name);
}

/** A sleep on a way that gives the device nothing, which only run time takes: while a poll finds nothing ready. */
function isWhileIdle(call: CallNode, loop: LoopNode, context: RuleContext): boolean {
  if (call.row.role !== 'sleep') return false;
  return context
    .branchesTo(call, loop)
    .some(
      ({ branch, inThen }) =>
        branch.guessed && !callsOf(inThen ? branch.then : branch.otherwise).some(isWork),
    );
}

/** `usleep(0)` only lets other threads go first. */
function isNoTime({ row, args }: CallNode): boolean {
  const value = row.time === undefined ? undefined : args[row.time]?.value;
  return value?.kind === 'number' && value.known === 0;
}
