/** An agent's server analyses anew at each question: what the grammar takes of the parser's 2 GB is taken once. */
import { expect, test, vi } from 'vitest';
import { Language } from 'web-tree-sitter';
import { analyzerOf } from '../support/analyzer.ts';

test('any number of analyzers read with one grammar', async () => {
  const load = vi.spyOn(Language, 'load');
  for (let made = 0; made < 3; made++) {
    const analyzer = await analyzerOf({ 'main.cpp': 'int main() { return 0; }' });
    analyzer.dispose();
  }
  expect(load.mock.calls.length).toBeLessThanOrEqual(1);
  load.mockRestore();
});
