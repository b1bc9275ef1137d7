#include "recorder.hpp"
#include "timed/timed.hpp"

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <execinfo.h>
#include <map>
#include <mutex>
#include <unistd.h>
#include <vector>

namespace stand_in {
namespace {

extern "C" char __executable_start;

/** Lives until the very end, beyond the program's own statics, which may still call the runtime. */
struct Log {
    std::mutex mutex;
    std::string text;
    std::map<std::string, int> ids;
    std::atomic<long> lines{0};
    std::atomic<int> parked{0};
    std::condition_variable never;
    int threads = 0;
    bool written = false;
};

Log &log()
{
    static Log *one = new Log;
    return *one;
}

int budget()
{
    const char *given = std::getenv("STAND_IN_BUDGET");
    return given ? std::atoi(given) : 5000;
}

void add(const std::string &line)
{
    if (timed::on()) return;
    std::lock_guard<std::mutex> lock(log().mutex);
    log().text += line + '\n';
    log().lines++;
}

/** A thread, from its first call to its end. */
struct Thread {
    int id;
    int left = budget();
    int callback = 0;

    Thread()
    {
        std::lock_guard<std::mutex> lock(log().mutex);
        id = ++log().threads;
    }
    ~Thread() { add("{\"thread\":" + std::to_string(id) + ",\"call\":\"(end)\"}"); }

    void spend()
    {
        if (left-- > 0) return;
        log().parked++;
        std::unique_lock<std::mutex> lock(log().mutex);
        log().never.wait(lock, [] { return false; });
    }
};

thread_local Thread self;

void write(const char *why)
{
    Log &all = log();
    if (all.written || timed::on()) return;
    all.written = true;
    const char *path = std::getenv("STAND_IN_RECORD");
    FILE *file = std::fopen(path ? path : "record.jsonl", "w");
    if (!file) return;
    std::fwrite(all.text.data(), 1, all.text.size(), file);
    std::fprintf(file, "{\"thread\":0,\"call\":\"(finish)\",\"why\":\"%s\"}\n", why);
    std::fclose(file);
}

void crashed(int signal)
{
    write(signal == SIGABRT ? "aborted" : "crashed");
    _exit(128 + signal);
}

__attribute__((constructor(101))) void begin()
{
    log();
    std::atexit([] { write("returned"); });
    for (int one : {SIGSEGV, SIGABRT, SIGFPE, SIGBUS, SIGILL}) std::signal(one, crashed);
}

std::string quoted(const std::string &value)
{
    std::string out = "\"";
    for (unsigned char c : value) {
        if (c == '"' || c == '\\') out += '\\';
        out += c < 0x20 ? ' ' : static_cast<char>(c);
    }
    return out + '"';
}

/** One number for the calls that led here from the thread's entry. */
uint32_t route()
{
    void *frames[24];
    const int depth = backtrace(frames, 24);
    uint32_t hash = 2166136261u;
    for (int i = 2; i < depth; i++) {
        hash = (hash ^ static_cast<uint32_t>(static_cast<char *>(frames[i]) - &__executable_start)) * 16777619u;
    }
    return hash;
}

} // namespace

Entry::Entry(const char *call, void *caller, bool work)
{
    if (timed::on()) return;
    if (work) self.spend();
    line_ = "{\"thread\":" + std::to_string(self.id) + ",\"call\":" + quoted(call);
    if (caller) number("at", static_cast<char *>(caller) - &__executable_start).number("route", route());
    if (self.callback) number("callback", self.callback);
}

Entry::~Entry() { commit(); }

Entry &Entry::number(const char *key, long long value)
{
    line_ += ",\"" + std::string(key) + "\":" + std::to_string(value);
    return *this;
}

Entry &Entry::text(const char *key, const std::string &value)
{
    line_ += ",\"" + std::string(key) + "\":" + quoted(value);
    return *this;
}

Entry &Entry::fault(const char *name)
{
    faults_ += (faults_.empty() ? "" : ",") + quoted(name);
    return *this;
}

void Entry::commit()
{
    if (committed_) return;
    committed_ = true;
    add(line_ + (faults_.empty() ? "" : ",\"faults\":[" + faults_ + "]") + "}");
}

int nextId(const char *kind)
{
    std::lock_guard<std::mutex> lock(log().mutex);
    return ++log().ids[kind];
}

int IdPool::take()
{
    std::vector<int> &free = own();
    if (free.empty()) return nextId(kind_);
    const int id = free.back();
    free.pop_back();
    return id;
}

void IdPool::giveBack(int id) { own().push_back(id); }

std::vector<int> &IdPool::own() const
{
    thread_local std::map<std::string, std::vector<int>> free;
    return free[kind_];
}

InCallback::InCallback() : outer_(self.callback) { self.callback = nextId("callback"); }
InCallback::~InCallback()
{
    Entry("(end)", nullptr, false);
    self.callback = outer_;
}

void finish(const char *why)
{
    {
        std::lock_guard<std::mutex> lock(log().mutex);
        write(why);
    }
    _exit(0);
}

long progress() { return log().lines; }
int parkedThreads() { return log().parked; }

} // namespace stand_in
