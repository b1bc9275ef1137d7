// What the parts of the kit share: the plan, the clock, what is owned for one run, and what a run has taken.
#pragma once
#include <acl/acl.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#if __has_include(<acl/ops/acl_dvpp.h>) && !defined(KIT_WITHOUT_DVPP)
#define KIT_HAS_DVPP 1
#endif

namespace kit {

struct Size {
    uint32_t width, height;
};

struct ModelFile {
    std::string name;
    size_t batch;
    std::string path;
};

/** What plan.txt asks for. */
struct Plan {
    int device = 0;
    int repetitions = 7;
    unsigned seed = 1;
    std::vector<size_t> bytes;
    std::vector<size_t> threads;
    std::vector<size_t> streams;
    std::vector<size_t> channels;
    std::vector<Size> pictures;
    std::vector<ModelFile> models;
};

/** Why a part cannot be measured here. It is left out and said, and the others go on. */
struct Failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void check(aclError status, const char *call)
{
    if (status == ACL_SUCCESS) return;
    const std::string all(call);
    throw Failure(all.substr(0, all.find('(')) + ": " + std::to_string(status));
}
#define CHECK(call) kit::check((call), #call)

/** Times of one run, ms: until all calls have returned, and until the device was done with them. */
struct Times {
    double hostMs;
    double ms;
};

/** Calls of one run, and what they took. */
struct Run {
    size_t calls;
    Times times;
};

/** One kind of work at one size. */
class Part {
public:
    Part(std::string what, size_t few, std::function<Times(Part &, size_t)> run) : few(few), run(std::move(run)) { text("what", what); }

    Part &text(const std::string &key, const std::string &value);
    Part &number(const std::string &key, double value);
    /** The members of its JSON. */
    std::string labels() const;
    const std::string &name() const { return name_; }

    /** Calls of a short run; a long one has three times as many. What they differ by is the time of calls alone. */
    size_t few;
    std::function<Times(Part &, size_t calls)> run;
    std::vector<Run> runs;
    std::string failure;

private:
    std::vector<std::pair<std::string, std::string>> members_;
    std::string name_;
};

/** Milliseconds of a clock that only goes forward. */
inline double now()
{
    using namespace std::chrono;
    return duration<double, std::milli>(steady_clock::now().time_since_epoch()).count();
}

/** Calls of a run that moves about so many bytes in all. */
inline size_t callsFor(size_t bytes)
{
    const size_t calls = (size_t{64} << 20) / (bytes + 1);
    return calls < 4 ? 4 : calls > 64 ? 64 : calls;
}

enum class Pool { host, pinned, device, dvpp };
const char *nameOf(Pool pool);

/** Memory for one run. */
class Buffer {
public:
    Buffer(Pool pool, size_t bytes);
    ~Buffer();
    Buffer(const Buffer &) = delete;
    void *get() const { return data_; }
    size_t bytes() const { return bytes_; }

private:
    Pool pool_;
    size_t bytes_;
    void *data_ = nullptr;
};

class Stream {
public:
    Stream() { CHECK(aclrtCreateStream(&stream_)); }
    ~Stream() { aclrtDestroyStream(stream_); }
    Stream(const Stream &) = delete;
    aclrtStream get() const { return stream_; }
    void synchronize() const { CHECK(aclrtSynchronizeStream(stream_)); }

private:
    aclrtStream stream_ = nullptr;
};

/** Submits `calls` calls, `submit` each with its number, in turns to as many streams, and waits for all of them. */
Times inTurns(std::vector<Stream> &streams, size_t calls, const std::function<void(size_t call, size_t stream)> &submit);
/** Waits for each call, and rests before the next. The times are those of the calls alone. */
Times oneByOne(const Stream &stream, size_t calls, const std::function<void(size_t call)> &submit);

using Parts = std::vector<Part>;
void addHost(const Plan &plan, Parts &parts);
void addCopies(const Plan &plan, Parts &parts);
void addModels(const Plan &plan, Parts &parts);
void addPictures(const Plan &plan, Parts &parts);
void addVideo(const Plan &plan, Parts &parts);

} // namespace kit
