import { frame, program, served, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const open = 'FILE *file = fopen("data/a.bin", "rb");';

testRule('host-io-in-loop', {
  valid: {
    'letting others go first': frame(`${execute}\nusleep(0);`),
    'reading before the loop': frame(execute, {
      before: `${open}\nfread(hostIn, 1, IN_BYTES, file);\nfclose(file);`,
    }),
    'writing after the loop': frame(execute, {
      loop: 'for (int i = 0; i < 10; i++)',
      after: 'FILE *file = fopen("out.bin", "wb");\nfwrite(hostOut, 1, OUT_BYTES, file);\nfclose(file);',
    }),
    'a loop that gives the device nothing': frame(
      `${open}\nfread(hostIn, 1, IN_BYTES, file);\nfclose(file);`,
    ),
    'a log line': frame(`${execute}\nprintf("done\\n");`),
    'opening and closing only': frame(`${open}\nfclose(file);\n${execute}`),
    'a reader of its own': program(`void *readFiles(void *)
{
    while (running) {
        FILE *file = fopen("data/a.bin", "rb");
        fread(hostIn, 1, IN_BYTES, file);
        fclose(file);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t reader;
    pthread_create(&reader, nullptr, readFiles, nullptr);
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
    pthread_join(reader, nullptr);
    return 0;
}`),
    'a loop of one pass': frame(`usleep(1000);\n${execute}`, { loop: 'for (int i = 0; i < 1; i++)' }),
    'a function that is never called': frame(execute, { top: 'void pause()\n{\n    usleep(1000);\n}' }),

    'a sleep in a callback': served(
      'while (running) {\n        usleep(1000);\n        aclrtMemcpy(hostOut, 64, deviceOut, 64, ACL_MEMCPY_DEVICE_TO_HOST);\n    }',
      'aclmdlExecuteAsync(modelId, input, output, stream);\n        aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);',
    ),
    'a pause where a call failed': frame(
      'if (aclmdlExecute(modelId, input, output) != ACL_SUCCESS) {\n    usleep(100);\n    continue;\n}',
    ),
    'a pause where the wait for a stream failed': frame(
      `${execute}\naclError ret = aclrtSynchronizeStream(stream);\nif (ret != ACL_SUCCESS) {\n    usleep(100);\n    continue;\n}`,
    ),
    'a pause where a function says that its work failed': frame(
      'if (!infer()) {\n    usleep(100);\n    continue;\n}',
      {
        top: 'bool infer()\n{\n    if (aclmdlExecuteAsync(modelId, input, output, stream) != ACL_SUCCESS) return false;\n    return aclrtSynchronizeStream(stream) == ACL_SUCCESS;\n}',
      },
    ),
    'a picture that is read, which has a rule of its own': frame(
      `cv::Mat image = cv::imread("a.jpg");\n${execute}`,
    ),
  },
  invalid: {
    'a sleep while an event is not there': {
      code: frame(
        `aclrtEventStatus status;\naclrtQueryEvent(event, &status);\nif (status != ACL_EVENT_STATUS_COMPLETE) {\n    ⟦usleep⟧(500);\n    continue;\n}\n${execute}`,
        { before: 'aclrtEvent event;\naclrtCreateEvent(&event);' },
      ),
      message: 'idle',
    },
    'a sleep where a wait came to its end without a frame': {
      code: frame(
        `hi_video_frame_info picture;\nhi_vdec_stream fed;\nif (hi_mpi_vdec_get_frame(0, &picture, nullptr, &fed, 0) != HI_SUCCESS) {\n    ⟦usleep⟧(500);\n    continue;\n}\n${execute}`,
      ),
      message: 'idle',
    },
    'a sleep where a function that works says that its wait found nothing': {
      code: frame('if (step() != 0) {\n    ⟦usleep⟧(500);\n    continue;\n}', {
        top: `hi_video_frame_info picture;\nhi_vdec_stream fed;\nint step()\n{\n    if (aclmdlExecute(modelId, input, output) != ACL_SUCCESS) return 1;\n    return hi_mpi_vdec_get_frame(0, &picture, nullptr, &fed, 0);\n}`,
      }),
      message: 'idle',
    },
    'a sleep where a function had nothing to do': {
      code: frame('if (!step()) {\n    ⟦usleep⟧(500);\n    continue;\n}', {
        top: `bool ready();\nbool step()\n{\n    if (!ready()) return false;\n    return aclmdlExecute(modelId, input, output) == ACL_SUCCESS;\n}`,
      }),
      message: 'idle',
    },
    'a sleep where nothing was taken': {
      code: frame(
        `if (ready()) {\n    ${execute}\n} else {\n    ⟦std::this_thread::sleep_for⟧(std::chrono::microseconds(500));\n}`,
        { top: 'bool ready();' },
      ),
      message: 'idle',
    },
    'a sleep where no source had any': {
      code: frame(
        `bool any = false;\nfor (int i = 0; i < 4; i++) {\n    if (!ready(i)) continue;\n    any = true;\n    ${execute}\n}\nif (!any) ⟦usleep⟧(500);`,
        { top: 'bool ready(int source);' },
      ),
      message: 'idle',
    },
    'a read': frame(`${open}\n⟦fread⟧(hostIn, 1, IN_BYTES, file);\nfclose(file);\n${execute}`),
    'a write': frame(
      `${execute}\nFILE *out = fopen("out.bin", "wb");\n⟦fwrite⟧(hostOut, 1, OUT_BYTES, out);\nfclose(out);`,
    ),
    'a sleep': frame(`${execute}\n⟦usleep⟧(10000);`),
    'the first of several only': frame(
      `${open}\n⟦fread⟧(hostIn, 1, IN_BYTES, file);\nfclose(file);\n${execute}\nusleep(1000);`,
    ),
    'in a helper': frame(`load();\n${execute}`, {
      top: `void load()\n{\n    ${open}\n    ⟦fread⟧(hostIn, 1, IN_BYTES, file);\n    fclose(file);\n}`,
    }),
    'a stream of the standard library': frame(
      `std::ifstream file("data/a.bin", std::ios::binary);\nfile.⟦read⟧((char *)hostIn, IN_BYTES);\n${execute}`,
    ),
    'cv::imwrite': frame(`${execute}\n⟦cv::imwrite⟧("out.jpg", image);`, {
      before: 'cv::Mat image(224, 224, CV_8UC3);',
    }),
    sleep_for: frame(`${execute}\n⟦std::this_thread::sleep_for⟧(std::chrono::milliseconds(10));`),

    'beside a copy': frame(
      'aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\n⟦usleep⟧(1000);',
    ),
    'beside decoding': frame(
      'acldvppJpegDecodeAsync(channel, jpeg, JPEG_BYTES, decoded, stream);\naclrtSynchronizeStream(stream);\n⟦usleep⟧(1000);',
    ),
    'in a loop inside the frame': frame(
      `for (int i = 0; i < 100; i++) {\n    ⟦usleep⟧(1000);\n    ${execute}\n}`,
    ),
  },
});
