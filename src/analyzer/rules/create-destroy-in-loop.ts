/** Streams, channels, descriptions and datasets that are made anew for every frame. */
import type { CallNode } from '../trace/nodes.ts';
import type { Severity } from '../finding.ts';
import type { Rule } from './rule.ts';
import { growsOnly } from './support/allocation.ts';
import { hoist, isTimed } from './support/counterfactual.ts';
import { perFrame } from './support/loops.ts';
import { ownValue } from '../../base/own-value.ts';

/** What a creating call makes, in words; kinds that hold resources of the device are worth a warning. */
const KINDS: Record<string, { en: string; heavy: boolean }> = {
  stream: { en: 'stream', heavy: true },
  event: { en: 'event', heavy: true },
  context: { en: 'context', heavy: true },
  channel: { en: 'channel', heavy: true },
  picture: { en: 'picture description', heavy: false },
  region: { en: 'region', heavy: false },
  configuration: { en: 'configuration', heavy: false },
  dataset: { en: 'dataset', heavy: false },
  dataBuffer: { en: 'data buffer', heavy: false },
};

export const createDestroyInLoop: Rule = {
  id: 'create-destroy-in-loop',
  meta: {
    severity: 'info',
    category: 'memory',
    docs: 'docs/rules/create-destroy-in-loop.md',
    priced: true,
    fixable: false,
  },
  title: {
    en: 'Objects of the runtime are created for every frame',
    zh: '每帧都创建运行时对象',
  },
  messages: {
    create: {
      en: '{call} makes a {kind} in every frame. Create it before the loop, and set what changes from frame to frame.',
      zh: '{call} 每帧都创建对象（{kind}）。请在循环之前创建，每帧只设置变化的内容。',
    },
  },
  check(context, report) {
    for (const call of perFrame(context.withRole('create'), context)) {
      const kind = ownValue(KINDS, call.row.creates ?? '');
      if (!kind || growsOnly(call, context)) continue;
      report({
        messageId: 'create',
        at: call.range,
        node: call,
        data: { call: call.name, kind: kind.en },
        severity: severityOf(call, kind.heavy),
        ...(isTimed(context.pipeline, call.range) ? { counterfactual: hoist(call.range) } : {}),
      });
    }
    return undefined;
  },
};

function severityOf(call: CallNode, heavy: boolean): Severity {
  return heavy && !call.name.endsWith('Desc') ? 'warning' : 'info';
}
