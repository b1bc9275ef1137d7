/** The examples of docs/coverage.md say what the tool says. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UNREAD_REASONS } from '../../src/pipeline/coverage.ts';
import { ROOT, aclPerf, folderWith } from '../support/acl-perf.ts';

const page = readFileSync(join(ROOT, 'docs/coverage.md'), 'utf8');
const examples = [...page.matchAll(/```cpp\n([^]*?)```\n(?:[^`#]*\n)?\n?```\n([^]*?)```/g)].map(
  ([, program = '', said = '']) => ({ program, said }),
);

describe('docs/coverage.md', () => {
  it('has a section for each reason, all but the limit with an example', () => {
    const sections = page.split(/^##+ /m);
    for (const reason of UNREAD_REASONS) {
      const own = sections.find((section) => section.startsWith(`${reason}\n`));
      expect(own, reason).toBeDefined();
      if (reason !== 'limit' && reason !== 'not-reached') expect(own, reason).toContain('```cpp');
    }
  });

  it.each(examples)('says what check says: $said', async ({ program, said }) => {
    const cwd = folderWith({ 'net/main.cpp': program });
    const { stdout, stderr, status } = await aclPerf(['check', 'net', '--no-gain'], { cwd });
    expect(stderr).not.toContain('cannot be read');
    for (const line of said.trimEnd().split('\n')) expect(stdout.split('\n')).toContain(line);
    const hasFindings = stdout.includes('Findings: ');
    expect(status).toBe(hasFindings ? 1 : said.includes('Not understood') ? 3 : 0);
  });
});
