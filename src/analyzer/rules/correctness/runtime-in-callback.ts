/** A callback of a stream waits, allocates, frees or gives work: it may not, and one that waits for its stream never returns. */
import { isRuntime, type CallRole } from '../../acl/catalogue.ts';
import { callsOf, type CallNode } from '../../trace/nodes.ts';
import { defineRule } from '../rule.ts';
import { dropWait } from '../fix/waits/drop-wait.ts';
import { callbackOf, waitsForItself } from '../query/callbacks.ts';

/** What the documentation names: resources made and released, waits, tasks. */
const FORBIDDEN: readonly CallRole[] = [
  'synchronize',
  'allocate',
  'free',
  'submit',
  'copy',
  'memset',
  'execute',
  'launchCallback',
  'record',
  'load',
  'unload',
];

export const runtimeInCallback = defineRule({
  id: 'runtime-in-callback',
  meta: { severity: 'warning', category: 'correctness', fixable: true },
  title: {
    en: 'A callback of a stream waits for the device, or gives it work',
    zh: '流的回调中等待 Device 或向其下发任务',
  },
  messages: {
    waitsForItself: {
      en: '{call} waits for the stream that this callback runs in, and that stream waits for the callback: neither goes on (deadlock). Take it out: what stands before the callback in its stream has ended when it runs.',
      zh: '{call} 等待此回调所在的流，而该流又在等待回调返回：二者都无法继续（死锁）。请删除此调用：回调执行时，流中排在它之前的任务已经完成。',
    },
    forbidden: {
      en: '{call} stands in a callback that {launch} launches. By its documentation a callback should not make or release resources, wait for a stream or the device, or give work: that may fail or end in a deadlock. Hand the result to a thread of the program, and do it there.',
      zh: '{call} 位于由 {launch} 下发的回调中。其文档规定回调不应申请或释放资源、同步流或 Device、下发任务，否则可能出错或死锁。请把结果交给程序自己的线程，在那里执行。',
    },
    drop: { en: 'Take the wait out', zh: '删除该等待' },
    launchedHere: { en: 'The callback is launched here.', zh: '回调在此处下发。' },
  },
  check(context, report) {
    for (const launch of context.withRole('launchCallback')) {
      const body = callbackOf(launch, context)?.body ?? [];
      for (const call of callsOf(body).filter(isForbidden)) {
        const isStuck = waitsForItself(call, launch);
        report({
          messageId: isStuck ? 'waitsForItself' : 'forbidden',
          at: call.range,
          node: call,
          severity: isStuck ? 'error' : 'warning',
          data: { call: call.name, launch: launch.name },
          related: [{ range: launch.range, messageId: 'launchedHere', data: {} }],
          offer: () => (isStuck ? dropWait(call, context) : 'anotherCall'),
        });
      }
    }
  },
});

const isForbidden = ({ row }: CallNode): boolean => isRuntime(row) && FORBIDDEN.includes(row.role);
