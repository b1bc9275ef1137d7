/** What functions and macros do with a stream that nothing at hand defines: open, and no rule says that nobody waits. */
import { expect, it, test } from 'vitest';
import { analyzerOf } from '../support/analyzer.ts';

const program = (declared: string, called: string, before = '') => `#include "acl/acl.h"
${declared}
uint32_t model; aclmdlDataset *in, *out;
int main() {
  aclrtStream stream; aclrtCreateStream(&stream);
  aclrtEvent done; aclrtCreateEvent(&done);
  ${before}
  for (int i = 0; i < 100000; i++) {
    aclmdlExecuteAsync(model, in, out, stream);
    ${called}
  }
}`;

async function said(text: string): Promise<{ unseen: string[]; rules: string[] }> {
  const analyzer = await analyzerOf({ 'main.cpp': text });
  const unknowns = analyzer.programs().flatMap(({ pipeline }) => pipeline.unknowns);
  const rules = analyzer.findings().map(({ rule }) => rule);
  analyzer.dispose();
  return { unseen: unknowns.filter(({ code }) => code === 'unseen-call').map(({ detail }) => detail), rules };
}

it.each([
  ['a macro of an absent header', '', 'SYNC_OR_DIE(stream);', 'SYNC_OR_DIE(stream)'],
  ['a declared function', 'void finish(aclrtStream s);', 'finish(stream);', 'finish(stream)'],
  ['a pointer to it', 'bool drain(aclrtStream *s);', 'if (!drain(&stream)) break;', 'drain(&stream)'],
  ['an event', 'void await(aclrtEvent e);', 'await(done);', 'await(done)'],
])('%s', async (_what, declared, called, detail) => {
  const { unseen, rules } = await said(program(declared, called));
  expect(unseen).toEqual([detail]);
  expect(rules).not.toContain('deep-async-queue');
});

test('what is defined and what comes before the loop is not open', async () => {
  const defined = program(
    'void note(aclrtStream s) { counter += s != nullptr; } long counter;',
    'note(stream);',
  );
  const setUp = program('', '', 'ATTACH(stream);');
  for (const text of [defined, setUp]) {
    const { unseen, rules } = await said(text);
    expect(unseen).toEqual([]);
    expect(rules).toContain('deep-async-queue');
  }
});

test('of two threads it is said once, and of a loop that only sets up not at all', async () => {
  const { unseen } = await said(`#include "acl/acl.h"
    #include <thread>
    uint32_t model; aclrtStream streams[2];
    void work(int at) { for (;;) { aclmdlExecuteAsync(model, nullptr, nullptr, streams[at]); FINISH(streams[at]); } }
    int main() {
      for (int i = 0; i < 2; i++) { aclrtCreateStream(&streams[i]); note(streams[i]); }
      std::thread a(work, 0), b(work, 1); a.join(); b.join();
    }`);
  expect(unseen).toEqual(['FINISH(streams[at])']);
});
