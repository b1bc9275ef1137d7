import { program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const thread = (body: string, create = 'pthread_create', top = ''): string =>
  program(`${top}
void *work(void *)
{
${body}
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    ${create}(&thread, nullptr, work, nullptr);
    pthread_join(thread, nullptr);
    return 0;
}`);
const loop = '    while (running) {\n        aclmdlExecute(modelId, input, output);\n    }';
const marked = '⟦pthread_create⟧';

testRule('missing-set-current-context', {
  valid: {
    'a context bound first': thread(`    aclrtSetCurrentContext(context);\n${loop}`),
    'a device bound first': thread(`    aclrtSetDevice(0);\n${loop}`),
    'a context of its own': thread(
      `    aclrtContext own = nullptr;\n    aclrtCreateContext(&own, 0);\n${loop}`,
    ),
    'bound in a helper': thread(
      `    bind();\n${loop}`,
      'pthread_create',
      'void bind()\n{\n    aclrtSetCurrentContext(context);\n}',
    ),
    'a thread without the device': thread('    while (running) {\n        usleep(1000);\n    }'),
    'bound in each pass': thread(
      '    while (running) {\n        aclrtSetCurrentContext(context);\n        aclmdlExecute(modelId, input, output);\n    }',
    ),
    'asking for messages only': thread('    puts(aclGetRecentErrMsg());'),
    'no thread': program(
      `int main()\n{\n${setup}\n    aclmdlExecute(modelId, input, output);\n    return 0;\n}`,
    ),

    'a picture’s description only': thread(
      '    acldvppPicDesc *own = acldvppCreatePicDesc();\n    (void)own;',
    ),
    'a dataset only': thread(
      '    aclmdlDataset *own = aclmdlCreateDataset();\n    aclmdlDestroyDataset(own);',
    ).replace('    aclmdlDestroyDataset(own);\n', '    (void)own;\n'),
    'a configuration only': thread(
      '    acldvppRoiConfig *area = acldvppCreateRoiConfig(0, 1, 0, 1);\n    acldvppResizeConfig *own = acldvppCreateResizeConfig();\n    (void)own;\n    (void)area;',
    ),
    'a system of DVPP V2 only': thread('    hi_mpi_sys_init();'),
    'a callback, which gets the context of its stream': program(`void done(void *)
{
    aclrtSynchronizeStream(stream);
}

void *reports(void *)
{
    while (running) {
        aclrtProcessReport(100);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    aclrtSubscribeReport((uint64_t)thread, stream);
    aclmdlExecuteAsync(modelId, input, output, stream);
    aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);
    return 0;
}`),
    'functions of the program whose names hold the same letters': thread(
      '    my_acl_step();',
      'pthread_create',
      'extern void my_acl_step();',
    ),
  },
  invalid: {
    executing: thread(loop, marked),
    copying: thread(
      '    aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
      marked,
    ),
    allocating: thread(
      '    void *own = nullptr;\n    acldvppMalloc(&own, 1024);\n    acldvppFree(own);',
      marked,
    ),
    'creating a stream': thread(
      '    aclrtStream own = nullptr;\n    aclrtCreateStream(&own);\n    aclrtDestroyStream(own);',
      marked,
    ),
    'bound too late': thread(
      '    aclrtSynchronizeStream(stream);\n    aclrtSetCurrentContext(context);',
      marked,
    ),
    'in a function that the thread calls': thread(
      '    infer();',
      marked,
      'void infer()\n{\n    aclmdlExecute(modelId, input, output);\n}',
    ),
    'std::thread': program(`void work()
{
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
}

int main()
{
${setup}
    std::thread ⟦worker⟧(work);
    worker.join();
    return 0;
}`),
    'a lambda': program(`int main()
{
${setup}
    std::thread ⟦worker⟧([] {
        while (running) {
            aclmdlExecute(modelId, input, output);
        }
    });
    worker.join();
    return 0;
}`),

    'DVPP V2': thread(
      '    hi_vpc_pic_info source = {};\n    hi_vpc_pic_info target = {};\n    hi_u32 task = 0;\n    hi_mpi_vpc_resize(0, &source, &target, 0, 0, 0, &task, -1);',
      marked,
    ),
    'two contexts, of which no fix can choose': thread(loop, marked).replace(
      '    pthread_t thread;',
      '    aclrtContext second = nullptr;\n    aclrtCreateContext(&second, 0);\n    pthread_t thread;',
    ),
    'a context of main, which the thread cannot name': thread(loop, marked).replace(
      '    aclrtCreateContext(&context, 0);',
      '    aclrtContext local = nullptr;\n    aclrtCreateContext(&local, 0);',
    ),
    'a context without static': thread(loop, marked).replace(
      'static aclrtContext context = nullptr;',
      'aclrtContext context = nullptr;',
    ),
    'no context at all': thread(loop, marked).replace('    aclrtCreateContext(&context, 0);\n', ''),
  },
});
