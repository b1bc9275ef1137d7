// Memory of the device, of DVPP and page-locked memory of the host, and copies between them.
#include "state.hpp"
#include "timed/timed.hpp"

#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>

using namespace stand_in;

namespace {

constexpr size_t kAlignment = 64;

struct Buffer {
    int id;
    std::string pool;
    size_t bytes;
};

std::mutex mutex;
std::map<const char *, Buffer> buffers;

/** The buffer that holds an address, and how far in it lies. */
bool find(const void *address, Buffer &buffer, size_t &offset)
{
    std::lock_guard<std::mutex> lock(mutex);
    const char *place = static_cast<const char *>(address);
    auto after = buffers.upper_bound(place);
    if (after == buffers.begin()) return false;
    const auto &[start, found] = *--after;
    offset = static_cast<size_t>(place - start);
    buffer = found;
    return offset < found.bytes;
}

bool beyond(const void *address, size_t bytes)
{
    Buffer buffer;
    size_t offset = 0;
    return find(address, buffer, offset) && offset + bytes > buffer.bytes;
}

/** Where the bytes truly lie; a kind that says otherwise is a fault. */
bool onDevice(const void *address)
{
    Buffer buffer;
    size_t offset = 0;
    return find(address, buffer, offset) && buffer.pool != "pinned";
}

const char *directionOf(const void *to, const void *from, aclrtMemcpyKind kind)
{
    static const char *const names[] = {"h2h", "h2d", "d2h", "d2d"};
    if (kind >= ACL_MEMCPY_HOST_TO_HOST && kind <= ACL_MEMCPY_DEVICE_TO_DEVICE) return names[kind];
    return names[(onDevice(from) ? 2 : 0) + (onDevice(to) ? 1 : 0)];
}

void recordCopy(Entry &entry, void *to, const void *from, size_t bytes, aclrtMemcpyKind kind)
{
    const std::string direction = directionOf(to, from, kind);
    entry.text("direction", direction).number("bytes", static_cast<long long>(bytes));
    addressed(addressed(entry, "to", to), "from", from);
    if (beyond(to, bytes) || beyond(from, bytes)) entry.fault("beyond-buffer");
    if (onDevice(to) != (direction[2] == 'd') || onDevice(from) != (direction[0] == 'd')) entry.fault("wrong-direction");
}

void copy(Entry &entry, void *to, size_t most, const void *from, size_t bytes, aclrtMemcpyKind kind)
{
    if (timed::on()) return; // what the bytes are makes no time
    recordCopy(entry, to, from, bytes, kind);
    if (bytes > most) entry.fault("beyond-buffer");
    else if (to && from && !beyond(to, bytes) && !beyond(from, bytes)) std::memcpy(to, from, bytes);
}

bool pinned(const void *address)
{
    Buffer buffer;
    size_t offset = 0;
    return find(address, buffer, offset) && buffer.pool == "pinned";
}

timed::Work workOf(const void *to, const void *from, size_t bytes, aclrtMemcpyKind kind)
{
    const std::string direction = directionOf(to, from, kind);
    const bool pageable = direction == "h2d" ? !pinned(from) : direction == "d2h" && !pinned(to);
    return {direction, static_cast<double>(bytes), 0, pageable};
}

constexpr double kAllocateMs = 0.05;

void copyRows(Entry &entry, void *to, size_t toPitch, const void *from, size_t fromPitch, size_t width, size_t height,
              aclrtMemcpyKind kind)
{
    recordCopy(entry, to, from, width * height, kind);
    for (size_t row = 0; row < height; row++) {
        std::memcpy(static_cast<char *>(to) + row * toPitch, static_cast<const char *>(from) + row * fromPitch, width);
    }
}

} // namespace

namespace stand_in {

Entry &addressed(Entry &entry, const std::string &side, const void *address)
{
    Buffer buffer;
    size_t offset = 0;
    if (!find(address, buffer, offset)) return entry;
    return entry.number((side + "Buffer").c_str(), buffer.id).number((side + "Offset").c_str(), static_cast<long long>(offset));
}

aclError allocate(Entry &entry, const char *pool, void **out, size_t bytes)
{
    void *whole = std::calloc(1, bytes + 2 * kAlignment);
    char *memory = static_cast<char *>(whole) + kAlignment - reinterpret_cast<uintptr_t>(whole) % kAlignment;
    reinterpret_cast<void **>(memory)[-1] = whole;
    const Buffer buffer{nextId("buffer"), pool, bytes};
    if (timed::on()) timed::spend(kAllocateMs);
    {
        std::lock_guard<std::mutex> lock(mutex);
        buffers[memory] = buffer;
    }
    inContext(entry.text("pool", pool).number("bytes", static_cast<long long>(bytes)).number("buffer", buffer.id));
    *out = memory;
    return ACL_SUCCESS;
}

/** The memory itself stays, so that a use after the end is seen and does not crash; in a timed run, which sees nothing, it goes. */
aclError release(Entry &entry, void *address)
{
    std::lock_guard<std::mutex> lock(mutex);
    const auto found = buffers.find(static_cast<char *>(address));
    if (found == buffers.end()) {
        entry.fault("not-allocated");
        return ACL_SUCCESS;
    }
    entry.text("pool", found->second.pool).number("bytes", static_cast<long long>(found->second.bytes)).number("buffer", found->second.id);
    buffers.erase(found);
    if (timed::on()) std::free(reinterpret_cast<void **>(address)[-1]);
    return ACL_SUCCESS;
}

} // namespace stand_in

extern "C" {

aclError aclrtMalloc(void **out, size_t bytes, aclrtMemMallocPolicy) { NOTE(entry); return allocate(entry, "device", out, bytes); }
aclError aclrtMallocAlign32(void **out, size_t bytes, aclrtMemMallocPolicy) { NOTE(entry); return allocate(entry, "device", out, bytes); }
aclError aclrtMallocCached(void **out, size_t bytes, aclrtMemMallocPolicy) { NOTE(entry); return allocate(entry, "device", out, bytes); }
aclError aclrtMallocWithCfg(void **out, size_t bytes, aclrtMemMallocPolicy, aclrtMallocConfig *) { NOTE(entry); return allocate(entry, "device", out, bytes); }
aclError aclrtMallocHost(void **out, size_t bytes) { NOTE(entry); return allocate(entry, "pinned", out, bytes); }
aclError aclrtFree(void *address) { NOTE(entry); return release(entry, address); }
aclError aclrtFreeHost(void *address) { NOTE(entry); return release(entry, address); }
aclError aclrtFreeWithDevSync(void *address) { NOTE(entry); return release(entry, address); }

aclError aclrtGetMemInfo(aclrtMemAttr, size_t *free, size_t *total)
{
    *free = *total = size_t{8} << 30;
    return ACL_SUCCESS;
}

aclError aclrtMemcpy(void *to, size_t most, const void *from, size_t bytes, aclrtMemcpyKind kind)
{
    WORK(entry);
    if (timed::on()) timed::execute(workOf(to, from, bytes, kind));
    copy(inContext(entry), to, most, from, bytes, kind);
    return ACL_SUCCESS;
}

aclError aclrtMemcpyAsync(void *to, size_t most, const void *from, size_t bytes, aclrtMemcpyKind kind, aclrtStream stream)
{
    WORK(entry);
    if (timed::on()) timed::submit(stream, workOf(to, from, bytes, kind));
    copy(onStream(entry, stream), to, most, from, bytes, kind);
    return ACL_SUCCESS;
}

aclError aclrtMemcpy2d(void *to, size_t toPitch, const void *from, size_t fromPitch, size_t width, size_t height,
                       aclrtMemcpyKind kind)
{
    WORK(entry);
    copyRows(inContext(entry), to, toPitch, from, fromPitch, width, height, kind);
    return ACL_SUCCESS;
}

aclError aclrtMemcpy2dAsync(void *to, size_t toPitch, const void *from, size_t fromPitch, size_t width, size_t height,
                            aclrtMemcpyKind kind, aclrtStream stream)
{
    WORK(entry);
    copyRows(onStream(entry, stream), to, toPitch, from, fromPitch, width, height, kind);
    return ACL_SUCCESS;
}

aclError aclrtMemset(void *to, size_t, int32_t value, size_t bytes)
{
    WORK(entry);
    addressed(inContext(entry).number("bytes", static_cast<long long>(bytes)), "to", to);
    std::memset(to, value, bytes);
    return ACL_SUCCESS;
}

aclError aclrtMemsetAsync(void *to, size_t, int32_t value, size_t bytes, aclrtStream stream)
{
    WORK(entry);
    addressed(onStream(entry, stream).number("bytes", static_cast<long long>(bytes)), "to", to);
    std::memset(to, value, bytes);
    return ACL_SUCCESS;
}
}
