import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecuteAsync(modelId, input, output, stream);\naclrtSynchronizeStream(stream);';

testRule('model-load-in-loop', {
  valid: {
    'before the loop': frame(execute),
    'one for each thread': frame(execute, {
      before:
        'uint32_t ids[4];\nfor (int i = 0; i < 4; i++) {\n    aclmdlLoadFromFile("model/a.om", &ids[i]);\n}',
    }),
    'in a function called once': frame(execute, {
      top: 'void load()\n{\n    aclmdlLoadFromFile("model/a.om", &modelId);\n}',
      before: 'load();',
    }),
    'only where none is loaded': frame(
      `if (!loaded) {\n    aclmdlLoadFromFile("model/a.om", &modelId);\n    loaded = true;\n}\n${execute}`,
      { before: 'bool loaded = false;' },
    ),
    'only where a cache has none': frame('aclmdlExecute(idOf(nextName()), input, output);', {
      top: `#include <map>
#include <string>
std::string nextName();
std::map<std::string, uint32_t> cache;
uint32_t idOf(const std::string &path)
{
    auto found = cache.find(path);
    if (found != cache.end()) {
        return found->second;
    }
    uint32_t id = 0;
    aclmdlLoadFromFile(path.c_str(), &id);
    cache[path] = id;
    return id;
}`,
    }),
    'again after a failure': frame(
      `if (aclmdlExecute(modelId, input, output) != ACL_ERROR_NONE) {
    aclmdlUnload(modelId);
    aclmdlLoadFromFile("model/a.om", &modelId);
    continue;
}`,
    ),
    'for each of several models, which then run long': frame(
      `aclmdlLoadFromFile(names[m], &modelId);
for (int i = 0; i < 1000; i++) {
    ${execute}
}
aclmdlUnload(modelId);`,
      { loop: 'for (int m = 0; m < 8; m++)', top: 'const char *names[8];' },
    ),
    'at the start of a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    uint32_t own = 0;
    aclmdlLoadFromFile("model/a.om", &own);
    while (running) {
        aclmdlExecuteAsync(own, input, output, stream);
        aclrtSynchronizeStream(stream);
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
    'unloading after the loop': frame('aclmdlExecuteAsync(modelId, input, output, stream);', {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'aclrtSynchronizeStream(stream);\naclmdlUnload(modelId);',
    }),
    'a function that is never called': frame(execute, {
      top: 'void reload()\n{\n    aclmdlLoadFromFile("model/a.om", &modelId);\n}',
    }),
    'the name in a log line': frame(`puts("aclmdlLoadFromFile");\n${execute}`),
  },
  invalid: {
    'in a time that a comment says': frame(
      `⟦aclmdlLoadFromFile⟧("model/a.om", &modelId); // acl-perf: cost=800ms\n${execute}\naclmdlUnload(modelId);`,
    ),
    'from a file': frame(`⟦aclmdlLoadFromFile⟧("model/a.om", &modelId);\n${execute}\naclmdlUnload(modelId);`),
    'from memory': frame(
      `⟦aclmdlLoadFromMem⟧(hostIn, IN_BYTES, &modelId);\n${execute}\naclmdlUnload(modelId);`,
    ),
    'with memory of the caller': frame(
      `⟦aclmdlLoadFromFileWithMem⟧("model/a.om", &modelId, deviceIn, 64, deviceOut, 64);\n${execute}\naclmdlUnload(modelId);`,
    ),
    'in a counted loop': frame(`⟦aclmdlLoadFromFile⟧("model/a.om", &modelId);\n${execute}`, {
      loop: 'for (int i = 0; i < 100; i++)',
    }),
    'with its result checked': frame(
      `aclError ret = ⟦aclmdlLoadFromFile⟧("model/a.om", &modelId);\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${execute}`,
    ),
    'in a helper': frame(`classify();`, {
      top: `void classify()\n{\n    uint32_t own = 0;\n    ⟦aclmdlLoadFromFile⟧("model/a.om", &own);\n    aclmdlExecute(own, input, output);\n    aclmdlUnload(own);\n}`,
    }),
    'one model or another': frame(
      `if (nextKind() == 1) {\n    ⟦aclmdlLoadFromFile⟧("model/a.om", &modelId);\n} else {\n    ⟦aclmdlLoadFromFile⟧("model/b.om", &modelId);\n}\n${execute}`,
      { top: 'int nextKind();' },
    ),
    'two models': frame(
      `uint32_t a = 0;\nuint32_t b = 0;\n⟦aclmdlLoadFromFile⟧("model/a.om", &a);\n⟦aclmdlLoadFromFile⟧("model/b.om", &b);\naclmdlExecute(a, input, output);\naclmdlExecute(b, input, output);`,
    ),
    'in a class': frame(`Classifier classifier;\nclassifier.run();`, {
      top: `class Classifier {
public:
    void run()
    {
        ⟦aclmdlLoadFromFile⟧("model/a.om", &id_);
        aclmdlExecute(id_, input, output);
    }

private:
    uint32_t id_ = 0;
};`,
    }),
  },
});
