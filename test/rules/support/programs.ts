/**
 * A small realistic program around a few lines: device, stream, model, buffers, DVPP channel and pictures are set up as
 * a real program does, and `body` runs once per frame.
 */
export interface Parts {
  /** Functions and variables of the file, before `main`. */
  top?: string;
  /** Statements of `main` before the frame loop. */
  before?: string;
  /** The frame loop's head; an endless loop by default. */
  loop?: string;
  /** Statements behind the frame loop. */
  after?: string;
}

export const INCLUDES = `#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <mutex>
#include <pthread.h>
#include <string>
#include <thread>
#include <time.h>
#include <unistd.h>
#include <vector>
#include "acl/acl.h"
#include "acl/acl_op_compiler.h"
#include "acl/ops/acl_dvpp.h"
#include "acl/dvpp/hi_dvpp.h"
#include "aclnnop/aclnn_add.h"
#include "opencv2/opencv.hpp"
`;

const GLOBALS = `static const size_t IN_BYTES = 150528;
static const size_t OUT_BYTES = 4096;
static const size_t JPEG_BYTES = 75825;
static std::atomic<bool> running(true); void endFrames(int) { running = false; }
static aclrtContext context = nullptr;
static aclrtStream stream = nullptr;
static uint32_t modelId = 0;
static aclmdlDataset *input = nullptr;
static aclmdlDataset *output = nullptr;
static void *hostIn = nullptr;
static void *hostOut = nullptr;
static void *deviceIn = nullptr;
static void *deviceOut = nullptr;
static acldvppChannelDesc *channel = nullptr;
static acldvppPicDesc *decoded = nullptr;
static acldvppPicDesc *resized = nullptr;
static acldvppResizeConfig *resizeConfig = nullptr;
static void *jpeg = nullptr;
static void *decodedData = nullptr;
static void *resizedData = nullptr;
`;

const SETUP = `    aclInit(nullptr);
    aclrtSetDevice(0);
    aclrtCreateContext(&context, 0);
    aclrtCreateStream(&stream);
    aclmdlLoadFromFile("model/resnet50_bs1.om", &modelId);
    aclrtMallocHost(&hostIn, IN_BYTES);
    aclrtMallocHost(&hostOut, OUT_BYTES);
    aclrtMalloc(&deviceIn, IN_BYTES, ACL_MEM_MALLOC_HUGE_FIRST);
    aclrtMalloc(&deviceOut, OUT_BYTES, ACL_MEM_MALLOC_HUGE_FIRST);
    input = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(input, aclCreateDataBuffer(deviceIn, IN_BYTES));
    output = aclmdlCreateDataset();
    aclmdlAddDatasetBuffer(output, aclCreateDataBuffer(deviceOut, OUT_BYTES));
    channel = acldvppCreateChannelDesc();
    acldvppCreateChannel(channel);
    resizeConfig = acldvppCreateResizeConfig();
    acldvppMalloc(&jpeg, JPEG_BYTES);
    acldvppMalloc(&decodedData, 1920 * 1088 * 3 / 2);
    acldvppMalloc(&resizedData, 224 * 224 * 3 / 2);
    decoded = acldvppCreatePicDesc();
    acldvppSetPicDescData(decoded, decodedData);
    acldvppSetPicDescFormat(decoded, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    acldvppSetPicDescWidth(decoded, 1920);
    acldvppSetPicDescHeight(decoded, 1080);
    acldvppSetPicDescWidthStride(decoded, 1920);
    acldvppSetPicDescHeightStride(decoded, 1088);
    acldvppSetPicDescSize(decoded, 1920 * 1088 * 3 / 2);
    resized = acldvppCreatePicDesc();
    acldvppSetPicDescData(resized, resizedData);
    acldvppSetPicDescFormat(resized, PIXEL_FORMAT_YUV_SEMIPLANAR_420);
    acldvppSetPicDescWidth(resized, 224);
    acldvppSetPicDescHeight(resized, 224);
    acldvppSetPicDescWidthStride(resized, 224);
    acldvppSetPicDescHeightStride(resized, 224);
    acldvppSetPicDescSize(resized, 224 * 224 * 3 / 2);
`;

const indent = (text: string, by: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => (line.trim() === '' ? '' : by + line))
    .join('\n');

/** `body` once per frame in `main`. */
export function frame(body: string, parts: Parts = {}): string {
  const { top = '', before = '', loop = 'while (running)', after = '' } = parts;
  return [
    INCLUDES,
    GLOBALS,
    top.trim(),
    '',
    'int main()',
    '{',
    SETUP,
    indent(before, '    '),
    `    ${loop} {`,
    indent(body, '        '),
    '    }',
    indent(after, '    '),
    '    return 0;',
    '}',
    '',
  ].join('\n');
}

/** A program of the given functions and `main` only, behind the same includes and globals. */
export function program(text: string): string {
  return `${INCLUDES}${GLOBALS}${text.trim()}\n`;
}

/** Statements that set up device, stream, model and buffers, for a `main` of one's own. */
export const setup = SETUP;

/** A program with a thread that takes callbacks in: `callback` stands in `done`, and `body` runs once per frame. */
export function served(callback: string, body: string, parts: Parts = {}): string {
  const { top = '', before = '', loop = 'while (running)', after = '' } = parts;
  const line = (text: string): string => text && `    ${text}\n`;
  return program(`${top}

void done(void *given)
{
${line(callback)}}

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
${line(before)}    pthread_t thread;
    pthread_create(&thread, nullptr, reports, nullptr);
    aclrtSubscribeReport((uint64_t)thread, stream);
    ${loop} {
        ${body}
    }
${line(after)}    pthread_join(thread, nullptr);
    return 0;
}`);
}

/** A sample of a page, with its set-up in place of the comment that stands for it. */
export function sample(text: string): string {
  return text.replace(/^ *\/\/ set-up$/m, SETUP.trimEnd());
}

/** The program of a page's code block under a heading. */
export function sampleOfPage(page: string, heading: string): string {
  const code = new RegExp(`## ${heading}\\n\\n\`\`\`cpp\\n([^]*?)\n\`\`\``).exec(page)?.[1];
  if (code === undefined) throw new Error(`no code under "${heading}"`);
  return code.includes('int main(')
    ? program(sample(code))
    : program(sample(`int main()\n{\n    // set-up\n${code}\n    return 0;\n}`));
}
