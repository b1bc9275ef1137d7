// Stages are registered in a member map under names and picked by a configured name.
// run: exec
#include <acl/acl.h>
#include <map>
#include <memory>
#include <string>
struct Stage { virtual ~Stage() = default; virtual void run() = 0; };
struct Exec : Stage { uint32_t id; aclmdlDataset *in, *out; void run() override { aclmdlExecute(id, in, out); } };           // sync-model-execute-in-loop
struct Down : Stage { void *h, *d; void run() override { aclrtMemcpy(h, 64, d, 64, ACL_MEMCPY_DEVICE_TO_HOST); } };          // memcpy-sync-in-loop
class Engine { public: Engine() { s_["exec"] = std::make_shared<Exec>(); s_["down"] = std::make_shared<Down>(); }
    void Go(const std::string& n) { for (int i = 0; i < 1000; i++) { auto it = s_.find(n); if (it != s_.end()) it->second->run(); } }
private: std::map<std::string, std::shared_ptr<Stage>> s_; };
int main(int argc, char** argv) { Engine e; e.Go(argv[1]); }
