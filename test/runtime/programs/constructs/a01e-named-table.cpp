// A constant table of names and functions, searched by name.
// run: sync
#include <acl/acl.h>
#include <cstring>
static void bench_sync() { uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr; for (int i = 0; i < 1000; i++) aclmdlExecute(id, in, out); }
static void bench_copy() { void *h = nullptr, *d = nullptr; for (int i = 0; i < 1000; i++) aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); }
struct Case { const char* name; void (*run)(); };
static const Case cases[] = {{"sync", bench_sync}, {"copy", bench_copy}};
int main(int argc, char** argv) { aclrtSetDevice(0); for (const auto& c : cases) if (!strcmp(argv[1], c.name)) c.run(); }
