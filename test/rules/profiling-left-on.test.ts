import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const at = (before: string, top = ''): string => frame(execute, { before, top });

testRule('profiling-left-on', {
  valid: {
    'nothing switched on': at(''),
    'only where an argument says so': at('if (atoi(getenv("DUMP")) == 1) {\n    aclmdlInitDump();\n}'),
    'in a comment': at('// aclmdlInitDump();'),
    'in a function that is never called': at(
      '',
      'void dump()\n{\n    aclmdlInitDump();\n    aclmdlSetDump("dump.json");\n}',
    ),
    'in a program without frames': program(
      `int main()\n{\n    aclInit(nullptr);\n    aclmdlInitDump();\n    return 0;\n}`,
    ),
    'events that take the time': frame(`aclrtRecordEvent(event, stream);\n${execute}`, {
      before: 'aclrtEvent event = nullptr;\naclrtCreateEventWithFlag(&event, ACL_EVENT_TIME_LINE);',
    }),
    'a clock': frame(`${execute}\nprintf("%ld\\n", (long)time(nullptr));`),
    'the name in a string': frame(`puts("aclmdlInitDump");\n${execute}`),
  },
  invalid: {
    'a dump': at('⟦aclmdlInitDump⟧();'),
    'a dump by a file': at('⟦aclmdlSetDump⟧("dump.json");'),
    both: at('⟦aclmdlInitDump⟧();\n⟦aclmdlSetDump⟧("dump.json");'),
    'with its result checked': at('if (⟦aclmdlInitDump⟧() != ACL_ERROR_NONE) {\n    return 1;\n}'),
    'in a helper': at('begin();', 'void begin()\n{\n    ⟦aclmdlInitDump⟧();\n}'),
    'in the frame loop': frame(`⟦aclmdlInitDump⟧();\n${execute}`),
    'in a counted program': frame(execute, {
      before: '⟦aclmdlInitDump⟧();',
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    ⟦aclmdlInitDump⟧();
    while (running) {
        ${execute}
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`),
  },
});
