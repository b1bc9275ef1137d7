// The runtime without work: submissions of nothing, waking after a wait, and memory that is taken and given back.
#include "kit.hpp"

namespace kit {
namespace {

class Event {
public:
    Event() { CHECK(aclrtCreateEvent(&event_)); }
    ~Event() { aclrtDestroyEvent(event_); }
    Event(const Event &) = delete;
    void record(const Stream &stream) const { CHECK(aclrtRecordEvent(event_, stream.get())); }

private:
    aclrtEvent event_ = nullptr;
};

Times submitNothing(Part &, size_t calls)
{
    std::vector<Stream> one(1);
    const Event event;
    return inTurns(one, calls, [&](size_t, size_t) { event.record(one[0]); });
}

Times wake(Part &, size_t calls)
{
    const Stream stream;
    const Event event;
    return oneByOne(stream, calls, [&](size_t) { event.record(stream); });
}

Times allocate(Pool pool, size_t bytes, size_t calls)
{
    const double begin = now();
    for (size_t call = 0; call < calls; call++) Buffer(pool, bytes);
    const double ms = now() - begin;
    return {ms, ms};
}

} // namespace

void addHost(const Plan &plan, Parts &parts)
{
    parts.emplace_back("submission", 128, submitNothing).text("mode", "async");
    parts.emplace_back("submission", 16, wake).text("mode", "sync");
    for (const Pool pool : {Pool::device, Pool::pinned, Pool::dvpp}) {
        for (const size_t bytes : plan.bytes) {
            const auto run = [pool, bytes](Part &, size_t calls) { return allocate(pool, bytes, calls); };
            parts.emplace_back("allocation", 4, run).text("memory", nameOf(pool)).number("bytes", bytes);
        }
    }
}

} // namespace kit
