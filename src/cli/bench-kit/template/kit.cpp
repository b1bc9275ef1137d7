#include "kit.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <thread>

#ifdef KIT_HAS_DVPP
#include <acl/ops/acl_dvpp.h>
#endif

namespace kit {
namespace {

std::string quoted(const std::string &text)
{
    std::string out = "\"";
    for (const unsigned char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c < 0x20 ? ' ' : static_cast<char>(c);
    }
    return out + '"';
}

} // namespace

Part &Part::text(const std::string &key, const std::string &value)
{
    members_.emplace_back(key, quoted(value));
    name_ += (name_.empty() ? "" : " ") + value;
    return *this;
}

Part &Part::number(const std::string &key, double value)
{
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.0f", value);
    for (auto &[known, old] : members_) {
        if (known != key) continue;
        old = digits;
        return *this;
    }
    members_.emplace_back(key, digits);
    name_ += " " + key + "=" + digits;
    return *this;
}

std::string Part::labels() const
{
    std::string all;
    for (const auto &[key, value] : members_) all += (all.empty() ? "" : ", ") + quoted(key) + ": " + value;
    return all;
}

const char *nameOf(Pool pool)
{
    switch (pool) {
    case Pool::host: return "pageable";
    case Pool::pinned: return "pinned";
    case Pool::device: return "device";
    default: return "dvpp";
    }
}

Buffer::Buffer(Pool pool, size_t bytes) : pool_(pool), bytes_(bytes)
{
    switch (pool) {
    case Pool::host:
        data_ = std::malloc(bytes);
        if (data_ == nullptr) throw Failure("malloc");
        std::memset(data_, 1, bytes); // so that its pages are there
        break;
    case Pool::pinned:
        CHECK(aclrtMallocHost(&data_, bytes));
        std::memset(data_, 1, bytes);
        break;
    case Pool::device: CHECK(aclrtMalloc(&data_, bytes, ACL_MEM_MALLOC_HUGE_FIRST)); break;
    case Pool::dvpp:
#ifdef KIT_HAS_DVPP
        CHECK(acldvppMalloc(&data_, bytes));
#else
        throw Failure("acldvppMalloc: not in this CANN");
#endif
    }
}

Buffer::~Buffer()
{
    switch (pool_) {
    case Pool::host: std::free(data_); break;
    case Pool::pinned: aclrtFreeHost(data_); break;
    case Pool::device: aclrtFree(data_); break;
    case Pool::dvpp:
#ifdef KIT_HAS_DVPP
        acldvppFree(data_);
#endif
        break;
    }
}

Times inTurns(std::vector<Stream> &streams, size_t calls, const std::function<void(size_t, size_t)> &submit)
{
    const double begin = now();
    for (size_t call = 0; call < calls; call++) submit(call, call % streams.size());
    const double submitted = now();
    for (const Stream &stream : streams) stream.synchronize();
    return {submitted - begin, now() - begin};
}

Times oneByOne(const Stream &stream, size_t calls, const std::function<void(size_t)> &submit)
{
    Times times{0, 0};
    for (size_t call = 0; call < calls; call++) {
        // What the device and the runtime still do of the last call is over by then.
        std::this_thread::sleep_for(std::chrono::milliseconds(3));
        const double before = now();
        submit(call);
        times.hostMs += now() - before;
        stream.synchronize();
        times.ms += now() - before;
    }
    return times;
}

} // namespace kit
