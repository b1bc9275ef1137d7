/** What binds a thread's context: the variable, the member or the device that the program has, checked as it checks. */
import { describe, expect, test } from 'vitest';
import { analyse } from '../support/analyse.ts';
import { applyEdits } from '../support/apply.ts';

const RULE = 'missing-set-current-context';

const programs: Record<string, [before: string, after: string]> = {
  'a member of the class': [
    `#include <thread>
#include "acl/acl.h"
#define CHECK(x) if ((x) != ACL_SUCCESS) return
class Worker {
public:
    void Start() { aclrtCreateContext(&context_, 0); aclrtCreateStream(&stream_); thread_ = std::thread(&Worker::Run, this); }
    void Run() {
        while (true) {
            CHECK(aclmdlExecuteAsync(id_, in_, out_, stream_));
            CHECK(aclrtSynchronizeStream(stream_));
        }
    }
    aclrtContext context_; aclrtStream stream_; uint32_t id_; aclmdlDataset *in_, *out_; std::thread thread_;
};
int main() { aclInit(nullptr); Worker w; w.Start(); w.thread_.join(); }
`,
    `        CHECK(aclrtSetCurrentContext(context_));
        while (true) {
`,
  ],
  'the one device, where the program makes no context': [
    `#include <thread>
#include "acl/acl.h"
uint32_t id; aclmdlDataset *in, *out;
void infer()
{
    for (int i = 0; i < 100; i++) {
        aclmdlExecute(id, in, out);
    }
}
int main() { aclInit(nullptr); aclrtSetDevice(1); std::thread t(infer); t.join(); }
`,
    `{
    aclrtSetDevice(1);
    for (int i = 0; i < 100; i++) {
`,
  ],
};

describe('a fix that binds a context', () => {
  test.each(Object.entries(programs))('takes %s', (_, [before, after]) => {
    const [fix] = analyse(before).find(({ rule }) => rule === RULE)?.fixes ?? [];
    const fixed = applyEdits(before, fix?.edits ?? []);
    expect(fixed).toContain(after);
    expect(analyse(fixed).filter(({ rule }) => rule === RULE)).toEqual([]);
  });
});
