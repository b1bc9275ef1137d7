/** Devices that a table of structs names, and what its other fields say of each. */
import { expect, it } from 'vitest';
import { pipelineOf } from '../support/analyzer.ts';

const program = (table: string, main: string): string => `
#include "acl/acl.h"
#include <pthread.h>
#include <thread>
#include <vector>
struct Board { int device; int lanes; aclrtContext context; };
void *p, *h;
void run(const Board *b) {
  aclrtSetCurrentContext(b->context); aclrtStream s; aclrtCreateStream(&s);
  for (;;) { aclrtMemcpyAsync(p, 75825, h, 75825, ACL_MEMCPY_HOST_TO_DEVICE, s); aclrtSynchronizeStream(s); }
}
void *lane(void *given) { run((Board *)given); return 0; }
${table}
int main() { pthread_t id; std::vector<std::thread> all; ${main} for (auto &t : all) t.join(); pthread_join(id, NULL); }`;

const open = (board: string) =>
  `aclrtSetDevice(${board}device); aclrtCreateContext(&${board}context, ${board}device);`;
const three = 'static Board boards[] = {{0, 2, NULL}, {1, 2, NULL}, {2, 2, NULL}};';
const start = 'for (int k = 0; k < b->lanes; k++) pthread_create(&id, NULL, lane, b);';

const forms: [what: string, table: string, main: string, threads: number[]][] = [
  [
    'by address',
    three,
    `for (int n = 0; n < 3; n++) { Board *b = &boards[n]; ${open('b->')} ${start} }`,
    [2, 2, 2],
  ],
  [
    'that says how many lanes each has',
    'static Board boards[] = {{0, 2, NULL}, {1, 1, NULL}, {3, 3, NULL}};',
    `for (int n = 0; n < 3; n++) { Board *b = &boards[n]; ${open('b->')} ${start} }`,
    [2, 1, 3],
  ],
  [
    'field by field, under a named length',
    `static const int kBoards = 3; ${three}`,
    `for (int n = 0; n < kBoards; n++) { ${open('boards[n].')} for (int k = 0; k < boards[n].lanes; k++) pthread_create(&id, NULL, lane, &boards[n]); }`,
    [2, 2, 2],
  ],
  [
    'in a vector, by reference',
    '',
    `std::vector<Board> boards{{0, 1, nullptr}, {4, 1, nullptr}}; for (size_t n = 0; n < boards.size(); n++) { Board &b = boards[n]; ${open('b.')} all.emplace_back(run, &b); }`,
    [1, 1],
  ],
  [
    'that a function opens and a loop of its own starts',
    `${three} void ready(Board *b) { ${open('b->')} }`,
    'for (int n = 0; n < 3; n++) ready(&boards[n]); for (int n = 0; n < 3; n++) pthread_create(&id, NULL, lane, &boards[n]);',
    [1, 1, 1],
  ],
  [
    'in a while loop, by its place',
    'static Board boards[] = {{.device = 0, .lanes = 1}, {.device = 2, .lanes = 1}};',
    `int n = 0; while (n < 2) { Board *b = boards + n; ${open('b->')} pthread_create(&id, NULL, lane, b); n++; }`,
    [1, 1],
  ],
  [
    'of which the loop opens the first two',
    three,
    `for (int n = 0; n < 2; n++) { Board *b = &boards[n]; ${open('b->')} ${start} }`,
    [2, 2],
  ],
];

it.each(forms)('a table of boards, %s: each is a device of its own', async (_what, table, main, replicas) => {
  const pipeline = await pipelineOf(program(table, main));
  const threads = pipeline.threads.filter(({ kind }) => kind === 'thread');
  expect(pipeline.devices).toBe(replicas.length);
  expect(threads.map((one) => one.replicas)).toEqual(replicas);
  expect(threads.map(({ device }) => device)).toEqual(replicas.map((_, at) => at));
});

it('a thread that is given its number asks the table for its device', async () => {
  const own = `void own(int n) { ${open('boards[n].')} run(&boards[n]); }`;
  const main = 'for (int n = 0; n < 3; n++) all.emplace_back(own, n);';
  const { devices, threads } = await pipelineOf(program(`${three} ${own}`, main));
  expect(devices).toBe(3);
  expect(threads.filter(({ kind }) => kind === 'thread')).toMatchObject([{ replicas: 3 }]);
});
