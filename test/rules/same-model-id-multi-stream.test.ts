import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const workers = (count: number, body: string, top = ''): string =>
  program(`${top}
void *work(void *argument)
{
    size_t index = (size_t)argument;
    aclrtSetCurrentContext(context);
    aclrtStream own = nullptr;
    aclrtCreateStream(&own);
    while (running) {
${body}
        aclrtSynchronizeStream(own);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t threads[${String(count)}];
    for (size_t i = 0; i < ${String(count)}; i++) {
        pthread_create(&threads[i], nullptr, work, (void *)i);
    }
    for (size_t i = 0; i < ${String(count)}; i++) {
        pthread_join(threads[i], nullptr);
    }
    return 0;
}`);
const two = 'aclrtStream other = nullptr;\naclrtCreateStream(&other);';

testRule('same-model-id-multi-stream', {
  valid: {
    'one thread, one stream': frame(
      'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);',
    ),
    'one worker': workers(1, '        aclmdlExecuteAsync(modelId, input, output, own);'),
    'an id of each thread': workers(
      4,
      '        aclmdlExecuteAsync(ids[index], input, output, own);',
      'static uint32_t ids[4];\n\nvoid load()\n{\n    for (int i = 0; i < 4; i++) {\n        aclmdlLoadFromFile("model/a.om", &ids[i]);\n    }\n}',
    ),
    'an id that each thread loads': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    aclrtStream own = nullptr;
    aclrtCreateStream(&own);
    uint32_t id = 0;
    aclmdlLoadFromFile("model/a.om", &id);
    while (running) {
        aclmdlExecuteAsync(id, input, output, own);
        aclrtSynchronizeStream(own);
    }
    return nullptr;
}

int main()
{
${setup}
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; i++) {
        threads.emplace_back(work, nullptr);
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    return 0;
}`),
    'a lock around the execution': workers(
      4,
      '        std::lock_guard<std::mutex> guard(modelMutex);\n        aclmdlExecuteAsync(modelId, input, output, own);\n        aclrtSynchronizeStream(own);',
      'static std::mutex modelMutex;',
    ),
    'two ids on two streams': frame(
      'aclmdlExecuteAsync(modelId, input, output, stream);\naclmdlExecuteAsync(second, input, output, other);\naclrtSynchronizeStream(stream);\naclrtSynchronizeStream(other);',
      { before: `${two}\nuint32_t second = 0;\naclmdlLoadFromFile("model/b.om", &second);` },
    ),
    'copies on a second stream': frame(
      'aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, other);\naclrtSynchronizeStream(other);\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);',
      { before: two },
    ),
    'synchronous executions of two threads': workers(2, '        aclmdlExecute(modelId, input, output);'),
  },
  invalid: {
    'two streams': frame(
      '⟦aclmdlExecuteAsync⟧(modelId, input, output, stream);\n⟦aclmdlExecuteAsync⟧(modelId, input, output, other);\naclrtSynchronizeStream(stream);\naclrtSynchronizeStream(other);',
      { before: two },
    ),
    'four workers': {
      code: workers(4, '        ⟦aclmdlExecuteAsync⟧(modelId, input, output, own);'),
      message: 'threads',
    },
    'two workers': workers(2, '        ⟦aclmdlExecuteAsync⟧(modelId, input, output, own);'),
    'an array of streams': {
      code: frame(
        'for (int i = 0; i < 4; i++) {\n    ⟦aclmdlExecuteAsync⟧(modelId, input, output, streams[i]);\n}\nfor (int i = 0; i < 4; i++) {\n    aclrtSynchronizeStream(streams[i]);\n}',
        {
          before:
            'aclrtStream streams[4];\nfor (int i = 0; i < 4; i++) {\n    aclrtCreateStream(&streams[i]);\n}',
        },
      ),
      message: 'streams',
    },
    'an id that a thread loads, on two streams of it': {
      code: program(`void work()
{
    aclrtSetCurrentContext(context);
    aclrtStream streams[2];
    for (int i = 0; i < 2; i++) {
        aclrtCreateStream(&streams[i]);
    }
    uint32_t id = 0;
    aclmdlLoadFromFile("model/a.om", &id);
    while (running) {
        for (int i = 0; i < 2; i++) {
            ⟦aclmdlExecuteAsync⟧(id, input, output, streams[i]);
        }
        for (int i = 0; i < 2; i++) {
            aclrtSynchronizeStream(streams[i]);
        }
    }
}

int main()
{
${setup}
    std::thread worker(work);
    worker.join();
    return 0;
}`),
      message: 'streams',
    },
    'in a helper of the workers': workers(
      4,
      '        infer(own);',
      'void infer(aclrtStream where)\n{\n    ⟦aclmdlExecuteAsync⟧(modelId, input, output, where);\n}',
    ),
    'two kinds of threads': program(`void *first(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ⟦aclmdlExecuteAsync⟧(modelId, input, output, stream);
        aclrtSynchronizeStream(stream);
    }
    return nullptr;
}

void *second(void *)
{
    aclrtSetCurrentContext(context);
    aclrtStream own = nullptr;
    aclrtCreateStream(&own);
    while (running) {
        ⟦aclmdlExecuteAsync⟧(modelId, input, output, own);
        aclrtSynchronizeStream(own);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t threads[2];
    pthread_create(&threads[0], nullptr, first, nullptr);
    pthread_create(&threads[1], nullptr, second, nullptr);
    pthread_join(threads[0], nullptr);
    pthread_join(threads[1], nullptr);
    return 0;
}`),
    'std::thread': program(`void work()
{
    aclrtSetCurrentContext(context);
    aclrtStream own = nullptr;
    aclrtCreateStream(&own);
    while (running) {
        ⟦aclmdlExecuteAsync⟧(modelId, input, output, own);
        aclrtSynchronizeStream(own);
    }
}

int main()
{
${setup}
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; i++) {
        threads.emplace_back(work);
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    return 0;
}`),
    'a lock elsewhere': workers(
      4,
      '        {\n            std::lock_guard<std::mutex> guard(countMutex);\n            count++;\n        }\n        ⟦aclmdlExecuteAsync⟧(modelId, input, output, own);',
      'static std::mutex countMutex;\nstatic int count = 0;',
    ),
  },
});
