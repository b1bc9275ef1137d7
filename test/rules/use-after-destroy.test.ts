import { frame, INCLUDES } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const make = 'aclrtStream own = nullptr;\naclrtCreateStream(&own);';
const run = 'aclmdlExecuteAsync(modelId, input, output, own);\naclrtSynchronizeStream(own);';
const end = 'aclrtDestroyStream(own);';
const again = '⟦aclrtDestroyStream⟧(own);';
const alloc = 'void *own = nullptr;\naclrtMalloc(&own, 64, ACL_MEM_MALLOC_NORMAL_ONLY);';
const copy = (name = 'aclrtMemcpy'): string => `${name}(hostOut, 64, own, 64, ACL_MEMCPY_DEVICE_TO_HOST);`;

const guard = (
  body = 'if (handle != nullptr) {\n            aclrtDestroyStream(handle);\n        }',
): string =>
  `struct Guard {
    Guard() { aclrtCreateStream(&handle); }
    Guard(Guard &&other) : handle(other.handle) { other.handle = nullptr; }
    ~Guard()
    {
        ${body}
    }
    aclrtStream release()
    {
        aclrtStream given = handle;
        handle = nullptr;
        return given;
    }
    aclrtStream handle = nullptr;
};
Guard made()
{
    Guard fresh;
    return fresh;
}`;

const session = (body: string): string => `struct Session {
    ~Session() { release(); }
    void open()
    {
        aclrtCreateStream(&handle);
        aclmdlLoadFromFile("model/resnet50_bs1.om", &model);
        isOpen = true;
    }
    void release()
    {
        ${body}
    }
    aclrtStream handle = nullptr;
    uint32_t model = 0;
    bool isOpen = false;
};`;
const useSession = (after: string): string =>
  `Session session;\nsession.open();\naclmdlExecuteAsync(session.model, input, output, session.handle);\naclrtSynchronizeStream(session.handle);\n${after}`;

/** A thread that works on a stream until it is told to stop; `between`: what main does before it joins the thread. */
const besideMain = (between: string, { top = '', start = 'std::thread worker(serve);' } = {}): string =>
  `${INCLUDES}
static std::atomic<bool> running(true);
static std::atomic<int> left(1000);
static aclrtContext context = nullptr;
static aclrtStream stream = nullptr;
static uint32_t modelId = 0;
static aclmdlDataset *input = nullptr;
static aclmdlDataset *output = nullptr;
${top}
void serve()
{
    aclrtSetCurrentContext(context);
    while (running) {
        aclmdlExecuteAsync(modelId, input, output, stream);
        aclrtSynchronizeStream(stream);
        --left;
    }
}
int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtCreateContext(&context, 0);
    aclrtCreateStream(&stream);
    aclmdlLoadFromFile("model/resnet50_bs1.om", &modelId);
    ${start}
    getchar();
    ${between}
    aclrtResetDevice(0);
    return 0;
}
`;

testRule('use-after-destroy', {
  valid: {
    'a stream whose thread is joined first': besideMain(
      'running = false;\nworker.join();\naclrtDestroyStream(stream);\naclFinalize();',
    ),
    'a stream whose thread has said that it is done': besideMain(
      'running = false;\npthread_barrier_wait(&gate);\naclrtDestroyStream(stream);\nworker.join();\naclFinalize();',
      { top: 'pthread_barrier_t gate;' },
    ),
    'a stream whose thread has done all that there is': besideMain(
      'while (left > 0) usleep(100);\naclrtDestroyStream(stream);\nrunning = false;\nworker.join();',
    ),
    'a stream of which all results were taken': besideMain(
      'results.push_back(ask());\nfor (auto &one : results) one.get();\naclrtDestroyStream(stream);\nrunning = false;\nworker.join();',
      { top: '#include <future>\nstd::vector<std::future<int>> results;\nstd::future<int> ask();' },
    ),
    'a stream whose thread is joined by whom the list lets go': besideMain(
      'lanes.clear();\naclrtDestroyStream(stream);\naclFinalize();',
      {
        top: `#include <memory>
void serve();
struct Lane {
    Lane() : thread(serve) {}
    ~Lane()
    {
        running = false;
        thread.join();
    }
    std::thread thread;
};
static std::vector<std::unique_ptr<Lane>> lanes;`,
        start: 'lanes.emplace_back(new Lane());',
      },
    ),
    'a stream of main’s own': besideMain(
      'aclrtStream own;\naclrtCreateStream(&own);\naclrtDestroyStream(own);\nrunning = false;\nworker.join();\naclFinalize();',
    ),
    'a stream of a program that could not start': besideMain(
      'if (getenv("DRY")) {\n        aclrtDestroyStream(stream);\n        return 1;\n    }\n    running = false;\n    worker.join();',
    ),
    'a result that is read before its end': frame(
      'char *own = (char *)malloc(64);\nprintf("%d", own[0]);\nfree(own);',
    ),
    'memory that is made anew': frame(
      'char *own = (char *)malloc(64);\nfree(own);\nown = (char *)malloc(64);\nprintf("%d", own[0]);\nfree(own);',
    ),
    'memory that a branch alone has freed': frame(
      'char *own = (char *)malloc(64);\nif (getenv("X")) {\n    free(own);\n    return 1;\n}\nprintf("%d", own[0]);\nfree(own);',
    ),
    'used, then ended': frame(`${make}\n${run}\n${end}`),
    'a variable that takes another thing': frame(
      `${make}\n${run}\n${end}\naclrtCreateStream(&own);\n${run}\n${end}`,
    ),
    'set to null and asked for': frame(
      `${make}\n${run}\nif (own != nullptr) {\n    ${end}\n    own = nullptr;\n}\nif (own != nullptr) {\n    ${end}\n}`,
    ),
    'two sides of which one is taken': frame(
      `${make}\n${run}\nif (rand() % 2 == 0) {\n    ${end}\n} else {\n    aclrtDestroyStreamForce(own);\n}`,
    ),
    'ended on a side that only some passes take': frame(
      `${make}\n${run}\nif (rand() % 2 == 0) {\n    ${end}\n    own = nullptr;\n}\nif (own != nullptr) {\n    aclrtDestroyStreamForce(own);\n}`,
    ),
    'ended before a return': frame('serve();', {
      top: `int serve()\n{\n    ${make.replace('\n', '\n    ')}\n    if (aclmdlExecuteAsync(modelId, input, output, own) != ACL_ERROR_NONE) {\n        ${end}\n        return 1;\n    }\n    aclrtSynchronizeStream(own);\n    ${end}\n    return 0;\n}`,
    }),
    'moved away from': frame(
      'Guard first;\nGuard second(std::move(first));\naclmdlExecuteAsync(modelId, input, output, second.handle);\naclrtSynchronizeStream(second.handle);',
      { top: guard() },
    ),
    'given out by the function that made it': frame(
      'Guard own = made();\naclmdlExecuteAsync(modelId, input, output, own.handle);\naclrtSynchronizeStream(own.handle);',
      { top: guard() },
    ),
    'released by its owner': frame(
      'Guard own;\naclmdlExecuteAsync(modelId, input, output, own.handle);\naclrtSynchronizeStream(own.handle);\naclrtDestroyStream(own.release());',
      { top: guard() },
    ),
    'a flag that says whether there is anything to end': frame(useSession('session.release();'), {
      top: session(
        'if (!isOpen) {\n            return;\n        }\n        aclmdlUnload(model);\n        aclrtDestroyStream(handle);\n        isOpen = false;',
      ),
    }),
    'handles that are cleared': frame(useSession('session.release();'), {
      top: session(
        'if (handle) {\n            aclrtDestroyStream(handle);\n            handle = nullptr;\n        }',
      ),
    }),
    'memory that is given anew when it grows': frame(
      `if (size < IN_BYTES + static_cast<size_t>(rand())) {\n    aclrtFree(grown);\n    size = IN_BYTES + static_cast<size_t>(rand());\n    aclrtMalloc(&grown, size, ACL_MEM_MALLOC_NORMAL_ONLY);\n}\naclrtMemcpy(grown, 64, hostIn, 64, ACL_MEMCPY_HOST_TO_DEVICE);`,
      {
        before:
          'size_t size = 64;\nvoid *grown = nullptr;\naclrtMalloc(&grown, size, ACL_MEM_MALLOC_NORMAL_ONLY);',
      },
    ),
    'each of several': frame('aclmdlExecute(modelId, input, output);', {
      before: 'aclrtStream all[4];\nfor (int i = 0; i < 4; i++) {\n    aclrtCreateStream(&all[i]);\n}',
      after:
        'for (int i = 0; i < 4; i++) {\n    aclrtSynchronizeStream(all[i]);\n    aclrtDestroyStream(all[i]);\n}',
    }),
    'a description whose memory is gone': frame(
      `${alloc}\naclDataBuffer *part = aclCreateDataBuffer(own, 64);\naclmdlExecute(modelId, input, output);\naclrtFree(own);\naclDestroyDataBuffer(part);`,
    ),
    'a channel that is closed before its description': frame(
      'acldvppChannelDesc *own = acldvppCreateChannelDesc();\nacldvppCreateChannel(own);\naclmdlExecute(modelId, input, output);\nacldvppDestroyChannel(own);\nacldvppDestroyChannelDesc(own);',
    ),
  },
  invalid: {
    'a stream of a thread that is joined behind it': {
      code: besideMain(
        'running = false;\n⟦aclrtDestroyStream⟧(stream);\naclrtDestroyContext(context);\nworker.join();\naclFinalize();',
      ),
      message: 'running',
    },
    'all of AscendCL under threads that are joined behind it': {
      code: besideMain('running = false;\n⟦aclFinalize⟧();\nfor (auto &one : workers) one.join();', {
        start:
          'std::vector<std::thread> workers;\n    for (int i = 0; i < 3; i++) workers.emplace_back(serve);',
      }),
      message: 'running',
    },
    'memory of an object whose destructor joins last': {
      code: besideMain('{\n        Worker own;\n        own.feed();\n    }\n    worker.join();', {
        top: `struct Worker {
    Worker()
    {
        aclrtMalloc(&data, 4096, ACL_MEM_MALLOC_NORMAL_ONLY);
        thread = std::thread([this] {
            while (alive) aclrtMemcpy(host, 4096, data, 4096, ACL_MEMCPY_DEVICE_TO_HOST);
        });
    }
    void feed() { getchar(); }
    ~Worker()
    {
        alive = false;
        ⟦aclrtFree⟧(data);
        thread.join();
    }
    std::atomic<bool> alive{true};
    char host[4096];
    void *data = nullptr;
    std::thread thread;
};`,
      }),
      message: 'running',
    },
    'a result that is read behind its end': {
      code: frame('float *own = fetch();\nprintf("%f", ⟦own[0]⟧);', {
        top: `float *fetch()
{
    void *own = nullptr;
    aclrtMallocHost(&own, OUT_BYTES);
    aclrtMemcpy(own, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);
    aclrtFreeHost(own);
    return (float *)own;
}`,
      }),
      message: 'touched',
    },
    'memory of the host that is written behind its end': frame(
      'char *own = (char *)malloc(64);\nfree(own);\n⟦own[0]⟧ = 1;',
    ),
    'memory that is copied from': {
      code: frame(`${alloc}\naclrtFree(own);\n${copy('⟦aclrtMemcpy⟧')}`),
      message: 'used',
    },
    'by another name': frame(`${alloc}\nvoid *other = own;\naclrtFree(other);\n${copy('⟦aclrtMemcpy⟧')}`),
    'page-locked memory': frame(
      'void *own = nullptr;\naclrtMallocHost(&own, 64);\naclrtFreeHost(own);\n⟦aclrtMemcpy⟧(deviceIn, 64, own, 64, ACL_MEMCPY_HOST_TO_DEVICE);',
    ),
    'memory of DVPP': frame(
      'void *own = nullptr;\nacldvppMalloc(&own, JPEG_BYTES);\nacldvppFree(own);\n⟦acldvppJpegDecodeAsync⟧(channel, own, JPEG_BYTES, decoded, stream);\naclrtSynchronizeStream(stream);',
    ),
    'memory behind a data set': frame(
      `${alloc}\naclmdlDataset *mine = aclmdlCreateDataset();\naclmdlAddDatasetBuffer(mine, aclCreateDataBuffer(own, 64));\naclrtFree(own);\n⟦aclmdlExecute⟧(modelId, mine, output);`,
    ),
    'a stream, twice': { code: frame(`${make}\n${run}\n${end}\n${again}`), message: 'twice' },
    'a stream that its owner ends as well': frame(
      `{\n    Guard own;\n    aclmdlExecuteAsync(modelId, input, output, own.handle);\n    aclrtSynchronizeStream(own.handle);\n    aclrtDestroyStream(own.handle);\n}`,
      { top: guard('if (handle != nullptr) {\n            ⟦aclrtDestroyStream⟧(handle);\n        }') },
    ),
    'an event': frame(
      'aclrtEvent own = nullptr;\naclrtCreateEvent(&own);\naclmdlExecute(modelId, input, output);\naclrtDestroyEvent(own);\n⟦aclrtDestroyEvent⟧(own);',
    ),
    'a context that is set again': frame('aclmdlExecute(modelId, input, output);', {
      after:
        'aclrtContext own = nullptr;\naclrtCreateContext(&own, 0);\naclrtDestroyContext(own);\n⟦aclrtSetCurrentContext⟧(own);',
    }),
    'a model, unloaded twice': frame('aclmdlExecute(modelId, input, output);', {
      after: 'aclmdlUnload(modelId);\n⟦aclmdlUnload⟧(modelId);',
    }),
    'a description, in a helper': frame('aclmdlExecute(modelId, input, output);', {
      top: 'void drop(acldvppPicDesc *one)\n{\n    ⟦acldvppDestroyPicDesc⟧(one);\n}',
      after: 'acldvppDestroyPicDesc(decoded);\ndrop(decoded);',
    }),
    'on the same side of a condition': frame(
      `${make}\n${run}\nif (rand() % 2 == 0) {\n    ${end}\n    ⟦aclrtSynchronizeStream⟧(own);\n} else {\n    ${end}\n}`,
    ),
    'behind a check of the call before': frame(
      `${alloc}\nif (aclrtFree(own) != ACL_ERROR_NONE) {\n    return 1;\n}\n${copy('⟦aclrtMemcpy⟧')}`,
    ),
  },
});
