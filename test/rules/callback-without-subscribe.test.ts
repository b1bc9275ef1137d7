import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const top = 'void done(void *)\n{\n}';
const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);';
const launch = (name = 'aclrtLaunchCallback'): string =>
  `${name}(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`;
const marked = launch('⟦aclrtLaunchCallback⟧');
const served = (
  entry: string,
  subscribe = 'aclrtSubscribeReport((uint64_t)thread, stream);',
  body = launch(),
): string =>
  program(`${top}

void *reports(void *)
{
    aclrtSetCurrentContext(context);
    ${entry}
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    ${subscribe}
    while (running) {
        ${execute}
        ${body}
    }
    pthread_join(thread, nullptr);
    return 0;
}`);
const loop = 'while (running) {\n        aclrtProcessReport(100);\n    }';

testRule('callback-without-subscribe', {
  valid: {
    'subscribed and served': served(loop),
    'served in a for loop': served(
      'for (int i = 0; i < 1000; i++) {\n        aclrtProcessReport(100);\n    }',
    ),
    'served in a do loop': served('do {\n        aclrtProcessReport(100);\n    } while (running);'),
    'no callback': frame(`${execute}\naclrtSynchronizeStream(stream);`),
    'in a comment': frame(`// ${launch()}\n${execute}\naclrtSynchronizeStream(stream);`),
    'in a function that is never called': frame(`${execute}\naclrtSynchronizeStream(stream);`, {
      top: `${top}\n\nvoid never()\n{\n    ${launch()}\n}`,
    }),
    'a library without main': program(`${top}\n\nvoid submit()\n{\n    ${launch()}\n}`),
    'subscribed, no callback yet': served(
      loop,
      'aclrtSubscribeReport((uint64_t)thread, stream);',
      'aclrtSynchronizeStream(stream);',
    ),
  },
  invalid: {
    'not subscribed': { code: served(loop, '', marked), message: 'noSubscribe' },
    'no thread at all': frame(`${execute}\n${marked}`, { top }),
    'a thread that does something else': {
      code: served('usleep(1000);', 'aclrtSubscribeReport((uint64_t)thread, stream);', marked),
      message: 'noProcess',
    },
    'handled only once': { code: served('⟦aclrtProcessReport⟧(100);'), message: 'notInLoop' },
    'two callbacks': frame(`${execute}\n${marked}\n${execute}\n${marked}`, { top }),
    'in a helper': frame(`${execute}\nnotify();`, { top: `${top}\n\nvoid notify()\n{\n    ${marked}\n}` }),
    'with its result checked': frame(
      `${execute}\nif (⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_BLOCK, stream) != ACL_ERROR_NONE) {\n    return 1;\n}`,
      {
        top,
      },
    ),
    'before the frames': frame(`${execute}\naclrtSynchronizeStream(stream);`, { top, before: marked }),
  },
});
