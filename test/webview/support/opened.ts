/** The report of a source, as the language server gives it to the panel. */
import * as v from 'valibot';
import { requests } from '../../../src/server/protocol.ts';
import type { ProgramReport } from '../../../src/server/protocol.ts';
import { LspClient } from '../../support/lsp-client.ts';

const URI = 'file:///somewhere/main.cpp';

/** A loop that reads, resizes and infers, with much that only run time knows. */
export const OPEN_PROGRAM = `#include <cstdio>
#include <cstdlib>
#include <unistd.h>
#include <opencv2/opencv.hpp>
#include "acl/acl.h"
int main(int argc, char **argv) {
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t model;
    aclmdlLoadFromFile(argv[1], &model);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    FILE *file = fopen(argv[2], "rb");
    char text[100];
    void *device = nullptr;
    aclrtMalloc(&device, 1000000, ACL_MEM_MALLOC_HUGE_FIRST);
    void *host = nullptr;
    aclrtMallocHost(&host, 1000000);
    int size = atoi(argv[3]);
    while (true) {
        fscanf(file, "%s", text);
        fscanf(file, "%s", text);
        cv::Mat picture = cv::imread(text), small;
        cv::resize(picture, small, cv::Size(224, 224));
        aclrtMemcpy(device, size, host, size, ACL_MEMCPY_HOST_TO_DEVICE);
        aclmdlExecute(model, in, out);
        if (picture.empty()) {
            usleep(atoi(argv[4]));
        }
    }
}
`;

export async function openedReport(
  source: string,
  { locale = 'en', parameters = {} }: { locale?: string; parameters?: Record<string, number> } = {},
): Promise<ProgramReport> {
  const client = await LspClient.startHere({ locale, settings: { parameters } });
  await client.open(URI, source);
  const { method, result } = requests.predict;
  const report = v.parse(result, await client.request(method, { uri: URI }));
  if (!report?.prediction) throw new Error(report?.problem ?? 'no program');
  return report;
}
