// A registry of factories (static registrar object), an abstract interface, a benchmark loop in main: 0 QPS.
// run: acl model.om
#include "acl/acl.h"
#include <functional>
#include <map>
#include <memory>
#include <string>
struct Net { virtual ~Net() {} virtual void run() = 0; };
class Registry { public: using F = std::function<std::unique_ptr<Net>(const std::string &)>;
  static Registry &instance() { static Registry r; return r; }
  int add(const std::string &k, F f) { m_[k] = f; return 0; }
  std::unique_ptr<Net> make(const std::string &k, const std::string &p) { return m_.at(k)(p); }
  private: std::map<std::string, F> m_; };
class AclNet : public Net { public: AclNet(const std::string &p) { aclInit(nullptr); aclrtSetDevice(0); aclmdlLoadFromFile(p.c_str(), &id_); aclrtCreateStream(&s_); }
  void run() override { aclmdlExecuteAsync(id_, in_, out_, s_); aclrtSynchronizeStream(s_); }
  private: uint32_t id_; aclrtStream s_; aclmdlDataset *in_, *out_; };
static int reg = Registry::instance().add("acl", [](const std::string &p) { return std::unique_ptr<Net>(new AclNet(p)); });
int main(int argc, char **argv) { auto net = Registry::instance().make(argv[1], argv[2]); for (int i = 0; i < 1000; ++i) net->run(); }
