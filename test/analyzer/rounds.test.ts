/** Counters that start again: what happens when a round is full happens once in as many passes, in every form of asking. */
import { expect, it, test } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';
import type { Step } from '../../src/pipeline/pipeline.ts';

const head = `
#include "acl/acl.h"
constexpr unsigned kTotal = 960;
uint32_t model; aclmdlDataset *in[2], *out; aclrtStream stream;
`;

/** In what share of the passes it waits. */
function shareOfWait(steps: readonly Step[], share = 1): number | undefined {
  for (const step of steps) {
    if (step.kind === 'wait') return share;
    const found =
      step.kind === 'repeat'
        ? shareOfWait(step.body, share)
        : step.kind === 'branch'
          ? (shareOfWait(step.then, share * Number(step.share)) ??
            shareOfWait(step.otherwise, share * (1 - Number(step.share))))
          : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

async function waits(before: string, body: string): Promise<number | undefined> {
  const text = `${head}${before} int main() { aclrtCreateStream(&stream); ${body} }`
    .replaceAll('SUBMIT', 'aclmdlExecuteAsync(model, in[0], out, stream)')
    .replaceAll('SYNC', 'aclrtSynchronizeStream(stream)');
  const { threads } = await pipelineOf(text);
  return shareOfWait(threads[0]?.program ?? []);
}

const pass = (body: string) => `unsigned n = 0; for (unsigned i = 0; i < kTotal; ++i) { SUBMIT; ${body} }`;
const batcher = (add: string, flush = 'bool Flush() { count_ = 0; return SYNC == ACL_SUCCESS; }') =>
  `struct Batcher { unsigned count_ = 0; bool Add() { SUBMIT; ${add} } ${flush} };`;
const adding = 'Batcher b; while (b.Add()) {}';

const rounds: [what: string, before: string, body: string, share: number][] = [
  ['counted in the condition', '', pass('if (++n == 32) { SYNC; n = 0; }'), 1 / 32],
  ['counted before', '', pass('n++; if (n >= 16) { SYNC; n = 0; }'), 1 / 16],
  ['counted after it is asked', '', pass('if (n++ == 15) { SYNC; n = 0; }'), 1 / 16],
  ['more than one at once', '', pass('n += 4; if (n == 32) { SYNC; n -= 32; }'), 1 / 8],
  ['not yet full', '', pass('if (++n < 8) continue; SYNC; n = 0;'), 1 / 8],
  [
    'in a ring of places',
    '',
    'unsigned n = 0; for (;;) { SUBMIT; n = (n + 1) % 32; if (n == 0) SYNC; }',
    1 / 32,
  ],
  ['in a ring by bits', '', pass('n = (n + 1) & 31; if (n != 0) continue; SYNC;'), 1 / 32],
  ['by bits', '', pass('if ((++n & 31) == 0) SYNC;'), 1 / 32],
  ['by bits of the index', '', pass('if (!((i + 1) & 15)) SYNC;'), 1 / 16],
  [
    'by bits, beside what goes in turn',
    'aclrtStream streams[2];',
    'for (auto &s : streams) aclrtCreateStream(&s); for (unsigned i = 0; i < kTotal; ++i) { aclmdlExecuteAsync(model, in[0], out, streams[i & 1]); if ((i & 31) == 31) aclrtSynchronizeDevice(); }',
    1 / 32,
  ],
  [
    'a member counted in the condition',
    'struct Cam { unsigned queued_ = 0; void one() { SUBMIT; if (++queued_ % 4 == 0) SYNC; } };',
    'Cam cam; for (int i = 0; i < 960; i++) cam.one();',
    1 / 4,
  ],
  [
    'a reference counted in the condition',
    'int one(unsigned &queued) { SUBMIT; if (++queued % 4 == 0) return SYNC; return 0; }',
    'unsigned queued = 0; for (int i = 0; i < 960; i++) if (one(queued)) return 1;',
    1 / 4,
  ],
  [
    'what a function counts and gives back',
    'static int made; int next() { return ++made; }',
    'for (;;) { SUBMIT; if (next() % 8 == 0) SYNC; }',
    1 / 8,
  ],
  [
    'in a ring that another class gives back',
    'struct Ring { unsigned at_ = 0; unsigned advance() { at_ = (at_ + 1) % 8; return at_; } };',
    'Ring ring; for (;;) { SUBMIT; if (ring.advance() == 0) SYNC; }',
    1 / 8,
  ],
  [
    'in a ring that is moved in the condition',
    '',
    'int n = 0; while (true) { SUBMIT; if ((n = (n + 1) % 8) == 0) SYNC; }',
    1 / 8,
  ],
  [
    'in a ring without a division',
    'struct Ring { int at_ = 0; int next() { return at_ = at_ + 1 == 5 ? 0 : at_ + 1; } };',
    'Ring ring; for (;;) { SUBMIT; if (!ring.next()) SYNC; }',
    1 / 5,
  ],
  [
    'kept before it is asked',
    '',
    pass('const bool isLast = (n = (n + 1) & 15) == 0; if (isLast) SYNC;'),
    1 / 16,
  ],
  [
    'behind what a function gives back',
    'struct Lane { int n_ = 0; bool settle() { return SYNC == 0; } bool go() { SUBMIT; return ++n_ % 25 != 0 || settle(); } };',
    'Lane lane; bool ok = true; for (int i = 1000; ok && i > 0; --i) ok = ok && lane.go();',
    1 / 25,
  ],
  [
    'with a side that only goes back',
    'int n; bool go() { SUBMIT; if (++n % 4 != 0) return true; else return SYNC == 0; }',
    'while (go()) {}',
    1 / 4,
  ],
  ['by the rest', '', pass('if ((i + 1) % 16 != 0) continue; SYNC;'), 1 / 16],
  [
    'asked before the work',
    '',
    'unsigned n = 0; for (;;) { if (n == 8) { SYNC; n = 0; } SUBMIT; ++n; }',
    1 / 8,
  ],
  [
    'of a static place',
    'static int pending; void step() { SUBMIT; if (++pending != 8) return; SYNC; pending = 0; }',
    'for (;;) step();',
    1 / 8,
  ],
  [
    'of a batcher that flushes when full',
    batcher('if (++count_ == 16) return Flush(); return true;'),
    adding,
    1 / 16,
  ],
  ['of a batcher that goes on', batcher('if (++count_ < 16) return true; return Flush();'), adding, 1 / 16],
  [
    'of a batcher that counts first',
    batcher('count_++; if (count_ < 16) return true; return Flush();'),
    adding,
    1 / 16,
  ],
  [
    'of a batcher that drains',
    batcher('count_++; if (count_ == 4) Drain(); return true;', 'void Drain() { SYNC; count_ = 0; }'),
    adding,
    1 / 4,
  ],
  [
    'beside buffers that take turns',
    '',
    'unsigned n = 0, at = 0; for (unsigned i = 0; i < kTotal; ++i) { aclmdlExecuteAsync(model, in[at], out, stream); at ^= 1; if (++n == 32) { SYNC; n = 0; } }',
    1 / 32,
  ],
  [
    'by the rest, beside buffers that take turns',
    '',
    'unsigned at = 0; for (unsigned i = 0; i < kTotal; ++i) { aclmdlExecuteAsync(model, in[at], out, stream); at = 1 - at; if ((i + 1) % 32 == 0) SYNC; }',
    1 / 32,
  ],
];

it.each(rounds)('a round %s', async (_what, before, body, share) => {
  expect(await waits(before, body)).toBeCloseTo(share, 6);
});

test('a ring is a round of the loop that moves it, and of no other', async () => {
  const ring = 'struct Ring { int at = 0; int next() { return at = (at + 1) % 3; } };';
  const body =
    'Ring r; int k; for (int i = 0; i < 4; i++) k = r.next(); for (;;) { SUBMIT; if (k == 0) SYNC; }';
  expect(await waits(ring, body)).not.toBeCloseTo(1 / 3, 6);
});

test('a counter of errors that nothing sets back makes no round', async () => {
  const body = 'int errors = 0; for (;;) { if (SUBMIT != ACL_SUCCESS && ++errors > 3) break; SYNC; }';
  expect(await waits('', body)).toBe(1);
});
