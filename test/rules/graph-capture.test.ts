import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const begin = (name = 'aclmdlRICaptureBegin'): string => `${name}(stream, ACL_MODEL_RI_CAPTURE_MODE_GLOBAL);`;
const infer = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const end = 'aclmdlRICaptureEnd(stream, &graph);';
const replay = 'aclmdlRIExecuteAsync(graph, stream);\naclrtSynchronizeStream(stream);';
const graph = 'aclmdlRI graph = nullptr;';
const copy = (name: string, more = ''): string =>
  `${name}(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE${more});`;

const once = (captured: string): string => `${graph}\n${begin()}\n${captured}\n${end}`;
const again = (captured: string, name = '⟦aclmdlRICaptureBegin⟧'): string =>
  `${graph}\n${begin(name)}\n${captured}\n${end}\n${replay}`;

testRule('graph-capture', {
  valid: {
    'captured once': frame(replay, { before: once(infer) }),
    'with an asynchronous copy': frame(replay, {
      before: once(`${copy('aclrtMemcpyAsync', ', stream')}\n${infer}`),
    }),
    'copied before the capture': frame(replay, { before: `${copy('aclrtMemcpy')}\n${once(infer)}` }),
    'copied behind the capture': frame(replay, { before: `${once(infer)}\n${copy('aclrtMemcpy')}` }),
    'captured where it is missing': frame(
      `if (graph == nullptr) {\n    ${begin()}\n    ${infer}\n    ${end}\n}\n${replay}`,
      { before: graph },
    ),
    'no capture': frame(`${copy('aclrtMemcpy')}\naclmdlExecute(modelId, input, output);`),
    'captured before the loop in a function': frame(replay, {
      top: `static ${graph}\nvoid prepare()\n{\n    ${begin()}\n    ${infer}\n    ${end}\n}`,
      before: 'prepare();',
    }),
    'a memset on the stream': frame(replay, {
      before: once(`aclrtMemsetAsync(deviceIn, IN_BYTES, 0, IN_BYTES, stream);\n${infer}`),
    }),
  },
  invalid: {
    'in every frame': { code: frame(again(infer)), message: 'again' },
    'in a function': frame('step();', { top: `void step()\n{\n    ${again(infer)}\n}` }),
    'in a counted loop': frame(again(infer), { loop: 'for (int i = 0; i < 1000; i++)' }),
    'a synchronous copy': {
      code: frame(replay, { before: once(`${copy('⟦aclrtMemcpy⟧')}\n${infer}`) }),
      message: 'waits',
    },
    'a synchronous model': frame(replay, { before: once('⟦aclmdlExecute⟧(modelId, input, output);') }),
    'a wait for the stream': frame(replay, {
      before: once(`${infer}\n⟦aclrtSynchronizeStream⟧(stream);`),
    }),
    'a wait for the device': frame(replay, { before: once(`${infer}\n⟦aclrtSynchronizeDevice⟧();`) }),
    'a synchronous memset': frame(replay, {
      before: once(`⟦aclrtMemset⟧(deviceIn, IN_BYTES, 0, IN_BYTES);\n${infer}`),
    }),
    both: frame(again(`${copy('⟦aclrtMemcpy⟧')}\n${infer}`)),
  },
});
