/** aclmdlExecute once per frame: the host waits for each frame before it submits the next. */
import type { TextEdit } from '../finding.ts';
import type { CallNode, LoopNode } from '../trace/nodes.ts';
import type { Offer } from './fix/refusals.ts';
import type { Rule } from './rule.ts';
import { leaves } from './fix/exits.ts';
import { loopSite } from './fix/loop-site.ts';
import { ownerOf } from './fix/owner.ts';
import { waitEvery64 } from './support/bounded-wait.ts';
import { checkedBehind, checkedLines } from './support/checked.ts';
import { frameLoop, type RuleContext } from './support/context.ts';
import { makeAsync } from './support/counterfactual.ts';
import { appendArgument, fix, hasRoom, linesAfter, linesBefore, rename } from './support/edits.ts';
import { passesOf, runsPerFrame } from './support/loops.ts';
import { onlyOrderedWork } from './support/ordered-work.ts';
import { newStreamName, streamInScope } from './support/streams.ts';
import { ownValue } from '../../base/own-value.ts';

/** From here on a loop's submissions would stand in one long queue, which is a fault of its own (deep-async-queue). */
const DEEP = 256;
/** A loop of one or two passes has nothing to gain. */
const FEW_PASSES = 2;
const ASYNC: Record<string, string> = {
  aclmdlExecute: 'aclmdlExecuteAsync',
};

export const syncModelExecuteInLoop: Rule = {
  id: 'sync-model-execute-in-loop',
  meta: {
    severity: 'warning',
    category: 'synchronization',
    docs: 'docs/rules/sync-model-execute-in-loop.md',
    priced: true,
    fixable: true,
  },
  title: {
    en: 'A model is executed synchronously for every frame',
    zh: '每帧都同步执行模型',
  },
  messages: {
    blocking: {
      en: 'The host waits in {call} for every frame, so the AI Core idles while the next one is prepared. Submit with {replacement} and wait once for many frames.',
      zh: '主机每帧都在 {call} 中等待，准备下一帧期间 AI Core 空闲。请改用 {replacement} 下发，多帧只等待一次。',
    },
    useAsync: {
      en: 'Submit with {replacement} on {stream} and wait after the loop',
      zh: '改用 {replacement} 在 {stream} 上下发，循环后再等待',
    },
    useAsyncNewStream: {
      en: 'Create a stream, submit with {replacement} and wait after the loop',
      zh: '创建流，改用 {replacement} 下发，循环后再等待',
    },
  },
  check(context, report) {
    for (const call of context.named(...Object.keys(ASYNC), 'aclmdlExecuteV2')) {
      if (!runsPerFrame(call, context, FEW_PASSES)) continue;
      const replacement = ownValue(ASYNC, call.name) ?? 'aclmdlExecuteAsync';
      report({
        messageId: 'blocking',
        at: call.range,
        node: call,
        data: { call: call.name, replacement },
        offer: () => offerFor(call, context),
        counterfactual: makeAsync(call.range),
      });
    }
    return undefined;
  },
};

/** Only where nothing in the loop reads the results or overwrites the inputs while the device may still use them. */
function offerFor(call: CallNode, context: RuleContext): Offer {
  const loop = frameLoop(call);
  const replacement = ownValue(ASYNC, call.name);
  if (!loop || replacement === undefined) return 'anotherCall';
  if (!onlyOrderedWork(loop, call)) return 'otherWork';
  const stream = streamInScope(call, loop, context);
  if (stream === undefined) return offerWithStream(call, replacement, context);
  const edits = asyncEdits(call, loop, stream, context);
  return edits ? [fix('useAsync', edits, true, { replacement, stream })] : 'layoutUnclear';
}

/** A new stream, which has an owner where the loop can be left early. */
function offerWithStream(call: CallNode, replacement: string, context: RuleContext): Offer {
  const site = loopSite(call, context);
  if (typeof site === 'string') return site;
  const { text, node } = site;
  const name = newStreamName(call, context);
  const created = checkedBehind(text, call, node, `aclrtCreateStream(&${name})`);
  const edits = asyncEdits(call, node, name, context);
  if (!created || !edits) return 'waitsElsewhere';
  const owner = leaves(site) ? ownerOf({ name, type: 'void' }, 'aclrtDestroyStream', text) : undefined;
  const before = [`aclrtStream ${name} = nullptr;`, ...created, ...(owner?.lines ?? [])];
  const last = linesAfter(text, node.statement, [
    `aclrtDestroyStream(${owner ? `${owner.name}.release()` : name});`,
  ]);
  const all = [linesBefore(text, node.statement, before), ...edits, last, ...(owner?.includes ?? [])];
  return [fix('useAsyncNewStream', all, false, { replacement })];
}

function asyncEdits(
  call: CallNode,
  loop: LoopNode,
  stream: string,
  context: RuleContext,
): TextEdit[] | undefined {
  const deep = (passesOf(loop, context) ?? Infinity) >= DEEP;
  const text = context.text(loop.statement.file);
  const newCall = `aclrtSynchronizeStream(${stream})`;
  const isNear = call.function === loop.function;
  const within = isNear ? checkedLines(text, call, newCall) : [`${newCall};`];
  const bounded = deep ? waitEvery64(loop, within, context) : [];
  const behind = isNear ? checkedBehind(text, call, loop, newCall) : [`${newCall};`];
  if (!bounded || !behind || !hasRoom(text, loop.statement)) return undefined;
  return [
    rename(call, ownValue(ASYNC, call.name) ?? call.name),
    appendArgument(call, stream),
    ...bounded,
    linesAfter(text, loop.statement, behind),
  ];
}
