import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const sync = (name = 'aclmdlExecute'): string => `${name}(modelId, input, output);`;
const async_ = (name = 'aclmdlExecuteAsync'): string => `${name}(modelId, input, output, stream);`;
const wait = 'aclrtSynchronizeStream(stream);';
const marked = '⟦aclmdlExecuteAsync⟧';
const model = (path: string, code: string): string => code.replace('model/resnet50_bs1.om', path);

testRule('batch-one-loop', {
  valid: {
    'batch 16': model('model/resnet50_bs16.om', frame(`${async_()}\n${wait}`)),
    'batch 8': model('model/resnet50_bs8.om', frame(`${async_()}\n${wait}`)),
    'a batch that the name does not say': model('model/resnet50.om', frame(`${async_()}\n${wait}`)),
    'a model out of memory': frame(`aclmdlExecuteAsync(id, input, output, stream);\n${wait}`, {
      before: 'uint32_t id = 0;\naclmdlLoadFromMem(hostIn, IN_BYTES, &id);',
    }),
    'before the loop': frame('usleep(1000);', { before: `${async_()}\n${wait}` }),
    'a loop of one pass': frame(`${async_()}\n${wait}`, { loop: 'for (int i = 0; i < 1; i++)' }),
    'a path of the run': frame(`aclmdlExecuteAsync(id, input, output, stream);\n${wait}`, {
      before: 'uint32_t id = 0;\naclmdlLoadFromFile(getenv("MODEL"), &id);',
    }),
    'in a comment': frame(`// ${async_()}\nusleep(1000);`),

    'batch 1 in the name of a folder of larger ones': model(
      'model/resnet50_bs16_v1.om',
      frame(`${async_()}\n${wait}`),
    ),
    'a batch of 1 that a comment alone says': frame(
      `aclmdlExecuteAsync(id, input, output, stream);\n${wait}`,
      {
        before:
          'uint32_t id = 0;\n// acl-perf: model=resnet50 batch=1\naclmdlLoadFromMem(hostIn, IN_BYTES, &id);',
      },
    ),
    'a batch that a comment says otherwise': frame(
      `aclmdlExecuteAsync(id, input, output, stream);\n${wait}`,
      {
        before: 'uint32_t id = 0;\n// acl-perf: batch=8\naclmdlLoadFromFile("model/resnet50_bs1.om", &id);',
      },
    ),
  },
  invalid: {
    asynchronous: frame(`${async_(marked)}\n${wait}`),
    synchronous: frame(sync('⟦aclmdlExecute⟧')),
    'many a wait': frame(`for (int i = 0; i < 64; i++) {\n    ${async_(marked)}\n}\n${wait}`),
    'behind DVPP': frame(
      `acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\nacldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\n${async_(marked)}\n${wait}`,
    ),
    'in a helper': frame(`infer();\n${wait}`, { top: `void infer()\n{\n    ${async_(marked)}\n}` }),
    'in a counted loop': frame(`${async_(marked)}\n${wait}`, { loop: 'for (int i = 0; i < 1000; i++)' }),
    'with its result checked': frame(
      `aclError ret = ${async_(marked)}\nif (ret != ACL_ERROR_NONE) {\n    return 1;\n}\n${wait}`,
    ),
    'in a thread': program(`void *work(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        ${async_(marked)}
        ${wait}
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

    'a name with batch1': model('model/resnet50_batch1.om', frame(`${async_(marked)}\n${wait}`)),
    'a name with batch_1': model('model/resnet50_batch_1.om', frame(`${async_(marked)}\n${wait}`)),
    'a name with bs_1': model('model/resnet50_bs_1.om', frame(`${async_(marked)}\n${wait}`)),
    "a model of one's own": model('model/own_bs1.om', frame(`${async_(marked)}\n${wait}`)),
  },
});
