/** What is known of a file without parsing it, and that no more is needed of files without a part in device work. */
import { describe, expect, it } from 'vitest';
import type { Analyzer } from '../../src/analyzer/analysis.ts';
import { outlineOf } from '../../src/analyzer/syntax/outline.ts';
import { drivesDevice } from '../../src/pipeline/device-work.ts';
import { analyzerOf } from '../support/analyzer.ts';

const includesOf = (text: string): string[] =>
  outlineOf('a.cpp', text, new Map([['ON', '1']])).facts.includes;

describe('the includes of a file', () => {
  it.each([
    ['in both forms', '#include "a.h"\n  #  include <b/c.h> // why', ['a.h', 'b/c.h']],
    ['none in a comment', '/* "\n#include "a.h"\n*/ // *\n#include "b.h"\n// #include "c.h"', ['b.h']],
    ['none in a string', 'auto s = "/*";\n#include "a.h"\nauto t = "\\\n#include x";', ['a.h']],
    ['of the sides that are compiled', '#ifdef ON\n#include "a.h"\n#else\n#include "b.h"\n#endif', ['a.h']],
    ['none that a macro makes', '#include HEADER\n#include "a.h"', ['a.h']],
  ])('%s', (_what, text, includes) => {
    expect(includesOf(text)).toEqual(includes);
  });
});

const files = {
  'main.cpp': '#include "part.h"\nint main() { while (true) run(); }',
  'part.h': 'void run();',
  'part.cpp': '#include "part.h"\n#include "work.h"\nvoid run() { work(); }',
  'work.h': 'void work();',
  'work.cpp': 'void work() { count(); }',
};
const DEVICE = '#include "acl/acl.h"\nvoid work() { aclmdlExecute(id, in, out); }';

const drives = (analyzer: Analyzer): boolean =>
  analyzer.programs().some(({ kind, pipeline }) => kind === 'program' && drivesDevice(pipeline));

describe('a program', () => {
  it('drives a device as soon as one of its files does, and no longer', async () => {
    const analyzer = await analyzerOf(files);
    expect(drives(analyzer)).toBe(false);
    for (const text of [DEVICE, files['work.cpp'], DEVICE]) {
      analyzer.update({ file: 'work.cpp', text });
      expect(drives(analyzer)).toBe(text === DEVICE);
    }
    analyzer.remove('part.cpp');
    expect(drives(analyzer)).toBe(false);
    analyzer.update({ file: 'part.cpp', text: files['part.cpp'] });
    expect(drives(analyzer)).toBe(true);
    analyzer.dispose();
  });

  it('that does not keeps its place, with nothing in it', async () => {
    const analyzer = await analyzerOf(files);
    const [only, ...others] = analyzer.programs();
    expect(others).toEqual([]);
    expect(only?.pipeline).toMatchObject({ source: { file: 'main.cpp', line: 2 }, threads: [] });
    expect(only?.pipeline.coverage).toMatchObject({ calls: 0, verdict: 'complete' });
    analyzer.dispose();
  });

  it('is not told of errors in files that have no part in it', async () => {
    const broken = { 'lib/odd.cpp': 'void f( { ]] }', 'lib/even.cpp': 'void g() {}' };
    const analyzer = await analyzerOf({ ...files, ...broken });
    expect(analyzer.notices()).toEqual([]);
    analyzer.update({ file: 'lib/odd.cpp', text: `${DEVICE}\n${broken['lib/odd.cpp']}` });
    expect(analyzer.notices('lib/odd.cpp')).toMatchObject([{ code: 'syntax-error', isMinor: false }]);
    analyzer.dispose();
  });
});
