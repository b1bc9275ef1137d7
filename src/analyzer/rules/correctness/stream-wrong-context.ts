/** A stream is given work on a device that it was not made for, or joined with an event of another. */
import { givesWork } from '../../acl/catalogue.ts';
import type { CallNode } from '../../trace/nodes.ts';
import type { TraceObject } from '../../trace/values.ts';
import { bindingsOf, apartBy, type Bound, type Home, type Use } from '../query/bindings.ts';
import { argument, objectOf } from '../query/copies.ts';
import { streamOf } from '../query/streams.ts';
import { defineRule, type Related, type ReportOf } from '../rule.ts';
import type { SharedSlots } from '../words/messages.ts';

export const streamWrongContext = defineRule({
  id: 'stream-wrong-context',
  meta: { severity: 'error', category: 'correctness' },
  title: {
    en: 'A stream or an event is used on a device that it was not made for',
    zh: '流或事件在非所属设备上使用',
  },
  messages: {
    device: {
      en: '{call} gives {name} work while the thread is bound to device {bound}; the stream was made on device {home}, so the call fails (107003). Bind device {home} first, or make a stream of device {bound} for it.',
      zh: '{call} 向 {name} 下发任务时线程绑定的是设备 {bound}，而该流在设备 {home} 上创建：调用失败（107003）。请先绑定设备 {home}，或在设备 {bound} 上另建一个流。',
    },
    context: {
      en: '{call} gives {name} work while the thread is bound to another context than the one that the stream was made in, so the call fails (107003). Bind that context first: aclrtCreateContext binds the new one by itself.',
      zh: '{call} 向 {name} 下发任务时线程绑定的上下文不是创建该流时的上下文：调用失败（107003）。请先绑定该上下文；aclrtCreateContext 会自动绑定新建的上下文。',
    },
    event: {
      en: '{call} is given {name} of device {home} and a stream of device {bound}: it fails, as both must be of one device. Let the host wait in between (aclrtSynchronizeEvent works from any device).',
      zh: '{call} 使用了设备 {home} 的 {name} 和设备 {bound} 的流：调用失败，两者必须属于同一设备。请改由主机在两者之间等待（aclrtSynchronizeEvent 可在任意设备上调用）。',
    },
    boundHere: { en: 'The thread is bound here.', zh: '线程在此处绑定。' },
  },
  check(context, report) {
    const { homes, uses } = bindingsOf(context);
    const said = new Set<TraceObject>();
    for (const use of uses) {
      const stream = streamOf(use.call);
      const home = stream && homes.get(stream);
      if (!home) continue;
      const apart = said.has(stream) ? undefined : apartOf(use, home);
      if (apart) reportWork(apart, { object: stream, home }, report);
      if (apart) said.add(stream);
      const event = objectOf(argument(use.call, use.call.row.event)?.value);
      const other = event && homes.get(event);
      if (other) reportEvent(use.call, { object: event, home: other }, { object: stream, home }, report);
    }
  },
});

interface Apart {
  messageId: 'device' | 'context';
  call: CallNode;
  bound: Bound;
}

/** Does the call give the stream work from elsewhere than its home? Of all that it is given there, the first is said. */
function apartOf({ call, bound }: Use, home: Home): Apart | undefined {
  const messageId = bound && givesWork(call.row) ? apartBy(home, bound) : undefined;
  return bound && messageId && { messageId, call, bound };
}

function reportWork(
  { messageId, call, bound }: Apart,
  stream: Made,
  report: ReportOf<typeof streamWrongContext>,
): void {
  const [home, at] = [stream.home.device ?? '', bound.device ?? ''];
  report({
    messageId,
    at: call.range,
    node: call,
    data: { call: call.name, name: stream.object.name, home, bound: at },
    related: [createdHere(stream), { range: bound.by.range, messageId: 'boundHere' }],
  });
}

/** Wherever the thread is bound. */
function reportEvent(
  call: CallNode,
  event: Made,
  stream: Made,
  report: ReportOf<typeof streamWrongContext>,
): void {
  if (apartBy(event.home, stream.home) !== 'device') return;
  const [home, bound] = [event.home.device ?? '', stream.home.device ?? ''];
  report({
    messageId: 'event',
    at: call.range,
    node: call,
    data: { call: call.name, name: event.object.name, home, bound },
    related: [createdHere(event), createdHere(stream)],
  });
}

/** A stream or an event. */
interface Made {
  object: TraceObject;
  home: Home;
}

const createdHere = ({ object, home }: Made): Related<SharedSlots> => ({
  range: home.made.range,
  messageId: 'createdHere',
  data: { name: object.name },
});
