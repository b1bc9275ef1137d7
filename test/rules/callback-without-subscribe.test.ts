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

/** Two objects with a stream each. */
const lanes = `struct Lane {
    aclrtStream own = nullptr;
    Lane()
    {
        aclrtCreateStream(&own);
    }
    void subscribe(uint64_t thread)
    {
        aclrtSubscribeReport(thread, own);
    }
    void notify()
    {
        ⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_NO_BLOCK, own);
    }
};`;
const unmarked = (text: string): string => text.replaceAll(/[⟦⟧]/g, '');
const laned = (classes: string, subscribe: string, body: string): string =>
  served(loop, `Lane a;\n    Lane b;\n    ${subscribe}`, body).replace(top, `${top}\n\n${classes}`);
const other = 'aclrtStream other = nullptr;\n    aclrtCreateStream(&other);\n    ';
const unsubscribe = 'aclrtUnSubscribeReport((uint64_t)thread, stream);';
const subscribe = 'aclrtSubscribeReport((uint64_t)thread, stream);';

testRule('callback-without-subscribe', {
  valid: {
    'each of two objects subscribed': laned(
      unmarked(lanes),
      'a.subscribe((uint64_t)thread);\n    b.subscribe((uint64_t)thread);',
      'a.notify();\n        b.notify();',
    ),
    'all of them subscribed in a loop': laned(
      unmarked(lanes),
      'for (Lane *lane : {&a, &b}) {\n        lane->subscribe((uint64_t)thread);\n    }',
      'a.notify();\n        b.notify();',
    ),
    'one of a list that is subscribed': served(
      loop,
      'std::vector<aclrtStream> all(4);\n    for (auto &one : all) {\n        aclrtCreateStream(&one);\n    }\n    for (auto one : all) {\n        aclrtSubscribeReport((uint64_t)thread, one);\n    }',
      'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, all[2]);',
    ),
    'subscribed again': served(loop, `${subscribe}\n    ${unsubscribe}\n    ${subscribe}`),
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
    'another stream is subscribed': {
      code: served(loop, `${other}${subscribe.replace('stream', 'other')}`, marked),
      message: 'otherStream',
    },
    'only one of two objects is subscribed': {
      code: laned(lanes, 'a.subscribe((uint64_t)thread);', 'a.notify();\n        b.notify();'),
      message: 'otherStream',
    },
    'unsubscribed before': {
      code: served(loop, `${subscribe}\n    ${unsubscribe}`, marked),
      message: 'unsubscribed',
    },
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
