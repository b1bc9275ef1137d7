import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const copy = 'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);';
const infer = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const wait = 'aclrtSynchronizeStream(stream);';

/** A program that forks at one of two places. */
function forking(before: string, after: string): string {
  return program(`int main()
{
    ${before}
${setup}
    ${after}
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
    return 0;
}`);
}

testRule('fork-after-init', {
  valid: {
    'fork before the runtime': forking(
      'for (int i = 0; i < 3; i++) {\n        if (fork() == 0) break;\n    }',
      '',
    ),
    'vfork before the runtime': forking('vfork();', ''),
    'system before the runtime': forking('system("ls");', ''),
    'system behind the wait': frame(`${copy}\n${infer}\n${wait}\nsystem("ls");`),
    'popen behind the wait': frame(`${copy}\n${infer}\n${wait}\npclose(popen("ls", "r"));`),
    'system behind a synchronous call': frame('aclmdlExecute(modelId, input, output);\nsystem("ls");'),
    'a function of its own of that name': frame(
      'Shell shell;\nshell.system();\naclmdlExecute(modelId, input, output);',
      {
        top: 'struct Shell {\n    void system() {}\n};',
      },
    ),
    'in a comment': frame('// fork();\naclmdlExecute(modelId, input, output);'),
  },
  invalid: {
    'fork after aclInit': { code: forking('', '⟦fork⟧();'), message: 'fork' },
    'vfork after aclInit': forking('', '⟦vfork⟧();'),
    'fork in a loop': forking('', 'for (int i = 0; i < 3; i++) {\n        if (⟦fork⟧() == 0) break;\n    }'),
    'fork in a function': frame('aclmdlExecute(modelId, input, output);', {
      top: 'void split()\n{\n    ⟦fork⟧();\n}',
      before: 'split();',
    }),
    'system between copy and model': {
      code: frame(`${copy}\n⟦system⟧("ls");\n${infer}\n${wait}`),
      message: 'shell',
    },
    'system before the wait': frame(`${copy}\n${infer}\n⟦system⟧("ls");\n${wait}`),
    'popen before the wait': frame(`${infer}\npclose(⟦popen⟧("ls", "r"));\n${wait}`),
    'system now and then': frame(
      `${copy}\nif (rand() % 100 == 0) {\n    ⟦system⟧("ls");\n}\n${infer}\n${wait}`,
    ),
  },
});
