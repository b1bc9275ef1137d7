/** Queues that the callback of a decoder or an encoder fills: who polls them waits for what comes out. */
import { expect, test } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const head = `#include "acl/acl.h"
#include "acl/ops/acl_dvpp.h"
#include <mutex>
#include <queue>
#include <thread>
std::mutex m; std::queue<void *> q; bool run = true;
void report() { while (run) aclrtProcessReport(1000); }
`;
const frame = `auto *d = acldvppCreateStreamDesc(); auto *p = acldvppCreatePicDesc(); acldvppSetPicDescData(p, buffer);
  acldvppSetPicDescWidth(p, 1920); acldvppSetPicDescHeight(p, 1080);`;
const channel = (callback: string): string => `std::thread r(report);
  aclvdecChannelDesc *ch = aclvdecCreateChannelDesc(); aclvdecSetChannelDescThreadId(ch, (uint64_t)r.native_handle());
  aclvdecSetChannelDescCallback(ch, ${callback}); aclvdecCreateChannel(ch);`;
const decode = (data: string): string => `int main() { aclrtSetDevice(0); std::thread t(infer);
  ${channel('onFrame')} void *buffer = nullptr;
  while (true) { ${frame} aclvdecSendFrame(ch, d, p, nullptr, ${data}); } }`;
const encode = `int main() { aclrtSetDevice(0); std::thread t(infer), r(report);
  aclvencChannelDesc *ch = aclvencCreateChannelDesc(); aclvencSetChannelDescThreadId(ch, (uint64_t)r.native_handle());
  aclvencSetChannelDescCallback(ch, onCoded); aclvencCreateChannel(ch); void *buffer = nullptr;
  while (true) { auto *p = acldvppCreatePicDesc(); aclvencSendFrame(ch, p, nullptr, nullptr, nullptr); } }`;

const onFrame = (push: string): string =>
  `void onFrame(acldvppStreamDesc *in, acldvppPicDesc *pic, void *user) { void *x = acldvppGetPicDescData(pic); ${push} }`;
const infer = (pop: string): string => `void infer() { uint32_t id; aclmdlLoadFromFile("resnet50.om", &id);
  while (true) { void *x = nullptr; ${pop} aclmdlExecute(id, nullptr, nullptr); acldvppFree(x); } }`;
const polled = 'm.lock(); if (q.empty()) { m.unlock(); continue; } x = q.front(); q.pop(); m.unlock();';
const locked = 'm.lock(); q.push(x); m.unlock();';
const guarded = '{ std::lock_guard<std::mutex> lock(m); q.push(x); }';
const tryPop =
  'bool pop(void *&x) { std::lock_guard<std::mutex> lock(m); if (q.empty()) return false; x = q.front(); q.pop(); return true; }';
const box = 'struct Box { std::mutex m; std::queue<void *> q; } shared;';

const programs: [what: string, text: string][] = [
  ['locked by hand', [onFrame(locked), infer(polled), decode('nullptr')].join('\n')],
  ['under a guard', [onFrame(guarded), infer(polled), decode('nullptr')].join('\n')],
  [
    'behind the user data',
    [
      box,
      onFrame('auto *b = (Box *)user; b->m.lock(); b->q.push(x); b->m.unlock();'),
      infer(
        'shared.m.lock(); if (shared.q.empty()) { shared.m.unlock(); continue; } x = shared.q.front(); shared.q.pop(); shared.m.unlock();',
      ),
      decode('&shared'),
    ].join('\n'),
  ],
  [
    'asked by a function that may find nothing',
    [tryPop, onFrame(guarded), infer('if (!pop(x)) continue;'), decode('nullptr')].join('\n'),
  ],
  [
    'behind an encoder',
    [
      `void onCoded(acldvppPicDesc *pic, acldvppStreamDesc *out, void *) { void *x = acldvppGetStreamDescData(out); ${locked} }`,
      infer(polled),
      encode,
    ].join('\n'),
  ],
];

test.each(programs)('a queue %s lets its consumer wait for the callback', async (_, text) => {
  const { threads } = await pipelineOf(head + text);
  const ends = (kind: 'enqueue' | 'dequeue') =>
    threads
      .filter((thread) => JSON.stringify(thread.program).includes(`"${kind}"`))
      .map(({ kind: of }) => of);
  expect([ends('enqueue'), ends('dequeue')]).toEqual([['callback'], ['thread']]);
});

test('a pool that grows is waited for by nobody: the callback gives back what its taker made and sent', async () => {
  const text = `${onFrame(locked)}
int main() { aclrtSetDevice(0); ${channel('onFrame')}
  while (true) { void *buffer = nullptr; m.lock(); if (q.empty()) { acldvppMalloc(&buffer, 4096); } else { buffer = q.front(); q.pop(); } m.unlock();
  ${frame} aclvdecSendFrame(ch, d, p, nullptr, nullptr); } }`;
  const pipeline = await pipelineOf(head + text);
  expect(stepsOf(pipeline, 'dequeue')).toEqual([]);
  expect(stepsOf(pipeline, 'submit').map(({ call }) => call)).toEqual(['aclvdecSendFrame']);
});
