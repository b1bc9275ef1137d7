/** What came to nothing in one program is tried again in another only where that declares something of it otherwise. */
import { expect, it } from 'vitest';
import { FruitlessTries } from '../../src/analyzer/fruitless.ts';
import type { Fruitless } from '../../src/analyzer/interpret/index.ts';
import type { FunctionDeclaration } from '../../src/analyzer/syntax/ast.ts';
import type { FileFacts } from '../../src/analyzer/syntax/facts.ts';
import { WorkspaceAnalyzer } from '../../src/analyzer/workspace.ts';
import { analyzerOf } from '../support/analyzer.ts';

const SHARED = `bool mayFeed();
void feed(uint32_t id, aclmdlDataset *i, aclmdlDataset *o) { if (mayFeed()) aclmdlExecute(id, i, o); }`;

const other = (may: boolean): string => `bool mayFeed() { return ${may}; }\nint main() { return 0; }`;

const files = (second: string): Record<string, string> => ({
  'CMakeLists.txt': 'add_executable(one one.cpp shared.cpp)\nadd_executable(two two.cpp shared.cpp)\n',
  'shared.cpp': SHARED,
  'one.cpp': other(false),
  'two.cpp': second,
});

async function namesOf(second: string): Promise<string[]> {
  const analyzer = await analyzerOf(files(second));
  const names = analyzer.programs().map(({ name }) => name);
  analyzer.dispose();
  return names;
}

it('is tried again where another program answers what it asks', async () => {
  expect(await namesOf(other(true))).toContain('feed');
  expect(await namesOf(other(false))).not.toContain('feed');
});

it('is the same after edits of either program as from fresh', async () => {
  const said = (analyzer: Awaited<ReturnType<typeof analyzerOf>>): string =>
    JSON.stringify([analyzer.programs(), analyzer.beside(), analyzer.findings()]);
  const analyzer = await analyzerOf(files(other(false)));
  for (const [file, text] of [
    ['two.cpp', other(true)],
    ['one.cpp', other(true)],
    ['two.cpp', other(false)],
    ['one.cpp', other(false)],
  ] as const) {
    analyzer.programs();
    analyzer.update({ file, text });
  }
  const fresh = await analyzerOf(files(other(false)));
  expect(said(analyzer)).toBe(said(fresh));
  analyzer.dispose();
  fresh.dispose();
});

it('is what came to none of the names that only one of the two programs declares', async () => {
  const facts = async (file: string, text: string): Promise<FileFacts> => {
    const analyzer = await analyzerOf({ [file]: text });
    const read = analyzer instanceof WorkspaceAnalyzer ? analyzer.factsOf(file) : undefined;
    if (!read) throw new Error(`${file} is not read`);
    return read;
  };
  const shared = await facts('shared.cpp', SHARED);
  const asking = await facts('one.cpp', other(false));
  const plain = await facts('two.cpp', 'int main() { return 1; }');
  const root = shared.declarations.find(
    (one): one is FunctionDeclaration => one.kind === 'function' && one.name === 'feed',
  );
  if (!root) throw new Error('feed is not declared');
  const tried: Fruitless = { root, functions: [root], chunks: [root.chunk], steps: 7 };
  const tries = new FruitlessTries();
  tries.note([shared, asking], [tried]);
  expect(tries.in([shared, asking])).toEqual([tried]);
  expect(tries.in([shared, plain])).toEqual([]);
  expect(tries.in([plain])).toEqual([]);
  tries.note([shared], [tried]);
  expect(tries.in([shared, plain])).toEqual([tried]);
});

it('leaves the entries of one program’s files alone where those of another have changed', async () => {
  const entry = (name: string): string =>
    `void ${name}(uint32_t id, aclmdlDataset *i, aclmdlDataset *o) { aclmdlExecute(id, i, o); }
int main() { return 0; }`;
  const analyzer = await analyzerOf({
    'CMakeLists.txt': 'add_executable(one one.cpp)\nadd_executable(two two.cpp)\n',
    'one.cpp': entry('first'),
    'two.cpp': entry('second'),
  });
  const second = () => analyzer.programs().find(({ name }) => name === 'second')?.pipeline;
  const before = second();
  analyzer.update({ file: 'one.cpp', text: entry('other') });
  expect(analyzer.programs().map(({ name }) => name)).toContain('other');
  expect(before).toBeDefined();
  expect(second()).toBe(before);
  analyzer.dispose();
});
