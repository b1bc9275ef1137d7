/** A made library: hundreds of files that use no device, and three classes without a main that do. */

const plain = (n: number, part: number): string => `#include <vector>
namespace part${n}_${part} {
struct Layer { int forward(const float *in, float *out, int n); int state = 0; };
int Layer::forward(const float *in, float *out, int n) {
    for (int i = 0; i < n; i++) {
        out[i] = in[i] * ${n + 1} + state;
        if (out[i] < 0) out[i] = 0;
    }
    return 0;
}
static int sum(const std::vector<int> &values) {
    int total = 0;
    for (auto value : values) total += value;
    return total;
}
int run(const std::vector<int> &values) { return sum(values) + ${part}; }
}
`;

const device = (name: string): string => `#include "acl/acl.h"
class ${name} {
public:
    ${name}() { aclrtCreateStream(&stream_); }
    int open(const char *path) {
        aclrtMalloc(&input_, 150528, ACL_MEM_MALLOC_HUGE_FIRST);
        in_ = aclmdlCreateDataset();
        out_ = aclmdlCreateDataset();
        return aclmdlLoadFromFile(path, &id_);
    }
    void feed(const void *from) { aclrtMemcpy(input_, 150528, from, 150528, ACL_MEMCPY_HOST_TO_DEVICE); }
    void run() { aclmdlExecuteAsync(id_, in_, out_, stream_); aclrtSynchronizeStream(stream_); }
private:
    uint32_t id_ = 0;
    aclrtStream stream_ = nullptr;
    void *input_ = nullptr;
    aclmdlDataset *in_ = nullptr, *out_ = nullptr;
};
`;

/** Texts by path. */
export function libraryTree(files: number): Map<string, string> {
  const names = ['Copier', 'Detector', 'Pool'];
  const parts = [0, 1, 2, 3, 4, 5];
  const tree = new Map(names.map((name) => [`lib/ascend/${name.toLowerCase()}.cpp`, device(name)]));
  for (let n = 0; tree.size < files; n++)
    tree.set(`lib/part${n % 40}/layer${n}.cpp`, parts.map((part) => plain(n, part)).join(''));
  return tree;
}
