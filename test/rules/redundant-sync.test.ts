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

    'a wait in a loop inside': frame(
      `${execute}\nfor (int i = 0; i < 2; i++) {\n    ${wait}\n    ${execute}\n}\n${wait}`,
    ),
    'a wait of a function that is called behind it': frame(`${execute}\n${wait}\nfinish();`, {
      top: `void finish()\n{\n    ${wait}\n}`,
    }),
    'nothing before the wait': frame(wait),
    'the default stream': frame(
      `aclmdlExecuteAsync(modelId, input, output, nullptr);\naclrtSynchronizeStream(nullptr);\naclrtSynchronizeStream(nullptr);`,
    ),
    'an event between two waits': frame(`${execute}\n${wait}\naclrtRecordEvent(event, stream);\n${wait}`, {
      before: 'aclrtEvent event = nullptr;\naclrtCreateEvent(&event);',
    }),
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

    'both under one condition': frame(`${execute}\nif (running) {\n    ${wait}\n    ${marked}\n}`),
    'the second under a condition': frame(`${execute}\n${wait}\nif (running) {\n    ${marked}\n}`),
    'the second under two conditions, the first under one of them': frame(
      `${execute}\nif (running) {\n    ${wait}\n    if (modelId > 0) {\n        ${marked}\n    }\n}`,
    ),
    'a result that is declared with it, which keeps it': frame(
      `${execute}\n${wait}\naclError ret = ${marked}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'in a condition, which keeps it': frame(
      `${execute}\n${wait}\nif (${marked.replace(';', '')} != ACL_ERROR_NONE) {\n    return 1;\n}`,
    ),
    'all that an if does': frame(`${execute}\n${wait}\nif (running)\n    ${marked}`),
    'all that an else does': frame(
      `${execute}\n${wait}\nif (!running)\n    printf("x");\nelse\n    // once more\n    ${marked}`,
    ),
    'with a comment behind it': frame(`${execute}\n${wait}\n${marked} // once more`),
    'two statements on a line': frame(`${execute}\n${wait} ${marked}`),
  },
});
