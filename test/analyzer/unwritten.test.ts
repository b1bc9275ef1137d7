/** A global that nothing writes is what it starts with, as a constant is: what it guards is done or it is not. */
import { expect, test } from 'vitest';
import { callsIn, pipelineOf } from '../support/analyzer.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';

const loop = (asked: string): string => `for (int i = 0; i < 9; ++i) {
    aclmdlExecute(id, in, out);
    if (${asked}) aclrtMemcpy(host, 64, dev, 64, ACL_MEMCPY_DEVICE_TO_HOST);
  }`;
const head = '#include "acl/acl.h"\nuint32_t id; aclmdlDataset *in, *out; void *host, *dev;\n';
const program = (before: string, asked: string, first = ''): string =>
  `${head}${before}\nint main(int argc, char **argv) { ${first} ${loop(asked)} }`;

const choicesOf = ({ parameters }: Pipeline) =>
  parameters.filter(({ choices }) => choices).map(({ name }) => name);
const RUN = 'aclmdlExecute';
const BOTH = [RUN, 'aclrtMemcpy'];

const settled: [what: string, files: Record<string, string>, calls: string[]][] = [
  ['a flag of one file', { 'main.cpp': program('static bool debug = false;', 'debug') }, [RUN]],
  ['a flag that is on', { 'main.cpp': program('static bool debug = true;', 'debug') }, BOTH],
  ['a number', { 'main.cpp': program('int level = 0;', 'level > 0') }, [RUN]],
  [
    'a flag that is declared before',
    { 'main.cpp': program('extern bool debug;\nbool debug = false;', 'debug') },
    [RUN],
  ],
  [
    'a static member',
    { 'main.cpp': program('struct C { static bool debug; };\nbool C::debug = false;', 'C::debug') },
    [RUN],
  ],
  [
    'a flag of another file',
    {
      'main.cpp': program('extern bool debug;', 'debug'),
      'debug.cpp': '#include "acl/acl.h"\nbool debug = false; void end() { aclFinalize(); }',
    },
    [RUN],
  ],
  [
    'a flag that is given by value',
    { 'main.cpp': program('bool debug = false; void tell(bool) {}', 'debug', 'tell(debug);') },
    [RUN],
  ],
];

test.each(settled)('%s that nothing writes is no mode', async (_, files, calls) => {
  const pipeline = await pipelineOf(files);
  expect(callsIn(pipeline)).toEqual(calls);
  expect(choicesOf(pipeline)).toEqual([]);
});

const open: [what: string, text: string][] = [
  ['main writes', program('bool debug = false;', 'debug', 'if (argc > 1) debug = true;')],
  [
    'is read into by its address',
    program('bool debug = false; bool read(bool *);', 'debug', 'read(&debug);'),
  ],
  ['is read into by reference', program('bool debug = false; bool read(bool &);', 'debug', 'read(debug);')],
  [
    'a table of options leads to',
    program(
      'bool debug = false; struct Option { const char *name; bool *flag; };\nOption options[] = {{"debug", &debug}}; void parse(int, char **, Option *);',
      'debug',
      'parse(argc, argv, options);',
    ),
  ],
  ['a reference stands for', program('bool debug = false;', 'debug', 'bool &flag = debug; flag = argc > 1;')],
  [
    'a macro writes',
    program('bool debug = false;\n#define DEBUG_ON() debug = true', 'debug', 'if (argc > 1) DEBUG_ON();'),
  ],
];

test.each(open)('a flag that %s may be either', async (_, text) => {
  const pipeline = await pipelineOf(text);
  expect(callsIn(pipeline)).toEqual(BOTH);
});
