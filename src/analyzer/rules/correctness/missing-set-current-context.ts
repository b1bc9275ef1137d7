/** A thread uses the runtime without having bound a context. */
import type { TextEdit } from '../../finding.ts';
import type { CallNode, TraceThread } from '../../trace/nodes.ts';
import { callsOf } from '../../trace/nodes.ts';
import { defineRule, type Related } from '../rule.ts';
import type { SharedSlots } from '../words/messages.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { argument } from '../query/copies.ts';
import { fix, point } from '../fix/text/edits.ts';
import { checkedLines } from '../fix/text/checked.ts';
import { openingBrace } from '../fix/text/scan.ts';
import { classOf } from '../query/streams.ts';
import { literalText } from '../../literal.ts';

/** Calls that work without a context, by group of the catalogue or by name. */
const NEED_NONE =
  /^(acl(Init|Finalize|GetRecent\w*|AppLog|rtGet\w*|rtQuery\w*|rtSubscribeReport|prof\w*|dump\w*)|hi_mpi_sys_\w+)$/;
const NO_CONTEXT_ROLES: readonly string[] = ['get', 'init', 'log', 'other', 'set'];

export const missingSetCurrentContext = defineRule({
  id: 'missing-set-current-context',
  meta: { severity: 'error', category: 'correctness', fixable: true },
  title: {
    en: 'A thread uses the device without a context',
    zh: '线程在未绑定上下文的情况下使用设备',
  },
  messages: {
    missing: {
      en: 'The thread {entry} calls {call} before it has bound a context; a binding belongs to one thread only. Call aclrtSetCurrentContext first.',
      zh: '线程 {entry} 在绑定上下文之前调用了 {call}；绑定只对一个线程有效。请先调用 aclrtSetCurrentContext。',
    },
    bindDevice: { en: 'Bind device {device} in the thread first', zh: '先在线程中绑定设备 {device}' },
    bind: { en: 'Bind {context} before {call}', zh: '在 {call} 之前绑定 {context}' },
  },
  check(context, report) {
    for (const thread of context.trace.threads) {
      if (thread.kind !== 'thread' || !thread.createdAt) continue;
      const first = firstUnbound(thread);
      if (!first) continue;
      report({
        messageId: 'missing',
        at: thread.createdAt,
        data: { entry: thread.entry, call: first.name },
        related: evidence(thread, first),
        offer: () => offerFor(thread, first, context),
      });
    }
  },
});

function evidence(thread: TraceThread, first: CallNode): Related<SharedSlots>[] {
  const start = thread.source ? [{ range: thread.source, messageId: 'threadHere' } as const] : [];
  return [...start, { range: first.range, messageId: 'usedHere', data: { name: first.name } }];
}

/** The first call that needs a context, if none has been bound before it. */
function firstUnbound(thread: TraceThread): CallNode | undefined {
  for (const call of callsOf(thread.body)) {
    if (binds(call)) return undefined;
    if (needsContext(call)) return call;
  }
  return undefined;
}

function binds(call: CallNode): boolean {
  return call.row.role === 'bindContext' || call.row.creates === 'context';
}

function needsContext(call: CallNode): boolean {
  if (!/^(acl|hi_mpi)/.test(call.name) || NEED_NONE.test(call.name)) return false;
  if (call.row.category.startsWith('hi_mpi')) return true;
  if (['dataset', 'dataBuffer', 'picture', 'region', 'configuration'].includes(call.row.creates ?? ''))
    return false;
  return !NO_CONTEXT_ROLES.includes(call.row.role);
}

/** Where the program has one context that the entry can name; or none of its own, and one device. */
function offerFor(thread: TraceThread, first: CallNode, context: RuleContext): Offer<'bind' | 'bindDevice'> {
  const created = context.named('aclrtCreateContext');
  if (created.length === 0) return deviceOffer(thread, first, context);
  const [make] = created;
  const names = new Set(created.map((call) => argument(call, 0)?.text.replace(/^&\s*/, '')));
  const [name] = names;
  if (!make || names.size !== 1 || name === undefined || !isNameable(name, make, thread, context))
    return 'contextUnclear';
  const edit = atEntry(thread, first, `aclrtSetCurrentContext(${name})`, context);
  return edit ? [fix('bind', [edit], true, { context: name, call: first.name })] : 'layoutUnclear';
}

/** A device that all threads use has one default context, which binding the device binds. */
function deviceOffer(thread: TraceThread, first: CallNode, context: RuleContext): Offer<'bindDevice'> {
  const devices = new Set(context.named('aclrtSetDevice').map((call) => argument(call, 0)?.text ?? ''));
  const [device] = devices;
  if (devices.size !== 1 || device === undefined || !/^\d+$/.test(device)) return 'contextUnclear';
  const edit = atEntry(thread, first, `aclrtSetDevice(${device})`, context);
  return edit ? [fix('bindDevice', [edit], true, { device, call: first.name })] : 'layoutUnclear';
}

/** A variable of the entry's file, or a member of its class. */
function isNameable(name: string, make: CallNode, thread: TraceThread, context: RuleContext): boolean {
  const file = thread.source?.file;
  if (file === undefined || !/^\w+$/.test(name)) return false;
  if (
    new RegExp(`^(?:static\\s+)?aclrtContext\\s+${literalText(name)}\\b`, 'm').test(context.text(file).text)
  )
    return true;
  const owner = classOf(thread.entry);
  return owner !== '' && owner === classOf(make.function) && hasField(owner, name, context);
}

const hasField = (owner: string, name: string, context: RuleContext): boolean =>
  context.trace.files.some((file) =>
    (context.facts(file)?.declarations ?? []).some(
      (one) => one.kind === 'class' && one.name === owner && one.fields.some((field) => field.name === name),
    ),
  );

/** The call as the first statement of the thread's entry, checked as the entry checks its own first call. */
function atEntry(
  thread: TraceThread,
  first: CallNode,
  call: string,
  context: RuleContext,
): TextEdit | undefined {
  const { source: entry } = thread;
  const text = entry && context.text(entry.file);
  const brace = text && openingBrace(text, entry.endLine, entry.endColumn);
  // What follows on the line of the brace would come behind the new line's indentation.
  if (!brace || !/^\s*(?:\/\/.*)?$/.test(text.line(brace.line).slice(brace.column - 1))) return undefined;
  const isOwn = first.function === thread.entry && first.resultName === undefined;
  const lines = isOwn ? checkedLines(text, first, call) : [`${call};`];
  const indent = `${text.indentOf(brace.line)}${text.indentUnit}`;
  const newText = lines.map((line) => `${indent}${line}${text.newline}`).join('');
  return { range: point(entry.file, brace.line + 1, 1), newText };
}
