/** Processes that a program forks: each does its part beside the others, and the parent waits. */
import { expect, it, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';

const head = `
#include "acl/acl.h"
#include <sys/wait.h>
#include <unistd.h>
#include <vector>
static void serve(int device) {
  aclInit(nullptr); aclrtSetDevice(device); aclrtStream s; aclrtCreateStream(&s);
  for (;;) { aclmdlExecuteAsync(1, nullptr, nullptr, s); aclrtSynchronizeStream(s); }
}
`;

const reap = 'while (wait(nullptr) > 0) {}';

async function sizesOf(body: string, before = ''): Promise<unknown> {
  const { threads, devices } = await pipelineOf(`${head}${before} int main() { ${body} }`);
  return { processes: threads.map(({ kind, replicas }) => `${kind} ${replicas}`), devices };
}

const three = { processes: ['thread 3'], devices: 3 };
const each = 'for (int d = 0; d < 3; d++)';

const forms: [what: string, body: string][] = [
  ['asked by its number', `${each} { pid_t pid = fork(); if (pid == 0) { serve(d); _exit(0); } } ${reap}`],
  ['asked at once', `${each} if (!fork()) { serve(d); return 0; } ${reap}`],
  [
    'with a check, and a list of them',
    `std::vector<pid_t> all; ${each} { pid_t pid = fork(); if (pid < 0) { perror("fork"); return 1; } if (pid == 0) { serve(d); exit(0); } all.push_back(pid); }
     for (pid_t one : all) waitpid(one, nullptr, 0);`,
  ],
  [
    'by a switch',
    `${each} switch (fork()) { case -1: return 1; case 0: serve(d); _exit(0); default: break; } ${reap}`,
  ],
  [
    'in the other side of what the parent does',
    `${each} { pid_t pid = fork(); if (pid > 0) continue; serve(d); return 0; } ${reap}`,
  ],
];

it.each(forms)('a process for each device, %s', async (_what, body) => {
  expect(await sizesOf(body)).toEqual(three);
});

test('a function that starts a process gives its number to the parent', async () => {
  const launch =
    'static pid_t launch(int d) { pid_t p = fork(); if (p == 0) { serve(d); _exit(0); } return p; }';
  expect(
    await sizesOf(
      'pid_t all[3]; for (int d = 0; d < 3; d++) all[d] = launch(d); for (int d = 0; d < 3; d++) waitpid(all[d], nullptr, 0);',
      launch,
    ),
  ).toEqual(three);
});

test('a parent may work beside its child, each on its own device', async () => {
  expect(await sizesOf('if (fork() == 0) { serve(1); return 0; } serve(0); wait(nullptr);')).toEqual({
    processes: ['main 1', 'thread 1'],
    devices: 2,
  });
});

test('a child has a copy of what there was before, and its own end', async () => {
  const loop = (times: number, model: number) =>
    `for (int i = 0; i < ${times}; i++) { aclmdlExecuteAsync(${model}, nullptr, nullptr, s); aclrtSynchronizeStream(s); }`;
  const { threads } = await pipelineOf(
    `${head} int main() { pid_t p = fork(); aclInit(nullptr); aclrtStream s; aclrtCreateStream(&s); if (p == 0) { ${loop(100, 1)} return 0; } ${loop(50, 2)} }`,
  );
  expect(threads.map(({ program }) => program)).toMatchObject([[{ times: 50 }], [{ times: 100 }]]);
});

test('what goes on in the background is one process', async () => {
  const daemon = 'pid_t p = fork(); if (p != 0) return 0; setsid(); serve(0);';
  const { threads, ...pipeline } = await pipelineOf(`${head} int main() { ${daemon} }`);
  expect(threads.map(({ replicas }) => replicas)).toEqual([1]);
  expect(callsIn({ threads, ...pipeline })).toContain('aclmdlExecuteAsync');
});

test('a function of the program that is called fork starts nothing', async () => {
  const own = 'struct Git { int fork(int n) { return n; } };';
  expect(await sizesOf('Git git; if (git.fork(0) == 0) serve(0);', own)).toMatchObject({
    processes: ['main 1'],
  });
});
