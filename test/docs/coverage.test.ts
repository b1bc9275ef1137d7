/** The example of docs/coverage.md says what the tool says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT, aclPerf, folderWith } from '../support/acl-perf.ts';

it('docs/coverage.md: its program is judged as the page says', async () => {
  const page = readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8');
  const [, program = '', said = ''] = /```cpp\n([^]*?)```\n\n```\n([^]*?)```/.exec(page) ?? [];
  const cwd = folderWith({ 'net/main.cpp': program });
  const { stdout, status } = await aclPerf(['check', 'net'], { cwd });
  expect(said).toContain('Not understood');
  expect(stdout).toContain(said);
  expect(status).toBe(3);
});
