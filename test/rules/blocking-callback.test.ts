import { program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const served = (callback: string, launch: string): string =>
  program(`void done(void *)
{
    ${callback}
}

void *reports(void *)
{
    aclrtSetCurrentContext(context);
    while (running) {
        aclrtProcessReport(100);
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    aclrtSubscribeReport((uint64_t)thread, stream);
    while (running) {
        aclmdlExecuteAsync(modelId, input, output, stream);
        ${launch}
    }
    pthread_join(thread, nullptr);
    return 0;
}`);
const block = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_BLOCK, stream);';
const marked = '⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_BLOCK, stream);';
const noBlock = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);';
const write =
  'FILE *file = fopen("out.bin", "wb");\n    fwrite(hostOut, 1, OUT_BYTES, file);\n    fclose(file);';

testRule('blocking-callback', {
  valid: {
    'an empty callback': served('', block),
    'a counter': served('static int count = 0;\n    count++;', block),
    'a log line': served('printf("done\\n");', block),
    'slow work without blocking': served(write, noBlock),
    'a sleep without blocking': served('usleep(1000);', noBlock),
    'a copy without blocking': served(
      'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
      noBlock,
    ),
    'a lock only': served('static std::mutex m;\n    std::lock_guard<std::mutex> guard(m);', block),
    'no callback': served(write, 'aclrtSynchronizeStream(stream);'),

    'slow work in another callback': served('printf("done\\n");', block)
      .replace('int main()', 'void other(void *)\n{\n    usleep(1000);\n}\n\nint main()')
      .replace(
        block,
        `${block}\n        aclrtLaunchCallback(other, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`,
      ),
    'slow work in the thread of the reports': served('printf("done\\n");', block).replace(
      'aclrtProcessReport(100);',
      'aclrtProcessReport(100);\n        usleep(1000);',
    ),
    'a callback that is not in the code': served(
      '',
      'aclrtLaunchCallback(given, nullptr, ACL_CALLBACK_BLOCK, stream);',
    ).replace('void done(', 'extern aclrtCallback given;\n\nvoid done('),
    'a wait for its own stream, which is no matter of time': served('aclrtSynchronizeStream(stream);', block),
  },
  invalid: {
    'a file is written': served(write, marked),
    'a file is read': served(
      'FILE *file = fopen("in.bin", "rb");\n    fread(hostIn, 1, 64, file);\n    fclose(file);',
      marked,
    ),
    'a sleep': served('usleep(1000);', marked),
    'a copy': served(
      'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
      marked,
    ),
    OpenCV: served(
      'cv::Mat a(64, 64, CV_8UC3);\n    cv::Mat b;\n    cv::resize(a, b, cv::Size(32, 32));',
      marked,
    ),
    'an allocation': served(
      'void *own = nullptr;\n    aclrtMallocHost(&own, 1024);\n    aclrtFreeHost(own);',
      marked,
    ),
    'a picture is saved': served('cv::Mat a(64, 64, CV_8UC3);\n    cv::imwrite("a.jpg", a);', marked),
    'with its result checked': served(
      write,
      `aclError ret = ${marked}\n        if (ret != ACL_ERROR_NONE) {\n            return 1;\n        }`,
    ),

    'one of two, the other harmless': served(write, `${noBlock}\n        ${marked}`),
    'a callback given by its address': served(write, marked.replace('(done', '(&done')),
  },
});
