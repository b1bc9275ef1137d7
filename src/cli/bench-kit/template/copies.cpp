// Copies: by size, direction, memory of the host, threads and streams.
#include "kit.hpp"

#include <exception>
#include <memory>
#include <thread>

namespace kit {
namespace {

struct Direction {
    const char *name;
    aclrtMemcpyKind kind;
};

constexpr Direction kToDevice{"h2d", ACL_MEMCPY_HOST_TO_DEVICE};
constexpr Direction kToHost{"d2h", ACL_MEMCPY_DEVICE_TO_HOST};
constexpr Direction kInDevice{"d2d", ACL_MEMCPY_DEVICE_TO_DEVICE};

/** Both ends of a copy. */
struct Ends {
    Ends(const Direction &direction, Pool host, size_t bytes)
        : from(direction.kind == ACL_MEMCPY_HOST_TO_DEVICE ? host : Pool::device, bytes),
          to(direction.kind == ACL_MEMCPY_DEVICE_TO_HOST ? host : Pool::device, bytes), kind(direction.kind)
    {
    }

    void copy() const { CHECK(aclrtMemcpy(to.get(), to.bytes(), from.get(), from.bytes(), kind)); }
    void copy(const Stream &stream) const { CHECK(aclrtMemcpyAsync(to.get(), to.bytes(), from.get(), from.bytes(), kind, stream.get())); }

    Buffer from, to;
    aclrtMemcpyKind kind;
};

Times copyAsync(const Direction &direction, size_t bytes, size_t streams, size_t calls)
{
    std::vector<Stream> all(streams);
    std::vector<std::unique_ptr<Ends>> ends;
    for (size_t i = 0; i < streams; i++) ends.push_back(std::make_unique<Ends>(direction, Pool::pinned, bytes));
    return inTurns(all, calls, [&](size_t, size_t i) { ends[i]->copy(all[i]); });
}

Times copySync(const Direction &direction, Pool host, size_t bytes, size_t calls)
{
    const Ends ends(direction, host, bytes);
    const double begin = now();
    for (size_t call = 0; call < calls; call++) ends.copy();
    const double ms = now() - begin;
    return {ms, ms};
}

/** Each thread makes its part of the calls; the buffers are there before the clock runs. */
Times copyInThreads(const Direction &direction, size_t bytes, size_t threads, size_t calls)
{
    aclrtContext context = nullptr;
    CHECK(aclrtGetCurrentContext(&context));
    std::vector<std::unique_ptr<Ends>> ends;
    for (size_t i = 0; i < threads; i++) ends.push_back(std::make_unique<Ends>(direction, Pool::pinned, bytes));
    std::vector<std::exception_ptr> failures(threads);
    std::vector<std::thread> all;
    const double begin = now();
    for (size_t i = 0; i < threads; i++) {
        all.emplace_back([&, i] {
            try {
                CHECK(aclrtSetCurrentContext(context));
                for (size_t call = 0; call < calls / threads; call++) ends[i]->copy();
            } catch (...) {
                failures[i] = std::current_exception();
            }
        });
    }
    for (std::thread &one : all) one.join();
    const double ms = now() - begin;
    for (const std::exception_ptr &failure : failures) {
        if (failure) std::rethrow_exception(failure);
    }
    return {ms, ms};
}

/** `times`: of the threads or streams that share the calls. */
Part &add(Parts &parts, const Direction &direction, size_t bytes, const char *mode, size_t times, std::function<Times(size_t)> run)
{
    parts.emplace_back("copy", callsFor(bytes) * times, [run](Part &, size_t calls) { return run(calls); });
    return parts.back().text("direction", direction.name).text("mode", mode).number("bytes", bytes);
}

void addInStreams(const Plan &plan, Parts &parts)
{
    constexpr size_t kSmall = 65536;
    for (const size_t streams : plan.streams) {
        if (streams == 1) continue;
        add(parts, kInDevice, kSmall, "async", streams, [=](size_t calls) { return copyAsync(kInDevice, kSmall, streams, calls); })
            .number("streams", streams);
    }
}

} // namespace

void addCopies(const Plan &plan, Parts &parts)
{
    for (const Direction &direction : {kToDevice, kToHost, kInDevice}) {
        for (const size_t bytes : plan.bytes)
            add(parts, direction, bytes, "async", 1, [=](size_t calls) { return copyAsync(direction, bytes, 1, calls); }).number("streams", 1);
    }
    for (const Direction &direction : {kToDevice, kToHost}) {
        for (const size_t bytes : plan.bytes) {
            for (const Pool host : {Pool::pinned, Pool::host}) {
                add(parts, direction, bytes, "sync", 1, [=](size_t calls) { return copySync(direction, host, bytes, calls); })
                    .text("memory", nameOf(host))
                    .number("threads", 1);
            }
            for (const size_t threads : plan.threads) {
                if (threads == 1) continue;
                add(parts, direction, bytes, "sync", threads, [=](size_t calls) { return copyInThreads(direction, bytes, threads, calls); })
                    .text("memory", nameOf(Pool::pinned))
                    .number("threads", threads);
            }
        }
    }
    addInStreams(plan, parts);
}

} // namespace kit
