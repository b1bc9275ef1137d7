/** A thread uses the runtime without having bound a context. */
import type { CallNode, TraceThread } from '../trace/nodes.ts';
import { callsOf } from '../trace/nodes.ts';
import type { Offer } from './fix/refusals.ts';
import type { Rule } from './rule.ts';
import type { RuleContext } from './support/context.ts';
import { argument } from './support/copies.ts';
import { fix, point } from './support/edits.ts';
import { openingBrace } from './support/scan.ts';
import { literalText } from '../literal.ts';

/** Calls that work without a context, by group of the catalogue or by name. */
const NEED_NONE =
  /^(acl(Init|Finalize|GetRecent\w*|AppLog|rtGet\w*|rtQuery\w*|rtSubscribeReport|prof\w*|dump\w*)|hi_mpi_sys_\w+)$/;
const NO_CONTEXT_ROLES: readonly string[] = ['get', 'init', 'log', 'other', 'set'];

export const missingSetCurrentContext: Rule = {
  id: 'missing-set-current-context',
  meta: {
    severity: 'error',
    category: 'correctness',
    docs: 'docs/rules/missing-set-current-context.md',
    priced: false,
    fixable: true,
  },
  title: {
    en: 'A thread uses the device without a context',
    zh: '线程在未绑定上下文的情况下使用设备',
  },
  messages: {
    missing: {
      en: 'The thread {entry} calls {call} before it has bound a context; a binding belongs to one thread only. Call aclrtSetCurrentContext first.',
      zh: '线程 {entry} 在绑定上下文之前调用了 {call}；绑定只对一个线程有效。请先调用 aclrtSetCurrentContext。',
    },
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
    return undefined;
  },
};

function evidence(thread: TraceThread, first: CallNode) {
  const start = thread.source ? [{ range: thread.source, messageId: 'threadHere', data: {} }] : [];
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

/** Where the program has one context, a variable of the file, and the thread's entry stands in that file. */
function offerFor(thread: TraceThread, first: CallNode, context: RuleContext): Offer {
  const entry = thread.source;
  const names = new Set(
    context.named('aclrtCreateContext').map((call) => argument(call, 0)?.text.replace(/^&/, '')),
  );
  const [name] = names;
  if (!entry || names.size !== 1 || name === undefined) return 'contextUnclear';
  const text = context.text(entry.file);
  if (!new RegExp(`^(?:static\\s+)?aclrtContext\\s+${literalText(name)}\\b`, 'm').test(text.text))
    return 'contextUnclear';
  const brace = openingBrace(text, entry.endLine, entry.endColumn);
  if (!brace) return 'layoutUnclear';
  const indent = `${text.indentOf(brace.line)}${text.indentUnit}`;
  const newText = `${text.newline}${indent}aclrtSetCurrentContext(${name});`;
  const edit = { range: point(entry.file, brace.line, brace.column), newText };
  return [fix('bind', [edit], true, { context: name, call: first.name })];
}
