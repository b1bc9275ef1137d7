import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const run = 'aclmdlExecuteAsync(modelId, input, output, own);\naclrtSynchronizeStream(own);';
const stream = (end = '', name = 'aclrtCreateStream'): string =>
  `aclrtStream own = nullptr;\n${name}(&own);\n${run}\n${end}`;
const tensors = (end = '', name = 'aclCreateTensorList'): string => `int64_t shape[] = {1, 64};
aclTensor *a = aclCreateTensor(shape, 2, ACL_FLOAT16, shape, 0, ACL_FORMAT_ND, shape, 2, deviceIn);
aclTensor *list[] = {a};
aclTensorList *all = ${name}(list, 1);
aclmdlExecute(modelId, input, output);
${end}`;

/** A thread that takes decoded frames. */
function getter(body: string, taken = 'hi_mpi_vdec_get_frame'): string {
  return program(`void *getter(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        hi_video_frame_info decoded;
        hi_vdec_stream packet;
        hi_vdec_supplement_info more;
        if (${taken}(0, &decoded, &more, &packet, 100) != 0) {
            continue;
        }
${body}
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, getter, nullptr);
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
    pthread_join(thread, nullptr);
    return 0;
}`);
}

const release = 'hi_mpi_vdec_release_frame(0, &decoded);';
const free = 'hi_mpi_dvpp_free(packet.addr);';

testRule('never-destroyed', {
  valid: {
    'destroyed in the same pass': frame(stream('aclrtDestroyStream(own);')),
    'destroyed by its owner': frame(
      `Own holder;\naclmdlExecuteAsync(modelId, input, output, holder.handle);\naclrtSynchronizeStream(holder.handle);`,
      {
        top: 'struct Own {\n    Own() { aclrtCreateStream(&handle); }\n    ~Own() { aclrtDestroyStream(handle); }\n    aclrtStream handle = nullptr;\n};',
      },
    ),
    'a way out of a loop inside alone': frame(
      `aclrtStream own = nullptr;\naclrtCreateStream(&own);\n${run}\nint shown = 0;\nfor (int k = 0; k < size; ++k) {\n    if (++shown > 5) {\n        break;\n    }\n}\naclrtDestroyStream(own);`,
      { top: 'int size = rand();' },
    ),
    'a way out of a switch inside': frame(
      `aclrtStream own = nullptr;\naclrtCreateStream(&own);\n${run}\nswitch (rand()) {\ncase 1:\n    if (rand() > 5) {\n        break;\n    }\n    puts("no");\n}\naclrtDestroyStream(own);`,
    ),
    'made before the loop': frame(run, { before: 'aclrtStream own = nullptr;\naclrtCreateStream(&own);' }),
    'made once': frame(
      `static aclrtStream own = nullptr;\nif (own == nullptr) {\n    aclrtCreateStream(&own);\n}\n${run}`,
    ),
    'kept in a list that is ended behind the loop': frame(`${stream()}\nkept.push_back(own);`, {
      before: 'std::vector<aclrtStream> kept;',
      after: 'for (aclrtStream one : kept) {\n    aclrtDestroyStream(one);\n}',
    }),
    'ended by code that is not followed': frame(stream('later(own, aclrtDestroyStream);'), {
      top: 'void later(aclrtStream own, aclError (*end)(aclrtStream));',
    }),
    'a short loop': frame(stream(), { loop: 'for (int i = 0; i < 8; i++)' }),
    'a list with its tensors': frame(tensors('aclDestroyTensorList(all);')),
    'the device is reset in each pass': frame(stream('aclrtResetDevice(0);\naclrtSetDevice(0);')),
    'destroyed on the way out as well': frame('serve(rand());', {
      top: `bool serve(int size)\n{\n    aclrtStream own = nullptr;\n    aclrtCreateStream(&own);\n    if (size % 3 == 1) {\n        aclrtDestroyStream(own);\n        return false;\n    }\n    ${run}\n    aclrtDestroyStream(own);\n    return true;\n}`,
    }),
    'a way out before it is made': frame('serve(rand());', {
      top: `bool serve(int size)\n{\n    if (size % 3 == 1) {\n        return false;\n    }\n    aclrtStream own = nullptr;\n    aclrtCreateStream(&own);\n    ${run}\n    aclrtDestroyStream(own);\n    return true;\n}`,
    }),
    'frames that are given back': getter(`        ${free}\n        ${release}`),
    'given back on the way out as well': getter(`        if (decoded.v_frame.width < 16) {
            ${free}
            ${release}
            continue;
        }
        ${free}
        ${release}`),
  },
  invalid: {
    'a stream': { code: frame(stream('', '⟦aclrtCreateStream⟧')), message: 'limited' },
    'an event': frame(
      'aclrtEvent done = nullptr;\n⟦aclrtCreateEvent⟧(&done);\naclmdlExecuteAsync(modelId, input, output, stream);\naclrtRecordEvent(done, stream);\naclrtSynchronizeEvent(done);',
    ),
    'a stream on the 910B': {
      code: frame(stream('', '⟦aclrtCreateStream⟧')),
      settings: { device: 'ascend910b' },
    },
    'another one is destroyed': frame(stream('aclrtDestroyStream(stream);', '⟦aclrtCreateStream⟧')),
    memory: {
      code: frame(
        'void *more = nullptr;\n⟦aclrtMalloc⟧(&more, 4096, ACL_MEM_MALLOC_HUGE_FIRST);\naclmdlExecute(modelId, input, output);',
      ),
      message: 'scarce',
    },
    'a list of tensors': { code: frame(tensors('', '⟦aclCreateTensorList⟧')), message: 'grows' },
    'a way out of a function': {
      code: frame('serve(rand());', {
        top: `bool serve(int size)\n{\n    aclrtStream own = nullptr;\n    aclrtCreateStream(&own);\n    ⟦if⟧ (size % 3 == 1) {\n        return false;\n    }\n    ${run}\n    aclrtDestroyStream(own);\n    return true;\n}`,
      }),
      message: 'leaves',
    },
    'a dataset': frame(
      'aclmdlDataset *more = ⟦aclmdlCreateDataset⟧();\naclmdlExecute(modelId, input, more);',
    ),
    'in a function': frame('serve();', {
      top: `void serve()\n{\n    ${stream('', '⟦aclrtCreateStream⟧')}\n}`,
    }),
    'frames of VDEC': { code: getter(`        ${free}`, '⟦hi_mpi_vdec_get_frame⟧'), message: 'kept' },
    'a way on, from a switch inside': {
      code: getter(`        switch (decoded.v_frame.width) {
        case 1:
            ⟦if⟧ (decoded.v_frame.height > 5) {
                continue;
            }
            puts("no");
        }
        ${free}
        ${release}`),
      message: 'leaves',
    },
    'a way out': {
      code: getter(`        ⟦if⟧ (decoded.v_frame.width < 16) {
            continue;
        }
        ${free}
        ${release}`),
      message: 'leaves',
    },
  },
});
