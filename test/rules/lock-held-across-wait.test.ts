import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';
import { workers } from './support/workers.ts';

const top = 'static std::mutex guardOfModel;';
const own = 'aclrtStream own = nullptr;\n    aclrtCreateStream(&own);';
const execute = 'aclmdlExecuteAsync(modelId, input, output, own);';
const guard = 'std::lock_guard<std::mutex> guard(guardOfModel);';
const locked = (body: string): string => `{\n            ${guard}\n            ${body}\n        }`;
const wait = 'aclrtSynchronizeStream(own);';
const marked = '⟦aclrtSynchronizeStream⟧(own);';

testRule('lock-held-across-wait', {
  valid: {
    'a wait behind the lock': workers(4, `${locked(execute)}\n        ${wait}`, { top, start: own }),
    'one thread': workers(1, locked(`${execute}\n            ${wait}`), { top, start: own }),
    'the main thread alone': frame(`${guard}\naclmdlExecute(modelId, input, output);`, { top }),
    'a lock around a counter': workers(4, `${locked('count++;')}\n        ${execute}\n        ${wait}`, {
      top: `${top}\nstatic int count = 0;`,
      start: own,
    }),
    'no lock': workers(4, `${execute}\n        ${wait}`, { start: own }),
    'a lock around a copy of the host': workers(
      4,
      `${locked('memcpy(hostOut, hostIn, 64);')}\n        ${execute}\n        ${wait}`,
      {
        top,
        start: own,
      },
    ),
    'a lock once at the start': workers(4, `${execute}\n        ${wait}`, {
      top,
      start: `${own}\n    ${locked('aclrtSynchronizeStream(own);')}`,
    }),
    'a mutex of each thread of its own': workers(
      4,
      `${locked(execute)}\n        {\n            ${guard}\n            ${wait}\n        }`,
      {
        start: `${own}\n    std::mutex guardOfModel;`,
      },
    ),
    'a mutex that lives for one call': workers(4, 'step(own);', {
      top: `static void step(aclrtStream own)\n{\n    std::mutex guardOfModel;\n    std::unique_lock<std::mutex> guard(guardOfModel);\n    ${wait}\n}`,
      start: own,
    }),
    'a lock around a submission and a log line': workers(
      4,
      `${locked(`${execute}\n            printf("x");`)}\n        ${wait}`,
      { top, start: own },
    ),

    'locks of two threads, each its own': program(`static std::mutex first;
static std::mutex second;

void one()
{
    aclrtSetCurrentContext(context);
    while (running) {
        std::lock_guard<std::mutex> guard(first);
        aclmdlExecute(modelId, input, output);
    }
}

void two()
{
    aclrtSetCurrentContext(context);
    while (running) {
        std::lock_guard<std::mutex> guard(second);
        aclmdlExecute(modelId, input, output);
    }
}

int main()
{
${setup}
    std::thread a(one);
    std::thread b(two);
    a.join();
    b.join();
    return 0;
}`),
  },
  invalid: {
    'a static mutex of a function': workers(
      4,
      `static std::mutex guardOfModel;\n        ${locked(`${execute}\n            ${marked}`)}`,
      { start: own },
    ),
    'a mutex of main that is given to its threads': program(`void work(std::mutex &guardOfModel)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ${guard}
        ⟦aclmdlExecute⟧(modelId, input, output);
    }
}

int main()
{
${setup}
    std::mutex guardOfModel;
    std::thread a(work, std::ref(guardOfModel));
    std::thread b(work, std::ref(guardOfModel));
    a.join();
    b.join();
    return 0;
}`),
    'a wait for the stream': workers(4, locked(`${execute}\n            ${marked}`), { top, start: own }),
    'a synchronous execution': workers(4, locked('⟦aclmdlExecute⟧(modelId, input, output);'), { top }),
    'two threads': workers(2, locked(`${execute}\n            ${marked}`), { top, start: own }),
    'lock and unlock': workers(
      4,
      `guardOfModel.lock();\n        ${execute}\n        ${marked}\n        guardOfModel.unlock();`,
      {
        top,
        start: own,
      },
    ),
    unique_lock: workers(
      4,
      `{\n            std::unique_lock<std::mutex> guard(guardOfModel);\n            ${execute}\n            ${marked}\n        }`,
      { top, start: own },
    ),
    pthread_mutex: workers(
      4,
      `pthread_mutex_lock(&plain);\n        ${execute}\n        ${marked}\n        pthread_mutex_unlock(&plain);`,
      { top: 'static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;', start: own },
    ),
    'a wait in a helper': workers(4, locked(`${execute}\n            finish(own);`), {
      top: `${top}\n\nvoid finish(aclrtStream own)\n{\n    ${marked}\n}`,
      start: own,
    }),
    'a wait for the device': workers(4, locked(`${execute}\n            ⟦aclrtSynchronizeDevice⟧();`), {
      top,
      start: own,
    }),

    'a lock of two threads': program(`static std::mutex first;

void one()
{
    aclrtSetCurrentContext(context);
    while (running) {
        std::lock_guard<std::mutex> guard(first);
        ⟦aclmdlExecute⟧(modelId, input, output);
    }
}

void two()
{
    while (running) {
        std::lock_guard<std::mutex> guard(first);
        usleep(1000);
    }
}

int main()
{
${setup}
    std::thread a(one);
    std::thread b(two);
    a.join();
    b.join();
    return 0;
}`),
    'a lock inside another': workers(
      4,
      `{\n            std::lock_guard<std::mutex> outer(guardOfFiles);\n            ${locked(`${execute}\n            ${marked}`)}\n        }`,
      { top: `${top}\nstatic std::mutex guardOfFiles;`, start: own },
    ),
  },
});
