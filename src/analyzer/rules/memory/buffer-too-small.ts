/** A copy or a data buffer takes more bytes than its memory has. */
import { oncePer } from '../../../base/once.ts';
import { push } from '../../../base/push.ts';
import type { CallNode, TraceArgument } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../context.ts';
import { argument, objectOf } from '../query/copies.ts';
import { quantityOf } from '../query/quantities.ts';

export const bufferTooSmall = defineRule({
  id: 'buffer-too-small',
  meta: { severity: 'error', category: 'memory' },
  title: {
    en: 'A copy or a data buffer takes more bytes than its memory has',
    zh: '拷贝或数据缓冲区的字节数超过其内存',
  },
  messages: {
    limit: {
      en: '{call} is told to copy {count} bytes to where there is room for {room}, by its own arguments: it fails and copies nothing. Give both the same size.',
      zh: '{call} 要拷贝 {count} 字节，而其参数给出的目的内存只有 {room} 字节：调用失败，不会拷贝。请使两者一致。',
    },
    destination: {
      en: '{call} copies {count} bytes into {name}, where there is room for {room}: it fails, or writes over what stands behind. Allocate as much as is copied.',
      zh: '{call} 将 {count} 字节拷贝到只有 {room} 字节的 {name}：调用失败，或覆盖其后的内存。请按拷贝的字节数申请内存。',
    },
    source: {
      en: '{call} copies {count} bytes out of {name}, which has {room}: it fails, or reads what stands behind. Copy as much as there is.',
      zh: '{call} 从只有 {room} 字节的 {name} 拷贝 {count} 字节：调用失败，或读取其后的内存。请按实际大小拷贝。',
    },
    described: {
      en: '{call} says that {name} has {count} bytes, but there are {room}: what runs on it reads or writes beyond its memory. Allocate as much as is said.',
      zh: '{call} 声明 {name} 有 {count} 字节，而实际只有 {room} 字节：使用它的任务会越界读写。请按声明的大小申请内存。',
    },
  },
  check(context, report) {
    for (const call of context.calls) {
      const found = shortage(call, context);
      if (!found) continue;
      const { messageId, count, room, memory } = found;
      report({
        messageId,
        at: call.range,
        node: call,
        data: { call: call.name, count, room, name: memory?.name ?? '' },
        related: memory?.createdAt
          ? [{ range: memory.createdAt, messageId: 'allocatedHere', data: { name: memory.name } }]
          : [],
      });
    }
  },
});

interface Shortage {
  messageId: 'limit' | 'destination' | 'source' | 'described';
  count: number;
  room: number;
  memory?: TraceObject | undefined;
}

/** The first of the sizes that falls short of what the call takes; all of them are known numbers. */
function shortage(call: CallNode, context: RuleContext): Shortage | undefined {
  const { row } = call;
  const isCopy = row.role === 'copy' && row.width === undefined;
  const isDescription = row.creates === 'dataBuffer' && row.data !== undefined;
  const count = isCopy || isDescription ? fixedBytes(argument(call, row.bytes), context) : undefined;
  if (count === undefined) return undefined;
  if (isDescription) return shortOf('described', argument(call, row.data), count, call, context);
  return (
    beyondLimit(call, count, context) ??
    shortOf('destination', argument(call, row.destination), count, call, context) ??
    shortOf('source', argument(call, row.source), count, call, context)
  );
}

const fixedBytes = (size: TraceArgument | undefined, context: RuleContext): number | undefined =>
  context.fixed(quantityOf(size?.value));

/** Of `(destination, room, source, count, …)` the room. */
function beyondLimit({ row, ...call }: CallNode, count: number, context: RuleContext): Shortage | undefined {
  if (row.destination !== 0 || row.source !== 2 || row.bytes !== 3) return undefined;
  const room = fixedBytes(call.args[1], context);
  return room !== undefined && room < count ? { messageId: 'limit', count, room } : undefined;
}

function shortOf(
  messageId: Shortage['messageId'],
  place: TraceArgument | undefined,
  count: number,
  call: CallNode,
  context: RuleContext,
): Shortage | undefined {
  const memory = objectOf(place?.value);
  const room = place && memory && roomAt(place, call, context);
  return room !== undefined && room < count ? { messageId, count, room, memory } : undefined;
}

/** Bytes from an address to the end of memory that one call of the runtime, which every way comes by, has allocated. */
function roomAt({ value }: TraceArgument, call: CallNode, context: RuleContext): number | undefined {
  if (value.kind !== 'object' || value.offsetUnknown || value.cleared) return undefined;
  const { object, offset, knownOffset } = value;
  if (offset !== undefined && knownOffset === undefined) return undefined;
  const bytes = context.fixed(object.bytes);
  // Of no bytes the runtime allocates nothing: such a size was not read.
  if (bytes === undefined || bytes <= 0 || !isMadeOnce(object, call, context)) return undefined;
  return bytes - (knownOffset ?? 0);
}

/** Calls that allocate, by what they give: every copy asks. */
const makersIn = oncePer((context: RuleContext): ReadonlyMap<TraceObject, CallNode[]> => {
  const found = new Map<TraceObject, CallNode[]>();
  for (const call of context.withRole('allocate')) if (call.creates) push(found, call.creates, call);
  return found;
});

function isMadeOnce(memory: TraceObject, call: CallNode, context: RuleContext): boolean {
  const [made, ...others] = makersIn(context).get(memory) ?? [];
  if (!made || others.length || !/^(acl|hi_)/.test(made.name) || made.when || made.guards?.length)
    return false;
  const around = context.branchesTo(call);
  return context
    .branchesTo(made)
    .every(({ branch, inThen }) => around.some((one) => one.branch === branch && one.inThen === inThen));
}
