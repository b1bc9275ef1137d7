import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const begin = (name = 'aclmdlRICaptureBegin', stream = 'stream'): string =>
  `${name}(${stream}, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL);`;
const end = (stream = 'stream'): string => `aclmdlRICaptureEnd(${stream}, &graph);`;
const infer = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const replay = 'aclmdlRIExecuteAsync(graph, stream);\naclrtSynchronizeStream(stream);';
const graph = 'static aclmdlRI graph = nullptr;';
const other = 'aclrtStream other = nullptr;\naclrtCreateStream(&other);';
const marked = '⟦aclmdlRICaptureBegin⟧';
const before = (lines: string, more = ''): string => `${other}\n${lines}\n${more}`;

testRule('capture-ends-elsewhere', {
  valid: {
    'begun and ended on one stream': frame(replay, {
      top: graph,
      before: `${begin()}\n${infer}\n${end()}`,
    }),
    'no capture': frame(`${infer}\naclrtSynchronizeStream(stream);`),
    'one in the other': frame(replay, {
      top: graph,
      before: before(
        `${begin()}\n${begin('aclmdlRICaptureBegin', 'other')}\n${infer}\n${end('other')}\n${end()}`,
      ),
    }),
    'ended in a function': frame(replay, {
      top: `${graph}\nvoid finish()\n{\n    ${end()}\n}`,
      before: `${begin()}\n${infer}\nfinish();`,
    }),
    'by another name': frame(replay, {
      top: graph,
      before: `aclrtStream same = stream;\n${begin()}\n${infer}\n${end('same')}`,
    }),
    'a stream that is not known': frame(replay, {
      top: `${graph}\naclrtStream pick();`,
      before: `${begin()}\n${infer}\n${end('pick()')}`,
    }),
    'ended where the program was not followed to': frame(replay, {
      top: `${graph}\nvoid finish()\n{\n    ${end()}\n}\nvoid later(void (*)());`,
      before: `${begin()}\n${infer}\nlater(finish);`,
    }),
    'captured where it is missing': frame(
      `if (graph == nullptr) {\n    ${begin()}\n    ${infer}\n    ${end()}\n}\n${replay}`,
      { top: graph },
    ),
  },
  invalid: {
    'ended on another stream': {
      code: frame(replay, { top: graph, before: before(`${begin(marked)}\n${infer}\n${end('other')}`) }),
      message: 'other',
    },
    'never ended': {
      code: frame(replay, { top: graph, before: `${begin(marked)}\n${infer}` }),
      message: 'never',
    },
    'ended on another stream by a function': frame(replay, {
      top: `${graph}\nvoid finish(aclrtStream which)\n{\n    aclmdlRICaptureEnd(which, &graph);\n}`,
      before: before(`${begin(marked)}\n${infer}\nfinish(other);`),
    }),
    'begun by a function': frame(replay, {
      top: `${graph}\nvoid start(aclrtStream which)\n{\n    ${begin(marked, 'which')}\n}`,
      before: before(`start(stream);\n${infer}\n${end('other')}`),
    }),
    'two, both on the wrong one': frame(replay, {
      top: graph,
      before: before(
        `${begin(marked)}\n${infer}\n${end('other')}\n${begin(marked)}\n${infer}\n${end('other')}`,
      ),
    }),
    'ended before it begins': frame(replay, {
      top: graph,
      before: `${begin()}\n${end()}\n${other}\n${begin(marked, 'other')}\n${end()}`,
    }),
    'in every frame': frame(`${begin(marked)}\n${infer}\n${end('other')}\n${replay}`, {
      top: graph,
      before: other,
    }),
    'checked by a macro': frame(replay, {
      top: `${graph}\n#define CHECK(call) do { if ((call) != ACL_ERROR_NONE) { return 1; } } while (0)`,
      before: before(
        `CHECK(⟦aclmdlRICaptureBegin⟧(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL));\n${infer}\nCHECK(aclmdlRICaptureEnd(other, &graph));`,
      ),
    }),
  },
});
