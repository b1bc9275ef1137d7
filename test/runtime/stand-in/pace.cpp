// Time: short sleeps take next to none, long ones last until everybody else rests, and the process ends when nothing can happen any more.
#include "recorder.hpp"
#include "timed/timed.hpp"

#include <atomic>
#include <cctype>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fstream>
#include <mutex>
#include <poll.h>
#include <sys/syscall.h>
#include <thread>
#include <time.h>
#include <unistd.h>

namespace {

constexpr long kShort = 1'000'000'000L; // ns: a sleep of a pass is shorter, one of a report longer
constexpr int kTick = 2;                // ms between two looks at the threads
constexpr int kQuietTicks = 5;          // looks in a row at which all rest
constexpr int kMostWakes = 50;          // times that sleepers are woken because all rest
constexpr int kMostTicks = 5000;        // ten seconds on an idle machine

std::mutex mutex;
std::condition_variable woken;
long wakes = 0;
int longSleepers = 0;
std::atomic<int> shortSleepers{0};

char stateOf(const std::string &task)
{
    std::ifstream file("/proc/self/task/" + task + "/stat");
    std::string text;
    std::getline(file, text);
    const size_t name = text.rfind(')');
    return name == std::string::npos ? 'S' : text[name + 2];
}

bool allRest(long own)
{
    if (shortSleepers > 0) return false;
    DIR *tasks = opendir("/proc/self/task");
    bool rest = true;
    while (const dirent *one = rest ? readdir(tasks) : nullptr) {
        if (std::isdigit(one->d_name[0]) && std::atol(one->d_name) != own) rest = stateOf(one->d_name) == 'S';
    }
    closedir(tasks);
    return rest;
}

bool wakeSleepers()
{
    std::lock_guard<std::mutex> lock(mutex);
    if (longSleepers == 0 || wakes >= kMostWakes || stand_in::parkedThreads() > 0) return false;
    wakes++;
    woken.notify_all();
    return true;
}

void watch()
{
    const long own = syscall(SYS_gettid);
    long before = -1;
    int quiet = 0;
    for (int tick = 0; tick < kMostTicks; tick++) {
        poll(nullptr, 0, kTick);
        const long now = stand_in::progress();
        quiet = now == before && allRest(own) ? quiet + 1 : 0;
        before = now;
        if (quiet < kQuietTicks) continue;
        if (!wakeSleepers()) stand_in::finish(stand_in::parkedThreads() > 0 ? "budget" : "quiet");
        quiet = 0;
    }
    stand_in::finish("time");
}

constexpr unsigned kMostSeconds = 120; // of a timed run, which nobody waits for

__attribute__((constructor(102))) void begin()
{
    if (stand_in::timed::on()) alarm(kMostSeconds);
    else std::thread(watch).detach();
}

void sleepFor(long nanoseconds, void *caller)
{
    if (stand_in::timed::on()) return stand_in::timed::sleep(static_cast<double>(nanoseconds) / 1e6);
    stand_in::Entry("sleep", caller, true).number("us", nanoseconds / 1000);
    if (nanoseconds < kShort) {
        shortSleepers++;
        poll(nullptr, 0, nanoseconds < kShort / 1000 ? 0 : 1);
        shortSleepers--;
        return;
    }
    std::unique_lock<std::mutex> lock(mutex);
    longSleepers++;
    woken.wait(lock, [before = wakes] { return wakes != before; });
    longSleepers--;
}

long nanosecondsOf(const timespec *time) { return time->tv_sec * kShort + time->tv_nsec; }

} // namespace

// The program's sleeps, std::this_thread's too, come here instead of to the C library.
extern "C" {

int nanosleep(const timespec *time, timespec *)
{
    sleepFor(nanosecondsOf(time), __builtin_return_address(0));
    return 0;
}

int clock_nanosleep(clockid_t, int flags, const timespec *time, timespec *)
{
    timespec now{};
    if (flags == TIMER_ABSTIME) clock_gettime(CLOCK_MONOTONIC, &now);
    const long rest = nanosecondsOf(time) - nanosecondsOf(&now);
    sleepFor(rest > 0 ? rest : 0, __builtin_return_address(0));
    return 0;
}

int usleep(useconds_t microseconds)
{
    sleepFor(microseconds * 1000L, __builtin_return_address(0));
    return 0;
}

unsigned sleep(unsigned seconds)
{
    sleepFor(seconds * kShort, __builtin_return_address(0));
    return 0;
}
}
