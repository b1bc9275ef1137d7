import { served } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const launched = (callback: string, launch: string): string =>
  served(callback, `aclmdlExecuteAsync(modelId, input, output, stream);\n        ${launch}`);
const block = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_BLOCK, stream);';
const marked = '⟦aclrtLaunchCallback⟧(done, nullptr, ACL_CALLBACK_BLOCK, stream);';
const noBlock = 'aclrtLaunchCallback(done, nullptr, ACL_CALLBACK_NO_BLOCK, stream);';
const write =
  'FILE *file = fopen("out.bin", "wb");\n    fwrite(hostOut, 1, OUT_BYTES, file);\n    fclose(file);';

testRule('blocking-callback', {
  valid: {
    'an empty callback': launched('', block),
    'a counter': launched('static int count = 0;\n    count++;', block),
    'a log line': launched('printf("done\\n");', block),
    'slow work without blocking': launched(write, noBlock),
    'a sleep without blocking': launched('usleep(1000);', noBlock),
    'a copy without blocking': launched(
      'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
      noBlock,
    ),
    'a lock only': launched('static std::mutex m;\n    std::lock_guard<std::mutex> guard(m);', block),
    'no callback': launched(write, 'aclrtSynchronizeStream(stream);'),

    'slow work in another callback': launched('printf("done\\n");', block)
      .replace('int main()', 'void other(void *)\n{\n    usleep(1000);\n}\n\nint main()')
      .replace(
        block,
        `${block}\n        aclrtLaunchCallback(other, nullptr, ACL_CALLBACK_NO_BLOCK, stream);`,
      ),
    'slow work in the thread of the reports': launched('printf("done\\n");', block).replace(
      'aclrtProcessReport(100);',
      'aclrtProcessReport(100);\n        usleep(1000);',
    ),
    'a callback that is not in the code': launched(
      '',
      'aclrtLaunchCallback(given, nullptr, ACL_CALLBACK_BLOCK, stream);',
    ).replace('void done(', 'extern aclrtCallback given;\n\nvoid done('),
    'a wait for its own stream, which is no matter of time': launched(
      'aclrtSynchronizeStream(stream);',
      block,
    ),
  },
  invalid: {
    'a file is written': launched(write, marked),
    'a file is read': launched(
      'FILE *file = fopen("in.bin", "rb");\n    fread(hostIn, 1, 64, file);\n    fclose(file);',
      marked,
    ),
    'a sleep': launched('usleep(1000);', marked),
    'a copy': launched(
      'aclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);',
      marked,
    ),
    OpenCV: launched(
      'cv::Mat a(64, 64, CV_8UC3);\n    cv::Mat b;\n    cv::resize(a, b, cv::Size(32, 32));',
      marked,
    ),
    'an allocation': launched(
      'void *own = nullptr;\n    aclrtMallocHost(&own, 1024);\n    aclrtFreeHost(own);',
      marked,
    ),
    'a picture is saved': launched('cv::Mat a(64, 64, CV_8UC3);\n    cv::imwrite("a.jpg", a);', marked),
    'with its result checked': launched(
      write,
      `aclError ret = ${marked}\n        if (ret != ACL_ERROR_NONE) {\n            return 1;\n        }`,
    ),

    'one of two, the other harmless': launched(write, `${noBlock}\n        ${marked}`),
    'the kind in a variable': launched(
      write,
      `aclrtCallbackBlockType how = ACL_CALLBACK_BLOCK;\n        ${marked.replace('ACL_CALLBACK_BLOCK', 'how')}`,
    ),
    'a callback given by its address': launched(write, marked.replace('(done', '(&done')),
  },
});
