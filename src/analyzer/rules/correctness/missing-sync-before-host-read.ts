/** The host reads what the device may not have written yet. */
import type { CallRole } from '../../acl/catalogue.ts';
import type { CallNode, TraceNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { defineRule } from '../rule.ts';
import type { Offer } from '../fix/refusals.ts';
import type { RuleContext } from '../context.ts';
import { argument, buffersBehind, destinationOf, directionOf, objectOf, sourceOf } from '../query/copies.ts';
import { fix, linesBefore, placeBefore } from '../fix/text/edits.ts';
import { clashesIn, type Uses } from '../query/waits/memory-in-flight.ts';
import { streamText } from '../query/streams.ts';

export const missingSyncBeforeHostRead = defineRule({
  id: 'missing-sync-before-host-read',
  meta: { severity: 'error', category: 'correctness', fixable: true },
  title: {
    en: 'The result of asynchronous work is read without a wait',
    zh: '未等待就读取异步任务的结果',
  },
  messages: {
    host: {
      en: 'The host reads {name} while this copy may still be under way: nothing waits for it in between.',
      zh: '主机读取 {name} 时此拷贝可能尚未完成：两者之间没有任何等待。',
    },
    copy: {
      en: 'This copy reads {name} while {call} may still be writing it: a synchronous copy does not wait for work on a stream.',
      zh: '此拷贝读取 {name} 时 {call} 可能仍在写入：同步拷贝不会等待流上的任务。',
    },
    wait: { en: 'Wait for {stream} first', zh: '先等待 {stream}' },
  },
  check(context, report) {
    for (const thread of context.trace.threads) {
      for (const { holder: writer, other: reader, object } of clashesIn(thread.body, USES)) {
        const copy = reader.kind === 'call' && reader.row.role === 'copy';
        report({
          messageId: copy ? 'copy' : 'host',
          at: copy ? reader.range : writer.range,
          node: copy ? reader : writer,
          data: { name: object.name, call: writer.name },
          related: [
            copy
              ? { range: writer.range, messageId: 'submittedHere', data: { call: writer.name } }
              : { range: reader.range, messageId: 'usedHere', data: { name: object.name } },
          ],
          offer: () => offerFor(writer, reader, context),
        });
      }
    }
  },
});

/** What the host looks at: memory through a pointer, by itself or in a function of the host, or device memory that it copies out synchronously. */
function readBy(node: TraceNode): (TraceObject | undefined)[] {
  if (node.kind === 'access') return node.write ? [] : [node.object];
  if (node.kind !== 'call') return [];
  if (isHostWork(node)) return node.args.map(({ value }) => objectOf(value));
  if (node.row.role !== 'copy' || node.row.mode !== 'sync') return [];
  return directionOf(node) === 'd2h' ? [sourceOf(node)] : [];
}

/** What such a function is given it reads or writes; one that nothing at hand defines may only keep it. */
const isHostWork = ({ row }: CallNode): boolean =>
  row.engine === 'host' && HOST_WORK.has(row.role) && row.category !== 'host-unseen';

const HOST_WORK: ReadonlySet<CallRole> = new Set(['hostWork', 'hostRead', 'hostWrite']);

function writtenBy(call: CallNode): TraceObject[] {
  if (call.row.mode !== 'async' || call.row.stream === undefined) return [];
  if (call.row.role === 'copy') {
    const target = destinationOf(call);
    return target && directionOf(call) === 'd2h' ? [target] : [];
  }
  if (call.row.role !== 'execute') return [];
  return buffersBehind(objectOf(argument(call, call.row.outputDescription)?.value));
}

const USES: Uses = { holds: writtenBy, comesTo: readBy };

function offerFor(writer: CallNode, reader: TraceNode, context: RuleContext): Offer<'wait'> {
  const stream = streamText(writer);
  if (stream === undefined) return 'streamUnknown';
  if (reader.function !== writer.function) return 'anotherFunction';
  if (reader.kind !== 'call') return 'inExpression';
  const text = context.text(reader.range.file);
  const place = placeBefore(text, reader);
  if (!place) return 'inExpression';
  const edit = linesBefore(text, place, [`aclrtSynchronizeStream(${stream});`]);
  return [fix('wait', [edit], true, { stream })];
}
