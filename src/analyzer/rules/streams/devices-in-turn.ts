/** One request goes from device to device, and the host waits at each: all devices but one stand still. */
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { CallNode, LoopNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { deviceBound } from '../query/bindings.ts';
import { holds } from '../counterfactual/steps.ts';
import type { RuleContext } from '../context.ts';
import { oncePer } from '../../../base/once.ts';
import { isSubmission, isWait } from '../query/waits/work.ts';
import { streamOf } from '../query/streams.ts';

export const devicesInTurn = defineRule({
  id: 'devices-in-turn',
  meta: { severity: 'warning', category: 'streams', priced: true },
  title: { en: 'Devices work in turn, one at a time', zh: '多个设备轮流工作，同一时刻只有一个' },
  messages: {
    turn: {
      en: 'One request at a time goes through {count} devices, and the host waits for each before it gives the next one work: each device stands still while the others work. Keep as many requests in flight as there are devices, each in a thread with contexts and streams of its own.',
      zh: '每次只有一个请求依次经过 {count} 个设备，主机等待前一个设备之后才向下一个下发：其他设备工作时每个设备都空闲。请让在途请求数与设备数相同，每个请求使用各自的线程、上下文和流。',
    },
  },
  check(context, report) {
    for (const { first, devices } of turnsOf(context).values()) {
      report({
        messageId: 'turn',
        at: first.range,
        node: first,
        data: { count: devices },
        counterfactual: (pipeline) => inParallel(pipeline, first, devices),
      });
    }
  },
});

interface Turn {
  /** The first wait of a pass. */
  first: CallNode;
  devices: number;
}

/** Frame loops whose passes give several devices work, and wait for each before the next. */
export const turnsOf = oncePer((context: RuleContext): ReadonlyMap<LoopNode, Turn> => {
  const found = new Map<LoopNode, Turn>();
  for (const node of context.nodes) {
    const turn = node.kind === 'loop' && node.isFrameLoop ? turnOf(node, context) : undefined;
    if (turn && node.kind === 'loop') found.set(node, turn);
  }
  return found;
});

function turnOf(loop: LoopNode, context: RuleContext): Turn | undefined {
  const pass: Pass = { devices: new Set(), overlaps: false };
  for (const call of context.calls) if (call.loops.at(-1) === loop) follow(pass, call, context);
  const { first, devices, open, overlaps } = pass;
  return first && devices.size > 1 && open === undefined && !overlaps
    ? { first, devices: devices.size }
    : undefined;
}

/** Where a pass is: the device that the thread is bound to, and the one whose work nobody has waited for yet. */
interface Pass {
  bound?: number | undefined;
  open?: number | undefined;
  devices: Set<number>;
  /** Two devices have work at once. */
  overlaps: boolean;
  first?: CallNode;
}

function follow(pass: Pass, call: CallNode, context: RuleContext): void {
  const { role, mode } = call.row;
  if (role === 'bindContext') pass.bound = deviceBound(call, context);
  if (role === 'copy' || pass.bound === undefined) return;
  const isSync = role === 'execute' && mode === 'sync';
  if (isSync || isSubmission(call)) give(pass, pass.bound);
  if (isSync || (isWait(call) && pass.open !== undefined && streamOf(call))) {
    pass.first ??= call;
    pass.open = undefined;
  }
}

function give(pass: Pass, device: number): void {
  pass.overlaps ||= pass.open !== undefined && pass.open !== device;
  pass.open = device;
  pass.devices.add(device);
}

/** As many requests at once as there are devices. */
function inParallel(pipeline: Pipeline, first: CallNode, devices: number): Pipeline {
  const threads = pipeline.threads.map((thread) =>
    thread.program.some((step) => holds(step, first.range)) && thread.replicas === 1
      ? { ...thread, replicas: devices }
      : thread,
  );
  return { ...pipeline, threads };
}
