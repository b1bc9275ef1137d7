/** A lock is held while the host waits for the device. */
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { LockNode } from '../../trace/nodes.ts';
import { callsOf } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { mapSteps, standsAt } from '../counterfactual/steps.ts';
import { runsPerFrame } from '../query/loops.ts';
import { holdsHost } from '../query/waits/work.ts';

export const lockHeldAcrossWait = defineRule({
  id: 'lock-held-across-wait',
  meta: { severity: 'warning', category: 'streams', priced: true },
  title: { en: 'A lock is held while the host waits for the device', zh: '持锁等待设备' },
  messages: {
    held: {
      en: '{call} waits for the device while {mutex} is held, so the other threads stand still as well. Where the lock guards a model id, load the model once in each thread instead.',
      zh: '{call} 在持有 {mutex} 时等待设备，其他线程也随之停止。若该锁用于保护模型 id，请改为每个线程各加载一次模型。',
    },
  },
  check(context, report) {
    for (const lock of locks(context)) {
      if (!isContended(lock.mutex, context) || !runsPerFrame(lock, context)) continue;
      const wait = callsOf(lock.body).find(holdsHost);
      if (!wait) continue;
      report({
        messageId: 'held',
        at: wait.range,
        node: wait,
        data: { call: wait.name, mutex: lock.mutex.name },
        related: [{ range: lock.range, messageId: 'usedHere', data: { name: lock.mutex.name } }],
        counterfactual: (pipeline) => unlock(pipeline, lock),
        step: lock.range,
      });
    }
  },
});

function locks(context: RuleContext): LockNode[] {
  return context.nodes.filter((node): node is LockNode => node.kind === 'lock');
}

/** Do several threads take it? */
function isContended(mutex: TraceObject, context: RuleContext): boolean {
  const threads = new Set(
    locks(context)
      .filter((l) => l.mutex === mutex)
      .map((l) => l.thread),
  );
  if (threads.size > 1) return true;
  const [only] = threads;
  return only?.kind === 'thread' && mutex.scope === 'program' && (context.number(only.replicas) ?? 1) > 1;
}

function unlock(pipeline: Pipeline, lock: LockNode): Pipeline {
  return mapSteps(pipeline, (step) =>
    step.kind === 'lock' && standsAt(step, lock.range) ? step.body : [step],
  );
}
