import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EditCheck } from '../../scripts/edits/check.ts';
import { failureText } from '../../scripts/edits/report.ts';
import { loadParser } from '../../src/analyzer/syntax/load.ts';
import { analyzerOf, callsIn } from '../support/analyzer.ts';

const wasm = (name: string, file: string) => readFileSync(join('node_modules', name, file));

async function edited(seed: number, count: number) {
  const parser = await loadParser(
    wasm('web-tree-sitter', 'web-tree-sitter.wasm'),
    wasm('tree-sitter-cpp', 'tree-sitter-cpp.wasm'),
  );
  const { edits, failures } = new EditCheck(parser).run(seed, count);
  parser.delete();
  return { edits, failures: failures.map(failureText) };
}

test(
  'what the editor says after any edit is what it would say of the text alone',
  { timeout: 1_200_000 },
  async () => {
    const { edits, failures } = await edited(1, 2000);
    expect(failures).toEqual([]);
    expect(edits).toBeGreaterThanOrEqual(2000);
  },
);

test('a class that is broken in several places is read as one that was never whole', async () => {
  expect((await edited(4279, 25)).failures).toEqual([]);
});

const STAGE = `#include "acl/acl.h"
uint32_t id; aclmdlDataset *in, *out; aclrtStream s;
void stage() {
#ifdef ASYNC
  aclmdlExecuteAsync(id, in, out, s);
#else
  aclmdlExecute(id, in, out);
#endif
}
int main() { while (true) { stage(); } }
`;

test('a define above a function chooses the side of its body', async () => {
  const analyzer = await analyzerOf({ 'main.cpp': `#define ASYNC 1\n${STAGE}` });
  const now = () => analyzer.programs().map(({ pipeline }) => callsIn(pipeline).join());
  const sides = () => analyzer.notices().map(({ range }) => range.line);
  expect(now()).toEqual(['aclmdlExecuteAsync']);
  analyzer.update({
    file: 'main.cpp',
    text: STAGE,
    edit: { startOffset: 0, oldEndOffset: 16, newEndOffset: 0 },
  });
  expect(now()).toEqual(['aclmdlExecute']);
  expect(sides()).toEqual([4]);
  const moved = `\n${STAGE}`;
  analyzer.update({
    file: 'main.cpp',
    text: moved,
    edit: { startOffset: 0, oldEndOffset: 0, newEndOffset: 1 },
  });
  expect(sides()).toEqual([5]);
  analyzer.dispose();
});

test('a caller notices the work that a function of another file gets', async () => {
  const idle = 'void stage() {}\n';
  const busy = `#include "acl/acl.h"\nuint32_t id; aclmdlDataset *in, *out;\nvoid stage() { aclmdlExecute(id, in, out); }\n`;
  const main =
    'void stage();\nstatic void run(bool on) { if (on) stage(); }\nint main() { bool on = ready(); while (true) run(on); }\n';
  const analyzer = await analyzerOf({ 'main.cpp': main, 'stage.cpp': idle });
  const now = () => JSON.stringify(analyzer.programs().map(({ pipeline }) => pipeline));
  expect(now()).not.toContain('aclmdlExecute');
  analyzer.update({ file: 'stage.cpp', text: busy });
  const fresh = await analyzerOf({ 'main.cpp': main, 'stage.cpp': busy });
  expect(now()).toContain('aclmdlExecute');
  expect(now()).toBe(JSON.stringify(fresh.programs().map(({ pipeline }) => pipeline)));
  analyzer.dispose();
  fresh.dispose();
});

test('the order in which files become known decides nothing', async () => {
  const files = {
    'a.h': 'void work();',
    'lib/a.h': 'void work();',
    'main.cpp': '#include "a.h"\nint main() { aclrtSynchronizeDevice(); }',
    'other.cpp': '#include "lib/a.h"\nint main() { aclrtSynchronizeDevice(); }',
    'util.cpp': 'void work() { aclrtSynchronizeDevice(); }',
  };
  const told = async (texts: Record<string, string>) => {
    const analyzer = await analyzerOf(texts);
    const said = [
      analyzer.programs().map(({ name, files: own }) => [name, own]),
      analyzer.findings(),
      analyzer.notices(),
    ];
    analyzer.dispose();
    return JSON.stringify(said);
  };
  expect(await told(Object.fromEntries(Object.entries(files).reverse()))).toBe(await told(files));
});
