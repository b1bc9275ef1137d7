/** Lists that a counted loop has made and that are walked by the pointers in their nodes. */
import { expect, it } from 'vitest';
import { pipelineOf, stepsOf } from '../support/analyzer.ts';

const program = (declared: string, filled: string, walked: string): string => `#include <cstdlib>
  #include "acl/acl.h"
  struct slot { aclmdlDataset *in, *out; slot *next; };
  static slot *made() { slot *s = new slot(); s->in = aclmdlCreateDataset(); s->out = aclmdlCreateDataset(); return s; }
  ${declared}
  int main(int argc, char **argv) {
    uint32_t model = 0; aclrtStream stream = nullptr;
    aclInit(nullptr); aclrtSetDevice(0); aclrtCreateStream(&stream); aclmdlLoadFromFile("m.om", &model);
    ${filled}
    for (;;) { ${walked} aclrtSynchronizeStream(stream); }
  }`;
const RUN = 'aclmdlExecuteAsync(model, s->in, s->out, stream);';

const lists: [what: string, declared: string, filled: string, walked: string][] = [
  [
    'a while loop by way of another name',
    '',
    'slot *head = nullptr; for (int i = 0; i < 28; ++i) { slot *s = made(); s->next = head; head = s; }',
    `slot *s = head; while (s != nullptr) { slot *after = s->next; ${RUN} s = after; }`,
  ],
  [
    'a list with a tail',
    'static slot *head, *tail;',
    'for (int i = 0; i < 28; ++i) { slot *s = made(); if (!head) head = s; else tail->next = s; tail = s; }',
    `for (const slot *s = head; s != NULL; s = s->next) { ${RUN} }`,
  ],
  [
    'a ring without an end',
    '',
    'slot *ring = nullptr; for (int i = 0; i < 28; ++i) { slot *s = made(); if (ring) { s->next = ring->next; ring->next = s; } else s->next = s; ring = s; }',
    `slot *s = ring; do { ${RUN} s = s->next; } while (s != ring);`,
  ],
  [
    'a list of a class',
    'class List { public: void push(slot *s) { s->next = head_; head_ = s; } slot *first() const { return head_; } private: slot *head_ = nullptr; };',
    'List list; for (int i = 0; i < 7; ++i) for (int k = 0; k < 4; ++k) list.push(made());',
    `for (slot *s = list.first(); s; s = s->next) { ${RUN} }`,
  ],
];

it.each(lists)('%s', async (_what, declared, filled, walked) => {
  const pipeline = await pipelineOf(program(declared, filled, walked));
  expect(stepsOf(pipeline, 'repeat').map(({ times }) => times)).toEqual(['forever', 28]);
  expect(pipeline.unknowns.map(({ code }) => code)).not.toContain('loop-count');
});

const open: [what: string, filled: string][] = [
  [
    'that only some passes add to',
    "slot *head = nullptr; for (int i = 1; i < 28; ++i) { if (argv[i][0] == 'x') { slot *s = made(); s->next = head; head = s; } }",
  ],
  [
    'whose nodes are linked where run time says',
    "slot *head = nullptr; for (int i = 1; i < 28; ++i) { slot *s = made(); if (argv[i][0] == 'x') { s->next = head; head = s; } }",
  ],
  ['of nodes that are linked one by one', 'slot *head = made(); head->next = made();'],
];

it.each(open)('no count for a list %s', async (_what, filled) => {
  const pipeline = await pipelineOf(program('', filled, `for (slot *s = head; s; s = s->next) { ${RUN} }`));
  expect(pipeline.unknowns.map(({ code }) => code)).toContain('loop-count');
});
