/** An asynchronous copy whose host memory is not page-locked. */
import { pageableCopy } from '../../../pipeline/cann.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { isPageable } from '../../trace/copies.ts';
import { hostSide, objectOf } from '../query/copies.ts';
import { changeSubmit } from '../counterfactual/steps.ts';
import { fix } from '../fix/text/edits.ts';
import { statementEnd } from '../fix/text/scan.ts';

export const asyncMemcpyPageable = defineRule({
  id: 'async-memcpy-pageable',
  meta: { severity: 'warning', category: 'memory', priced: true, fixable: true },
  title: {
    en: 'An asynchronous copy uses host memory that is not page-locked',
    zh: '异步拷贝使用了非锁页主机内存',
  },
  messages: {
    pageable: {
      en: '{name} comes from {origin}, which is not page-locked: up to CANN 8.2 the result of this copy is undefined, from 8.5 on the call returns only when the copy is done. Allocate it with aclrtMallocHost.',
      zh: '{name} 来自 {origin}，并非锁页内存：CANN 8.2 及更早版本此拷贝的结果未定义，8.5 起该调用在拷贝完成后才返回。请用 aclrtMallocHost 申请。',
    },
    undefinedResult: {
      en: '{name} comes from {origin}, which is not page-locked: in CANN {version} the result of such a copy is undefined. Allocate it with aclrtMallocHost.',
      zh: '{name} 来自 {origin}，并非锁页内存：在 CANN {version} 中此类拷贝的结果未定义。请用 aclrtMallocHost 申请。',
    },
    blocking: {
      en: '{name} comes from {origin}, which is not page-locked: the call returns only when the copy is done, so nothing overlaps with it. Allocate it with aclrtMallocHost.',
      zh: '{name} 来自 {origin}，并非锁页内存：该调用在拷贝完成后才返回，无法与其他任务重叠。请用 aclrtMallocHost 申请。',
    },
    useMallocHost: { en: 'Allocate {name} with aclrtMallocHost', zh: '用 aclrtMallocHost 申请 {name}' },
  },
  check(context, report) {
    for (const call of context.withRole('copy')) {
      const side = hostSide(call);
      const object = objectOf(side?.value);
      if (call.row.mode !== 'async' || !side || !object || !isPageable(object)) continue;
      report({
        messageId: messageFor(context),
        at: call.range,
        node: call,
        data: {
          name: side.text,
          origin: originOf(object),
          version: context.settings.cannVersion ?? '',
        },
        severity: messageFor(context) === 'undefinedResult' ? 'error' : 'warning',
        related: object.createdAt
          ? [{ range: object.createdAt, messageId: 'allocatedHere', data: { name: object.name } }]
          : [],
        offer: () => offerFor(call, object, context),
        counterfactual: pinned(call),
      });
    }
  },
});

function pinned(call: CallNode) {
  return changeSubmit(call.range, (step) => ({ ...step, work: { ...step.work, pageable: false } }));
}

const MESSAGES = { blocks: 'blocking', undefined: 'undefinedResult', unknown: 'pageable' } as const;

function messageFor(context: RuleContext): (typeof MESSAGES)[keyof typeof MESSAGES] {
  return MESSAGES[pageableCopy(context.settings.cannVersion)];
}

/** Named as in the program; for all else there is a word. */
const IN_CODE: Record<string, string> = { vector: 'std::vector', string: 'std::string', mat: 'cv::Mat' };

const originOf = ({ createdBy, memory }: TraceObject): string =>
  createdBy ?? (memory && IN_CODE[memory]) ?? memory ?? '';

/** `p = malloc(n)` and the `free(p)` of the same function become a pair of the runtime's. */
function offerFor(call: CallNode, object: TraceObject, context: RuleContext): Offer<'useMallocHost'> {
  if (object.createdBy !== 'malloc' || !object.createdAt) return 'memoryUnclear';
  const allocation = context.named('malloc').find((other) => other.creates === object);
  const size = allocation?.args[0];
  if (!allocation || !size) return 'memoryUnclear';
  const text = context.text(allocation.range.file);
  const match =
    /^(\s*)(?:([\w:][\w:\s]*\*)\s*)?(\w+)\s*=\s*(?:\([^()]*\)\s*|static_cast<[^<>]*>\(\s*)?malloc/.exec(
      text.line(allocation.range.line),
    );
  const [, indent = '', type, name] = match ?? [];
  const frees = context.named('free').filter((other) => objectOf(other.args[0]?.value) === object);
  if (frees.length === 0) return 'freedElsewhere';
  if (name === undefined || allocation.statement.endLine !== allocation.range.line) return 'layoutUnclear';
  const declare = type === undefined ? '' : `${type}${name} = nullptr;${text.newline}${indent}`;
  const statement = `${declare}aclrtMallocHost((void **)&${name}, ${size.text});`;
  const end = statementEnd(text, allocation.statement);
  const edits = [
    {
      range: { ...allocation.statement, column: indent.length + 1, endColumn: end.column },
      newText: statement,
    },
    ...frees.map((free) => replaceArgumentOf(free)),
  ];
  return [fix('useMallocHost', edits, true, { name })];
}

function replaceArgumentOf(free: CallNode) {
  return { range: free.range, newText: 'aclrtFreeHost' };
}
