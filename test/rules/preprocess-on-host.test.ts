import { frame, program, setup } from './support/programs.ts';
import { testRule } from './support/rule-tester.ts';

const feed =
  'aclrtMemcpy(deviceIn, IN_BYTES, small.data, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);';
const pinned =
  'aclrtMemcpy(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);';
const image = 'cv::Mat image(1080, 1920, CV_8UC3);\ncv::Mat small(224, 224, CV_8UC3);';
const fetch =
  'aclmdlExecute(modelId, input, output);\naclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);';

const queued = (from: string, body: string): string =>
  program(`static std::mutex guard;
static std::queue<cv::Mat> pictures;
static std::queue<cv::Mat> others;

void prepare()
{
    cv::Mat image(1080, 1920, CV_8UC3);
    cv::Mat small(224, 224, CV_8UC3);
    while (running) {
        ${body}
    }
}

int main()
{
${setup}
    std::thread other(prepare);
    while (running) {
        cv::Mat next;
        {
            std::lock_guard<std::mutex> held(guard);
            if (${from}.empty()) {
                continue;
            }
            next = ${from}.front();
            ${from}.pop();
        }
        aclrtMemcpy(deviceIn, IN_BYTES, next.data, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);
        aclmdlExecute(modelId, input, output);
    }
    other.join();
    return 0;
}`).replace('#include <pthread.h>', '#include <pthread.h>\n#include <queue>');
const push = (to: string): string => `std::lock_guard<std::mutex> held(guard);\n        ${to}.push(small);`;

testRule('preprocess-on-host', {
  valid: {
    'DVPP resizes': frame(
      'acldvppVpcResizeAsync(channel, decoded, resized, resizeConfig, stream);\naclrtSynchronizeStream(stream);\naclmdlExecute(modelId, input, output);',
    ),
    'before the loop': frame('aclmdlExecute(modelId, input, output);', {
      before: `${image}\ncv::resize(image, small, cv::Size(224, 224));`,
    }),
    'drawing on results': frame(
      `${fetch}\ncv::rectangle(image, cv::Rect(0, 0, 10, 10), cv::Scalar(255, 0, 0));`,
      {
        before: image,
      },
    ),
    'converting the result for display': frame(
      `${fetch}\ncv::cvtColor(image, small, cv::COLOR_YUV2BGR_NV12);`,
      {
        before: image,
      },
    ),
    'drawing between two models': frame(
      `${fetch}\npostprocess(image, small);\naclmdlExecute(modelId, input, output);`,
      {
        top: 'void postprocess(cv::Mat &from, cv::Mat &to)\n{\n    cv::cvtColor(from, to, cv::COLOR_BGR2RGB);\n}',
        before: image,
      },
    ),
    'a picture that is only drawn on and written again': frame(
      `cv::Mat shown = cv::imread("in.jpg");
if (shown.empty()) {
    continue;
}
${fetch}
cv::Mat drawn = shown.clone();
mark(drawn);
cv::imwrite("out.jpg", drawn);`,
      {
        top: 'void mark(cv::Mat &picture)\n{\n    cv::rectangle(picture, cv::Rect(0, 0, 10, 10), cv::Scalar(255, 0, 0));\n}',
      },
    ),
    'a loop without a model': frame('cv::resize(image, small, cv::Size(224, 224));', { before: image }),
    'a loop over the results': frame(
      `${fetch}\nfloat best = 0;\nfor (size_t i = 0; i < 1000; i++) {\n    best = ((float *)hostOut)[i] > best ? ((float *)hostOut)[i] : best;\n}`,
    ),
    'a function that is never called': frame('aclmdlExecute(modelId, input, output);', {
      top: 'void shrink(cv::Mat &from, cv::Mat &to)\n{\n    cv::resize(from, to, cv::Size(224, 224));\n}',
    }),
    'a thread whose pictures no model gets': program(`void *show(void *)
{
    cv::Mat image(1080, 1920, CV_8UC3);
    cv::Mat small;
    while (running) {
        cv::resize(image, small, cv::Size(640, 360));
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t thread;
    pthread_create(&thread, nullptr, show, nullptr);
    while (running) {
        aclmdlExecute(modelId, input, output);
    }
    pthread_join(thread, nullptr);
    return 0;
}`),

    'a thread whose queue no model reads': queued(
      'pictures',
      `cv::resize(image, small, cv::Size(224, 224));\n        ${push('others')}`,
    ),
    'for display, in a function that says so': frame(`showResult(image, small);\n${feed}`, {
      top: 'void showResult(cv::Mat &from, cv::Mat &to)\n{\n    cv::resize(from, to, cv::Size(640, 360));\n}',
      before: image,
    }),
    'for display, in a function of one that says so': frame(`DrawBoxes(image, small);\n${feed}`, {
      top: 'void shrink(cv::Mat &from, cv::Mat &to)\n{\n    cv::resize(from, to, cv::Size(640, 360));\n}\n\nvoid DrawBoxes(cv::Mat &from, cv::Mat &to)\n{\n    shrink(from, to);\n}',
      before: image,
    }),
    'a loop over numbers': frame(
      `float sum = 0;\nfor (size_t i = 0; i < 1000; i++) {\n    sum += table[i];\n}\n${feed}`,
      { before: `${image}\nfloat table[1000] = {};` },
    ),
    'three numbers of a struct': frame(
      `for (int c = 0; c < 3; c++) {\n    ((float *)hostIn)[c] = 0.5f * c;\n}\n${pinned}`,
    ),
    'three numbers of a struct on the stack': frame(
      `Stats now;\nfor (int c = 0; c < 3; c++) {\n    now.mean[c] = 0.5f * c;\n}\naclrtMemcpy(deviceIn, sizeof(Stats), &now, sizeof(Stats), ACL_MEMCPY_HOST_TO_DEVICE);\n${pinned}`,
      { top: 'struct Stats { float mean[3]; };' },
    ),
    'numbers beside the picture, fewer by far than its bytes': frame(
      `float mean[100];\nfor (int c = 0; c < 100; c++) {\n    mean[c] = c * 0.5f;\n}\n${pinned}`,
    ),
    'boxes, of which nobody knows how many': frame(
      `for (int w = 0; w < boxCount; w++) {\n    boxes[w][2] = 0.5f * w;\n}\n${pinned}`,
      { top: 'extern int boxCount;\nfloat boxes[64][4];' },
    ),
    'numbers that are copied beside the picture, of which nobody knows how many': frame(
      `for (int c = 0; c < count; c++) {\n    mean[c] = 0.5f * c;\n}\naclrtMemcpy(deviceMean, 12, mean, 12, ACL_MEMCPY_HOST_TO_DEVICE);\n${pinned}`,
      {
        top: 'extern int count;',
        before:
          'float *mean = nullptr;\nvoid *deviceMean = nullptr;\naclrtMallocHost((void **)&mean, 12);\naclrtMalloc(&deviceMean, 64, ACL_MEM_MALLOC_HUGE_FIRST);',
      },
    ),
    'a copy to the device without a model': frame(
      'cv::resize(image, small, cv::Size(224, 224));\naclrtMemcpy(deviceIn, IN_BYTES, small.data, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);',
      { before: image },
    ),
    'a copy of the result behind it': frame(
      `aclmdlExecute(modelId, input, output);\ncv::resize(image, small, cv::Size(224, 224));\naclrtMemcpy(hostOut, OUT_BYTES, deviceOut, OUT_BYTES, ACL_MEMCPY_DEVICE_TO_HOST);`,
      { before: image },
    ),
  },
  invalid: {
    'a picture that goes to the model and is drawn on': frame(
      `cv::Mat small = ⟦cv::imread⟧("in.jpg");\n${feed}\ncv::rectangle(small, cv::Rect(0, 0, 10, 10), cv::Scalar(255, 0, 0));\ncv::imwrite("out.jpg", small);`,
    ),
    resize: frame(`⟦cv::resize⟧(image, small, cv::Size(224, 224));\n${feed}`, { before: image }),
    cvtColor: frame(`⟦cv::cvtColor⟧(image, small, cv::COLOR_BGR2RGB);\n${feed}`, { before: image }),
    convertTo: frame(`image.⟦convertTo⟧(small, CV_32F, 1.0 / 255);\n${feed}`, { before: image }),
    imread: frame(
      `image = ⟦cv::imread⟧("a.jpg");\n⟦cv::resize⟧(image, small, cv::Size(224, 224));\n${feed}`,
      {
        before: image,
      },
    ),
    imdecode: frame(`image = ⟦cv::imdecode⟧(bytes, 1);\n${feed}`, {
      before: `${image}\nstd::vector<unsigned char> bytes(75825);`,
    }),
    'in a helper': frame(`prepare(image, small);\n${feed}`, {
      top: 'void prepare(cv::Mat &from, cv::Mat &to)\n{\n    ⟦cv::resize⟧(from, to, cv::Size(224, 224));\n}',
      before: image,
    }),
    'a loop over pixels': {
      code: frame(
        `⟦for⟧ (size_t i = 0; i < 224 * 224 * 3; i++) {\n    planes[i] = image.data[i] / 255.0f;\n}\naclrtMemcpy(deviceIn, IN_BYTES, planes, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);`,
        { before: `${image}\nfloat *planes = (float *)hostIn;` },
      ),
      message: 'pixels',
    },
    'a loop over as many pixels as run time says': {
      code: frame(
        `⟦for⟧ (int i = 0; i < count; i++) {\n    planes[i] = image.data[i] * 0.5f;\n}\n${pinned}`,
        { top: 'extern int count;', before: `${image}\nfloat *planes = (float *)hostIn;` },
      ),
      message: 'pixels',
    },
    'a loop over the rows and columns of a picture, into a vector': {
      code: frame(
        `⟦for⟧ (int y = 0; y < image.rows; y++) {\n    for (int x = 0; x < image.cols; x++) {\n        planes[y * 224 + x] = image.data[0];\n    }\n}\n${pinned}`,
        { top: 'std::vector<float> planes(224 * 224);', before: image },
      ),
      message: 'pixels',
    },
    'three planes of many pixels': {
      code: frame(
        `⟦for⟧ (int c = 0; c < 3; c++) {\n    for (int i = 0; i < 224 * 224; i++) {\n        planes[c * 224 * 224 + i] = image.data[i * 3 + c];\n    }\n}\n${pinned}`,
        { before: `${image}\nfloat *planes = (float *)hostIn;` },
      ),
      message: 'pixels',
    },
    'with an asynchronous copy': frame(
      `⟦cv::resize⟧(image, small, cv::Size(224, 224));
memcpy(hostIn, small.data, IN_BYTES);
aclrtMemcpyAsync(deviceIn, IN_BYTES, hostIn, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE, stream);
aclmdlExecuteAsync(modelId, input, output, stream);
aclrtSynchronizeStream(stream);`,
      { before: image },
    ),

    'in a thread that feeds a queue of the model’s thread': queued(
      'pictures',
      `⟦cv::resize⟧(image, small, cv::Size(224, 224));\n        ${push('pictures')}`,
    ),
    'an image in a loop over rows and columns': {
      code: frame(
        `⟦for⟧ (int y = 0; y < 224; y++) {\n    for (int x = 0; x < 224; x++) {\n        planes[y * 224 + x] = image.data[y * 224 + x] / 255.0f;\n    }\n}\naclrtMemcpy(deviceIn, IN_BYTES, planes, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);\naclmdlExecute(modelId, input, output);`,
        { before: `${image}\nfloat *planes = (float *)hostIn;` },
      ),
      message: 'pixels',
    },
    'before the copy of the next frame': frame(
      `aclmdlExecute(modelId, input, output);\n⟦cv::resize⟧(image, small, cv::Size(224, 224));\naclrtMemcpy(deviceIn, IN_BYTES, small.data, IN_BYTES, ACL_MEMCPY_HOST_TO_DEVICE);`,
      { before: image },
    ),
  },
});
