import { frame } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const wait = 'aclrtSynchronizeStream(stream);';
const marked = '⟦aclrtSynchronizeStream⟧(stream);';

testRule('redundant-sync', {
  valid: {
    'one wait': frame(`${execute}\n${wait}`),
    'a submission in between': frame(`${execute}\n${wait}\n${execute}\n${wait}`),
    'two streams': frame(`${execute}\n${wait}\naclrtSynchronizeStream(other);`, {
      before: 'aclrtStream other = nullptr;\naclrtCreateStream(&other);',
    }),
    'on the two sides of a branch': frame(
      `${execute}\nif (running) {\n    ${wait}\n} else {\n    ${wait}\n}`,
    ),
    'a submission in a function in between': frame(`${execute}\n${wait}\nagain();\n${wait}`, {
      top: `void again()\n{\n    ${execute}\n}`,
    }),
    'outside a frame loop': frame('usleep(1000);', { before: `${execute}\n${wait}\n${wait}` }),
    'a wait for the device behind one for the stream': frame(
      `${execute}\n${wait}\naclrtSynchronizeDevice();`,
    ),
    'a wait under a condition first': frame(`${execute}\nif (running) {\n    ${wait}\n}\n${wait}`),
  },
  invalid: {
    twice: frame(`${execute}\n${wait}\n${marked}`),
    'with a log line in between': frame(`${execute}\n${wait}\nprintf("done\\n");\n${marked}`),
    'with results checked': frame(
      `aclError ret = ${execute}\nret = ${wait}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\nret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'three times': frame(`${execute}\n${wait}\n${marked}\n${marked}`),
    'in a counted loop': frame(`${execute}\n${wait}\n${marked}`, { loop: 'for (int i = 0; i < 100; i++)' }),
    'in a function': frame('one();', { top: `void one()\n{\n    ${execute}\n    ${wait}\n    ${marked}\n}` }),
    'behind a wait for the device': frame(`${execute}\n${wait}\naclrtSynchronizeDevice();\n${wait}`).replace(
      'aclrtSynchronizeDevice();\n        aclrtSynchronizeStream(stream);',
      'printf("");\n        ⟦aclrtSynchronizeStream⟧(stream);',
    ),
    'after a getter': frame(`${execute}\n${wait}\naclmdlGetDatasetNumBuffers(output);\n${marked}`),
  },
});
