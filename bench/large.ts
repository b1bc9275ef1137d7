/** A source file of 20,000 lines with 200 findings: 200 stages that wait for every execution, among ordinary code. */

const STAGES = 200;
const LINES = 20_000;

/** A loop that waits for each execution; 16 lines. */
const stage = (n: number): string => `
static int stage_${n}(uint32_t model, aclmdlDataset *input, aclmdlDataset *output)
{
    for (int i = 0; i < 50; i++) {
        aclError ret = aclmdlExecute(model, input, output);
        if (ret != ACL_ERROR_NONE) {
            printf("stage ${n} failed, ret = %d\\n", ret);
            return 1;
        }
    }
    return 0;
}
`;

/** Code without AscendCL; 11 lines. */
const helper = (n: number): string => `
static int helper_${n}(const std::vector<int> &values, int limit)
{
    int sum = 0;
    for (size_t i = 0; i < values.size(); i++) {
        if (values[i] > limit) {
            sum += values[i] * ${n};
        }
    }
    return sum;
}
`;

const start = `#include <cstdio>
#include <vector>
#include "acl/acl.h"
`;

const main = `
int main()
{
    aclInit(nullptr);
    aclrtSetDevice(0);
    uint32_t model = 0;
    aclmdlLoadFromFile("resnet50_bs1.om", &model);
    aclmdlDataset *input = aclmdlCreateDataset();
    aclmdlDataset *output = aclmdlCreateDataset();
${Array.from({ length: STAGES }, (_, n) => `    stage_${n}(model, input, output);`).join('\n')}
    aclmdlUnload(model);
    aclrtResetDevice(0);
    aclFinalize();
    return 0;
}
`;

const linesOf = (text: string): number => text.split('\n').length - 1;

export function largeSource(): string {
  const stages = Array.from({ length: STAGES }, (_, n) => stage(n));
  const missing = LINES - linesOf(start + stages.join('') + main);
  const helpers = Array.from({ length: Math.ceil(missing / linesOf(helper(0))) }, (_, n) => helper(n));
  const each = Math.ceil(helpers.length / STAGES);
  const mixed = stages.map((text, n) => text + helpers.slice(n * each, (n + 1) * each).join(''));
  return start + mixed.join('') + main;
}
