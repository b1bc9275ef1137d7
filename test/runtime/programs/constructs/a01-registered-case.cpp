// A test-case table filled by static registrar objects (macro defines the body): main runs one case by name.
// run: Sync
#include <acl/acl.h>
#include <functional>
#include <map>
#include <string>
struct Table {
    static Table& Get() { static Table t; return t; }
    void Add(const std::string& n, std::function<void()> f) { cases_[n] = f; }
    void Run(const std::string& n) { auto it = cases_.find(n); if (it != cases_.end()) it->second(); }
    std::map<std::string, std::function<void()>> cases_;
};
struct Reg { Reg(const char* n, std::function<void()> f) { Table::Get().Add(n, f); } };
#define BENCH(NAME) \
    void bench_##NAME(); \
    Reg reg_##NAME(#NAME, bench_##NAME); \
    void bench_##NAME()
BENCH(Sync)
{
    uint32_t id; aclmdlLoadFromFile("m.om", &id);
    aclmdlDataset *in = aclmdlCreateDataset(), *out = aclmdlCreateDataset();
    for (int i = 0; i < 1000; i++) {
        void* p; aclrtMalloc(&p, 4096, ACL_MEM_MALLOC_HUGE_FIRST);   // alloc-in-loop
        aclmdlExecute(id, in, out);                                  // sync-model-execute-in-loop
        aclrtFree(p);
    }
}
int main(int argc, char** argv) { aclInit(nullptr); aclrtSetDevice(0); Table::Get().Run(argv[1]); return 0; }
