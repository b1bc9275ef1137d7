/** Calls that no parser sees are counted, and make no all-clear. */
import { describe, expect, it } from 'vitest';
import { aclPerf, folderWith } from '../support/acl-perf.ts';

const broken: [string, string, number][] = [
  ['a call cut off in the middle', 'post(aclrtMemcpy(, [ };', 1],
  [
    'a call in a comment or string beside an error',
    'post( [ }; /* aclmdlExecute( */ log("aclrtMemcpy(");',
    0,
  ],
  [
    'an error that the parser mends',
    'aclrtMemcpy(to, 4, from, 4, kind) aclrtMemcpy(to, 4, from, 4, kind);',
    0,
  ],
];

interface Coverage {
  verdict: string;
  unread: { function: string; calls: number; reason: string; line: number }[];
}

async function coverageOf(program: string): Promise<{ coverage: Coverage; status: number | null }> {
  const cwd = folderWith({ 'net/main.cpp': program });
  const { stdout, status } = await aclPerf(['check', 'net', '--no-gain', '--format', 'json'], { cwd });
  return { coverage: (JSON.parse(stdout) as { coverage: Coverage }).coverage, status };
}

describe('text that cannot be parsed', () => {
  it.each(broken)('%s', async (_what, line, hidden) => {
    const { coverage } = await coverageOf(
      `#include "acl/acl.h"\nint main() {\n  while (run()) {\n    aclmdlExecute(id, in, out);\n    ${line}\n  }\n}\n`,
    );
    const unread = coverage.unread.filter(({ reason }) => reason === 'unparsed');
    expect(unread.reduce((sum, { calls }) => sum + calls, 0)).toBe(hidden);
    expect(coverage.verdict).toBe(hidden ? 'partial' : 'complete');
  });

  it.each([
    'DEFER({ std::lock_guard lock(m); done = true; } aclmdlUnload(id));',
    'DEFER([&] { { std::lock_guard lock(m); done = true; } aclmdlUnload(id); });',
    'DEFER({ done = true; } { aclmdlUnload(id); } done = false);',
  ])('is none of what a macro is given: %s', async (line) => {
    const cwd = folderWith({
      'net/main.cpp': `#include "acl/acl.h"\nint main() {\n  ${line}\n  while (run()) aclmdlExecute(id, in, out);\n}\n`,
    });
    const { stderr } = await aclPerf(['check', 'net', '--no-gain'], { cwd });
    expect(stderr).not.toContain('cannot parse');
  });

  it('declares nothing hidden where a broken header declares the runtime', async () => {
    const { coverage } = await coverageOf(
      'class X { @@@ [ aclError aclrtMemcpy(void *, int);\n  void **aclGet(',
    );
    expect(coverage.unread).toEqual([]);
  });

  it('is no gap of an entry in other files', async () => {
    const run = (name: string): string =>
      `#include "acl/acl.h"\nvoid ${name}(uint32_t id, aclmdlDataset *in, aclmdlDataset *out) { aclmdlExecute(id, in, out); }\n`;
    const cwd = folderWith({
      'net/a.cpp': run('forward'),
      'net/b.cpp': `${run('backward')}void dump( { post(aclrtMemcpy(, [ };`,
    });
    const { stdout } = await aclPerf(['check', 'net', '--no-gain', '--format', 'json'], { cwd });
    const { programs } = JSON.parse(stdout) as { programs: { program: string; verdict: string }[] };
    const verdicts = new Map(programs.map(({ program, verdict }) => [program, verdict]));
    expect(verdicts.get('forward')).toBe('complete');
    expect(verdicts.get('backward')).toBe('partial');
  });

  it('is all of a file whose parsing was stopped: not understood', async () => {
    const slow = `bool b = ${'a<'.repeat(20_000)}1;`;
    const { coverage, status } = await coverageOf(
      `#include "acl/acl.h"\nint main() { ${slow}\n while (run()) aclmdlExecute(id, in, out); }\n`,
    );
    expect(coverage).toMatchObject({ verdict: 'none', unread: [{ reason: 'unparsed', line: 3 }] });
    expect(status).toBe(3);
  });
});
